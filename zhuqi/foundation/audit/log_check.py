"""`zhuqi check audit`: is the log whole; `zhuqi check rows`: is every row as the log says."""

from zhuqi.foundation.audit.actions import check_log
from zhuqi.foundation.audit.row_check import check_rows, left_out, marked_models
from zhuqi.foundation.contributions.checks import Check, CheckOutput


def _check_log(output: CheckOutput) -> bool:
    found = grave = 0
    with output.progress("已核对日志") as progress:
        for finding in check_log(progress=lambda state: progress(state.checked, state.total)):
            found += 1
            grave += finding.grave
            word = "严重" if finding.grave else "留意"
            output.say(f"{word} {finding.sentence}")
    output.say(f"发现 {found} 处问题，其中严重 {grave} 处。" if found else "日志完整。")
    return bool(found)


LOG_CHECK = Check("日志是否完整：逐条核对哈希、链接和封存", _check_log)


def _check_rows(output: CheckOutput) -> bool:
    found = rows = 0

    with output.progress("已核对记录") as progress:

        def onward(done: int) -> None:
            nonlocal rows
            rows = done
            progress(done)

        for finding in check_rows(progress=onward):
            found += 1
            output.say(finding.sentence)
    output.say(f"核对了 {len(marked_models())} 张表 {rows} 行的每一列。")
    for name, reason in left_out():
        output.say(f"不在其内：{name}（{reason}）")
    output.say(f"发现 {found} 处与日志不符。" if found else "所有记录与日志一致。")
    return bool(found)


ROW_CHECK = Check("每张表每一行的每一列是否与日志一致（列出不在其内的）", _check_rows)
