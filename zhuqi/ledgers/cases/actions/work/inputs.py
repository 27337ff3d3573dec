"""What people type, judged the same way by every verb."""

from datetime import date, datetime

from zhuqi.foundation.quarantine.passes import refuse_marked
from zhuqi.foundation.workdays import Calendar


def close_of(day: date, calendar: Calendar) -> datetime:
    """The close of office of a day a person named as a limit."""
    return calendar.close_on(day)


def required(errors: dict[str, str], name: str, text: str, label: str, limit: int) -> str:
    """The text trimmed; notes an error where it is empty or too long.

    SecretMark for text that must not go further.
    """
    text = text.replace("\x00", "").strip()
    refuse_marked(text)
    if not text:
        errors[name] = f"请填写{label}"
    elif len(text) > limit:
        errors[name] = f"{label}最多 {limit} 字，现在 {len(text)} 字"
    return text


def optional(errors: dict[str, str], name: str, text: str, label: str, limit: int) -> str:
    """The same of a text that may be empty."""
    text = text.replace("\x00", "").strip()
    return required(errors, name, text, label, limit) if text else ""
