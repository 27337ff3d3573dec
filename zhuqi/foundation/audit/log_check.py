"""`zhuqi check audit`: is the log whole; `zhuqi check rows`: is every row as the log says."""

from zhuqi.foundation.audit.actions import check_log
from zhuqi.foundation.audit.row_check import check_rows, left_out, marked_models
from zhuqi.foundation.audit.witness import compare, kept
from zhuqi.foundation.contributions.checks import Check, CheckOutput, Option


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


def _compare(output: CheckOutput, text: str) -> bool:
    seals = kept(text)
    findings = list(compare(seals))
    for finding in findings:
        output.say(f"严重 {finding.sentence}")
    if not seals:
        output.say("见证文件里没有认出任何封存值，未能对照。")
        return True
    first, last = seals[0][0], seals[-1][0]
    output.say(f"与见证对照了 {len(seals)} 次封存（第{first}至{last}次），{len(findings)} 处不符。")
    return bool(findings)


LOG_CHECK = Check(
    "日志是否完整：逐条核对哈希、链接和封存",
    _check_log,
    options=(
        Option(
            "witness",
            "再与系统之外留存的封存值对照：站内消息或邮件的文字、推送的 JSON、封存日志的副本",
            _compare,
        ),
    ),
)


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
