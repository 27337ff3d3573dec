"""What rosters add to a firm's own file: those it may know of, with their days."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.portal.firm_parts import FIRM_PARTS, FirmPart
from zhuqi.interfaces.shell import wording
from zhuqi.ledgers.firms.queries import FirmFile
from zhuqi.mechanisms.rosters.models import RosterEntry
from zhuqi.mechanisms.rosters.queries import of_firm


@dataclass(frozen=True, slots=True)
class Standing:
    """A roster and from when to when."""

    name: str
    days: str


def _days(row: RosterEntry) -> str:
    since = _now("%(day)s 起") % {"day": wording.day(row.entered_on, weekday=False)}
    if row.left_on:
        return f"{since}，{_now('%(day)s 退出') % {'day': wording.day(row.left_on, weekday=False)}}"
    if row.expires_on:
        until = wording.day(row.expires_on, weekday=False)
        return f"{since}，{_now('有效期至 %(day)s') % {'day': until}}"
    return since


def _standings(file: FirmFile) -> Sequence[Standing] | None:
    rows = of_firm([file.firm.pk]).order_by("-entered_on", "-pk")
    return [Standing(one.roster.name, _days(one)) for one in rows] or None


def register() -> None:
    """Called once, when Django has loaded every room."""
    part = FirmPart(_("所在名单"), "portal/named_rosters/part.html", _standings)
    FIRM_PARTS.register("rosters", part)
