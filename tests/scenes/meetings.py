"""The city's joint meeting: 何帆 runs it, 陆远 signs its minutes, 田市长 chairs; the industry
bureau and 襄城县's office are members, the power company is called in."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from tests.cast import Cast, person
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.models import Case, Topic
from zhuqi.mechanisms.meetings.actions import bodies, decisions, items, meetings
from zhuqi.mechanisms.meetings.enums import BodyKind, DecisionKind, ItemState, Proposers
from zhuqi.mechanisms.meetings.models import Body, Decision, Item, Meeting

AGO = timedelta(days=3)
NOUNS: dict[type, Any] = {
    Body: bodies.BODIES, Item: items.ITEMS, Meeting: meetings.MEETINGS,
    Decision: decisions.DECISIONS,
}  # fmt: skip


def act(row: Any, by: User, verb: Any, now: datetime | None = None, **given: Any) -> Any:
    """As a page does it."""
    with NOUNS[type(row)].open(row.pk, by=person(by), now=now) as change:
        made = verb(change, **given)
    row.refresh_from_db()
    return made


def body(cast: Cast, **more: Any) -> Body:
    """The joint meeting, to which members may put items."""
    said: dict[str, Any] = {
        "office": cast.city_office, "kind": BodyKind.JOINT, "name": "市联席会议", "duty": "",
        "cadence": "每月一次", "every": 30, "chair": cast.mayor, "group": None,
        "proposers": Proposers.MEMBERS,
        "units": [cast.industry, cast.county_office],
    }  # fmt: skip
    return bodies.set_up(**said | more, by=person(cast.he_fan), now=timezone.now() - 10 * AGO)


def item(
    cast: Cast,
    of: Body,
    by: User | None = None,
    *,
    case: Case | None = None,
    topic: Topic | None = None,
    title: str = "园区道路由谁接收",
) -> Item:
    """Put by 何帆, if by nobody else."""
    return items.put(
        body=of, title=title, text="两家单位都说不归自己。", case=case, topic=topic,
        by=person(by or cast.he_fan),
    )  # fmt: skip


def planned(cast: Cast, of: Body) -> Meeting:
    """For the day before yesterday, as it was planned before."""
    before = timezone.localtime() - AGO
    return meetings.plan(
        body=of, day=before.date() + timedelta(days=1), at=time(9), place="市政府三楼",
        subject="", by=person(cast.he_fan), now=before,
    )  # fmt: skip


def listed(row: Item, meeting: Meeting, by: User) -> None:
    """On its agenda."""
    act(row, by, items.schedule, timezone.now() - AGO, meeting=meeting)


def called(cast: Cast, meeting: Meeting, *guests: Unit) -> None:
    """With its number."""
    act(meeting, cast.he_fan, meetings.call, timezone.now() - AGO, guests=guests)


def held(cast: Cast, meeting: Meeting) -> None:
    """The industry bureau came."""
    act(meeting, cast.he_fan, meetings.hold, came=[cast.industry], opening="田市长主持会议。")


def at_table(cast: Cast, *rows: Item) -> Meeting:
    """A held meeting about these items."""
    meeting = planned(cast, rows[0].body)
    for row in rows:
        if row.state == ItemState.PROPOSED:
            act(row, cast.he_fan, items.confirm)
        listed(row, meeting, cast.he_fan)
    called(cast, meeting, cast.power)
    held(cast, meeting)
    for row in rows:
        row.refresh_from_db()
    return meeting


def decided(
    cast: Cast,
    row: Item,
    kind: DecisionKind = DecisionKind.WORK,
    *,
    lead: Unit | None = None,
    due: date | None = None,
    **more: Any,
) -> Decision:
    """As 何帆 records it."""
    works = kind in {DecisionKind.WORK, DecisionKind.POLICY}
    said: dict[str, Any] = {
        "text": "由市工信局牵头接收，月底前通车。", "to_firm": "道路月底前通车。",
        "lead": (lead or cast.industry) if works else None, "co_units": [],
        "due": (due or timezone.localdate() + timedelta(days=20)) if works else None,
    }  # fmt: skip
    made: Decision = act(row, cast.he_fan, items.decide, kind=kind.value, **said | more)
    return Decision.objects.select_related("meeting__body", "item").get(pk=made.pk)
