"""What consultations add to the file of a group company: its firms' problems that are studied
there, from every county in one list, and what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.portal.firm_parts import FIRM_PARTS, FirmPart
from zhuqi.interfaces.shell import wording
from zhuqi.ledgers.firms.queries import FirmFile
from zhuqi.mechanisms.meetings.models import Item
from zhuqi.mechanisms.meetings.queries import put_for_group

# So many stand on the page, the newest.
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Studied:
    """A problem of one of the group's firms: where it stands, and what firms are told of it."""

    firm: str
    title: str
    place: str
    number: str
    standing: str
    decided: Sequence[str]


def _standing(item: Item) -> str:
    meeting = item.meeting
    if decided := list(item.decisions.all()):
        day = wording.day(decided[-1].decided_at, weekday=False)
        return _now("%(day)s 会商议定") % {"day": day}
    if meeting is not None and meeting.called_at is not None:
        return _now("列入 %(day)s 的会商") % {"day": wording.moment(meeting.at)}
    return _now("等待会商")


def _studied(file: FirmFile) -> Sequence[Studied] | None:
    rows = put_for_group(file.firm.pk)[:SHOWN]
    return [
        Studied(
            str(item.case.enterprise), item.case.title, str(item.case.office.region),
            item.case.number, _standing(item),
            [one.to_firm for one in item.decisions.all() if one.to_firm],
        )
        for item in rows
        if item.case is not None
    ] or None  # fmt: skip


def register() -> None:
    """Called once, when Django has loaded every room."""
    part = FirmPart(_("集团会商"), "portal/consultations/part.html", _studied)
    FIRM_PARTS.register("consultations", part)
