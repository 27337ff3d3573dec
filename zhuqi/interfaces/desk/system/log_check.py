"""What the last check of the whole log found, for those who keep the system and the log."""

from zhuqi.foundation.audit.queries import last_check
from zhuqi.interfaces.shell import wording


def checked() -> tuple[str, int, int, int, list[str]] | None:
    """The last check of the whole log: when, how many events, findings, grave ones, the first."""
    last = last_check()
    if last is None:
        return None
    return (wording.moment(last.ended_at), last.events, last.findings, last.grave, last.sentences)
