"""Cases between the levels: the county's own, handed up, led by the county for the city."""

from datetime import date, datetime

from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from tests.stock import stocked
from zhuqi.foundation.access import Person
from zhuqi.foundation.directory.enums import Sector, UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.workdays import DEFAULT_CALENDAR
from zhuqi.foundation.workdays import Unit as TimeUnit
from zhuqi.ledgers.cases.actions import closing, handling, intake
from zhuqi.ledgers.cases.actions.intake import Submission
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.actions.work import CaseChange
from zhuqi.ledgers.cases.enums import (
    Disposition,
    Kind,
    Nature,
    Satisfaction,
    State,
    Tier,
    Verdict,
)
from zhuqi.ledgers.cases.levels import actions as levels
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.sheets import actions as sheets

# Far enough ahead for any day on which the tests run.
LATER = date(2049, 3, 1)


@stocked
def county_case(cast: Cast, now: datetime | None = None) -> Case:
    """鞋业's problem, accepted by 襄城县's office."""
    case = intake.submit(
        enterprise=cast.shoes,
        submission=Submission(
            "厂区道路排水不畅", "雨后积水半米，货车进不来。", "", "冯厂长", "13900000001"
        ),
        by=person(cast.feng),
        now=now,
    )
    with open_case(case.pk, by=person(cast.qin_lan), now=now) as change:
        accept(change, cast)
    return fresh(case)


def accept(change: CaseChange, cast: Cast) -> None:
    """As an ordinary matter of one firm."""
    intake.accept(
        change, kind=Kind.HELP, tier=Tier.ORDINARY, nature=Nature.INDIVIDUAL,
        item=cast.drainage, sector=Sector.INDUSTRY,
    )  # fmt: skip


def fresh(case: Case) -> Case:
    """As it stands in the database."""
    return Case.objects.get(pk=case.pk)


@stocked
def handed_up(cast: Cast, now: datetime | None = None) -> Case:
    """The county asks the city to take it."""
    case = county_case(cast, now)
    with open_case(case.pk, by=person(cast.qin_lan), now=now) as change:
        levels.escalate(change, reason="涉及跨县河道，县级协调不了")
    return fresh(case)


def section(unit: Unit, name: str = "电力科") -> Unit:
    """A section below a unit."""
    return Unit.objects.get_or_create(
        name=f"{unit.name}{name}",
        region=unit.region,
        kind=UnitKind.SECTION,
        level=unit.level,
        parent=unit,
    )[0]


@stocked
def led_by_the_county(cast: Cast, state: State = State.IN_PROGRESS) -> Case:
    """A city case the city assigned to 襄城县's office."""
    case = scenes.case_in(cast, State.ACCEPTED)
    with open_case(case.pk, by=person(cast.he_fan)) as change:
        handling.assign(change, lead=cast.county_office)
    by = person(cast.qin_lan)
    if state == State.ASSIGNED:
        return fresh(case)
    with open_case(case.pk, by=by) as change:
        handling.sign(change, handler_phone="0374-3560000")
    if state == State.IN_PROGRESS:
        return fresh(case)
    answer(case, by)
    with open_case(case.pk, by=person(cast.shen_jing)) as change:
        closing.complete(change)
    with open_case(case.pk, by=person(cast.zhao)) as change:
        closing.rate(change, verdict=Verdict.SOLVED, satisfaction=Satisfaction.SATISFIED)
    return fresh(case)


def answer(case: Case, by: Person) -> None:
    """The lead says it is done."""
    with open_case(case.pk, by=by) as change:
        handling.answer(
            change, text="排水管已疏通。", disposition=Disposition.RESOLVED, signed_by="主任"
        )


@stocked
def strike_off_asked(cast: Cast) -> Case:
    """The county has asked the city."""
    case = led_by_the_county(cast, State.COMPLETED)
    with open_case(case.pk, by=person(cast.qin_lan)) as change:
        levels.ask_strike_off(change, reason="企业认可")
    return fresh(case)


@stocked
def with_part(cast: Cast, *, signed: bool = True) -> Case:
    """The industry bureau leads, the power company answers a part of its own."""
    case = scenes.case_in(cast, State.ACCEPTED)
    with open_case(case.pk, by=person(cast.he_fan)) as change:
        handling.assign(change, lead=cast.industry, part=[cast.power])
    with open_case(case.pk, by=person(cast.zhou)) as change:
        handling.sign(change)
    if signed:
        with open_case(case.pk, by=person(cast.sun)) as change:
            handling.sign(change)
    return fresh(case)


@stocked
def part_answered(cast: Cast) -> Case:
    """The part has been answered."""
    case = with_part(cast)
    with open_case(case.pk, by=person(cast.sun)) as change:
        sheets.part_answer(change, text="线路已检修")
    return fresh(case)


def next_working_day() -> date:
    """The nearest day on which an inner sheet may be due."""
    return DEFAULT_CALENDAR.due(timezone.now(), 1, TimeUnit.WORKING_DAY).date()


@stocked
def from_elsewhere(cast: Cast) -> Case:
    """Handed down by the province under its own number, and completed."""
    case = intake.register(
        enterprise=cast.diamond,
        submission=Submission("省转：用电报装", "省平台转来。", "", "赵总", "13812345678"),
        channel="superior",
        foreign_number="豫助企〔2026〕88号",
        result_due=LATER,
        by=person(cast.he_fan),
    )
    with open_case(case.pk, by=person(cast.he_fan)) as change:
        accept(change, cast)
        handling.assign(change, lead=cast.industry)
    with open_case(case.pk, by=person(cast.zhou)) as change:
        handling.sign(change)
    answer(case, person(cast.zhou))
    with open_case(case.pk, by=person(cast.shen_jing)) as change:
        closing.complete(change)
    return fresh(case)
