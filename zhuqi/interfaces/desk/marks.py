"""Small marks that several rooms of the desk draw in their rows."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.drawing import light_mark, pill
from zhuqi.interfaces.shell.parts import Light


def state_pill(row: Any, waiting: Collection[str]) -> SafeString:
    """Where a row stands, in its word: heavier while somebody has something to do about it."""
    kind = "waiting" if row.state in waiting else "closed"
    return pill(str(row.get_state_display()), kind)


def day_mark(due: date) -> SafeString | str:
    """How a day stands in time; nothing where it is still to come."""
    today = timezone.localdate()
    if due < today:
        return light_mark(Light.RED, _("过了 %(n)s 天") % {"n": (today - due).days})
    return light_mark(Light.YELLOW, _("今天")) if due == today else ""


def due_day(due: date) -> SafeString | str:
    """A day something is due on: how late it is, or which day while it is still to come."""
    return day_mark(due) or wording.day(due)
