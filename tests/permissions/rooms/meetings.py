"""Bodies, items, meetings and decisions."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.permissions.registry import Room, kept, of, of_case, page, verb_of
from tests.permissions.town import Town, once
from tests.scenes.life import MONDAY
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.directory.models import Unit
from zhuqi.mechanisms.meetings.enums import (
    BodyKind,
    BodyVerb,
    DecisionKind,
    DecisionState,
    DecisionVerb,
    Ground,
    ItemState,
    ItemVerb,
    MeetingState,
    MeetingVerb,
)
from zhuqi.mechanisms.meetings.models import (
    AgendaLine,
    Body,
    Decision,
    Invitation,
    Item,
    Meeting,
    Member,
    RoutingScheme,
)
from zhuqi.mechanisms.meetings.routing.schemes import load_routes


@dataclass(frozen=True)
class _Rows:
    body: int
    item: int
    meeting: int
    decision: int


def _made(office: Unit, unit: Unit | None) -> _Rows:
    """A body of the office with a meeting about one item; the unit is its member and leads."""
    body = Body.objects.create(office=office, kind=BodyKind.JOINT, name="联席会议", cadence="每月")
    meeting = Meeting.objects.create(
        body=body, at=MONDAY, place="三楼", state=MeetingState.HELD, held_at=MONDAY
    )
    item = Item.objects.create(
        body=body, ground=Ground.HAND, title="议题", text="请研究", state=ItemState.READY,
        put_at=MONDAY,
    )  # fmt: skip
    AgendaLine.objects.create(meeting=meeting, item=item, ordinal=1)
    if unit:
        Member.objects.create(body=body, unit=unit, since=MONDAY.date())
        Invitation.objects.create(meeting=meeting, unit=unit)
    decision = Decision.objects.create(
        meeting=meeting, item=item, kind=DecisionKind.WORK, text="办", lead=unit,
        due=MONDAY.date(), state=DecisionState.ISSUED, decided_at=MONDAY,
    )  # fmt: skip
    return _Rows(body.pk, item.pk, meeting.pk, decision.pk)


@once
def _all(town: Town) -> Mapping[str, _Rows]:
    """Of each office; the power company is in the city's."""
    cast = town.cast
    return {
        "own": _made(cast.city_office, cast.power),
        "other_county": _made(cast.county_office, None),
        "stranger": _made(cast.other_office, None),
    }


def bodies(town: Town) -> Mapping[str, object]:
    """One of each office."""
    return {whose: rows.body for whose, rows in _all(town).items()}


def items(town: Town) -> Mapping[str, object]:
    """One of each body."""
    return {whose: rows.item for whose, rows in _all(town).items()}


def meetings(town: Town) -> Mapping[str, object]:
    """One of each body."""
    return {whose: rows.meeting for whose, rows in _all(town).items()}


def decisions(town: Town) -> Mapping[str, object]:
    """One of each meeting."""
    return {whose: rows.decision for whose, rows in _all(town).items()}


@once
def _scheme(_town: Town) -> int:
    load_routes(by=SYSTEM)
    return RoutingScheme.objects.all()[0].pk


LISTS = ("meeting_bodies", "meeting_items", "meetings", "meeting_decisions")
NEW = ("meeting_body_new", "meeting_item_new", "meeting_new")
ROOM = Room(
    "meetings",
    {
        **{f"desk:{name}": page() for name in (*LISTS, *NEW, "meeting_counts")},
        "desk:meeting_body": of(bodies),
        "desk:meeting_body_verb": verb_of(bodies, BodyVerb.REVISE.value),
        "desk:meeting_item": of(items),
        "desk:meeting_item_verb": verb_of(items, ItemVerb.REVISE.value),
        "desk:meeting": of(meetings),
        "desk:meeting_minutes": of(meetings),
        "desk:meeting_verb": verb_of(meetings, MeetingVerb.ANSWER.value),
        "desk:meeting_decision": of(decisions),
        "desk:meeting_decision_verb": verb_of(decisions, DecisionVerb.PROGRESS.value),
        "desk:meetings_of_case": of_case(),
        "desk:admin_routings": page(),
        "desk:admin_routing_new": page(),
        "desk:admin_routing": kept(_scheme),
        "desk:admin_routing_publish": kept(_scheme),
    },
)
