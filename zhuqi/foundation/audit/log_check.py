"""`zhuqi check audit`: is the log whole."""

from zhuqi.foundation.audit.actions import check_log
from zhuqi.foundation.contributions.checks import Check, CheckOutput


def _run(output: CheckOutput) -> bool:
    found = grave = 0
    with output.progress("已核对日志") as progress:
        for finding in check_log(progress=lambda state: progress(state.checked, state.total)):
            found += 1
            grave += finding.grave
            word = "严重" if finding.grave else "留意"
            output.say(f"{word} {finding.sentence}")
    output.say(f"发现 {found} 处问题，其中严重 {grave} 处。" if found else "日志完整。")
    return bool(found)


LOG_CHECK = Check("日志是否完整：逐条核对哈希、链接和封存", _run)
