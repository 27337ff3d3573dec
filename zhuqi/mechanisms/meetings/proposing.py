"""What a body takes up by its rule and its office's scheme: cases disputed, urged in vain, major,
complex; topics of many firms."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from zhuqi.ledgers.cases.enums import OPEN_STATES, Tier
from zhuqi.ledgers.cases.models import Case, Topic
from zhuqi.mechanisms.meetings.enums import OPEN_ITEMS, Ground
from zhuqi.mechanisms.meetings.models import Body, Item
from zhuqi.mechanisms.meetings.routing.enums import Matter
from zhuqi.mechanisms.meetings.routing.schemes import taken_by
from zhuqi.mechanisms.supervision.enums import SheetKind

_URGINGS = Q(supervision_sheets__kind=SheetKind.URGING) & ~Q(supervision_sheets__number="")
# No more at a time: what is left is found the next day.
MOST = 100


@dataclass(frozen=True, slots=True)
class Found:
    """A case or a topic, with the ground and how many urgings or cases there are."""

    ground: Ground
    measured: int
    title: str
    case: Case | None = None
    topic: Topic | None = None

    @property
    def words(self) -> str:
        """What the item says until somebody writes more."""
        number = f"诉求编号 {self.case.number}：" if self.case else ""
        counted = {Ground.URGED: "已催办 %s 次", Ground.COMMON: "已归集 %s 件诉求"}
        more = counted.get(self.ground)
        return f"{number}{self.ground.label}{f'，{more % self.measured}' if more else ''}。"


def found_by_rule(body: Body) -> list[Found]:
    """What is not an open item of the body, and was not put to it on the same ground before. Of
    several grounds the first. A fixed number of queries."""
    found: dict[int, Found] = {}
    for ground, rows in _cases(body):
        for case in rows.order_by("pk")[:MOST]:
            measured = getattr(case, "urgings", 0)
            found.setdefault(case.pk, Found(ground, measured, case.title, case=case))
    return [*found.values(), *_topics(body)][:MOST]


def _cases(body: Body) -> Iterator[tuple[Ground, QuerySet[Case]]]:
    live = Case.objects.filter(
        office=body.office_id, historical=False, sealed=False, boundary=None,
        state__in=sorted(OPEN_STATES),
    )  # fmt: skip
    routed = taken_by(body).matters
    if body.takes_disputed or Matter.DISPUTED in routed:
        yield Ground.DISPUTED, _new(body, live.filter(disputed=True), Ground.DISPUTED)
    if body.takes_urged:
        counted = live.annotate(urgings=Count("supervision_sheets", filter=_URGINGS))
        often = counted.filter(urgings__gte=body.takes_urged)
        yield Ground.URGED, _new(body, often, Ground.URGED)
    if body.takes_major or Matter.MAJOR in routed:
        yield Ground.MAJOR, _new(body, live.filter(tier=Tier.MAJOR), Ground.MAJOR)
    if Matter.COMPLEX in routed:
        yield Ground.COMPLEX, _new(body, live.filter(tier=Tier.COMPLEX), Ground.COMPLEX)


def _new(body: Body, rows: QuerySet[Case], ground: Ground) -> QuerySet[Case]:
    put = Item.objects.filter(body=body, case=OuterRef("pk")).order_by()
    there = Exists(put.filter(state__in=sorted(OPEN_ITEMS))) | Exists(put.filter(ground=ground))
    return rows.filter(~there)


def _topics(body: Body) -> Iterator[Found]:
    least = body.takes_common or taken_by(body).common
    if not least:
        return
    put = Item.objects.filter(body=body, topic=OuterRef("pk"))
    rows = Topic.objects.filter(~Exists(put), office=body.office_id, closed_at=None)
    many = rows.annotate(n=Count("cases")).filter(n__gte=least).order_by("pk")
    for topic in many[:MOST]:
        yield Found(Ground.COMMON, getattr(topic, "n", 0), topic.title, topic=topic)
