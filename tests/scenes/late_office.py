"""An office that is always open, goes by the usual ladder, has delegated its urgings, and has so
many late cases: half of them led by a body that can only be asked kindly, a third urged twice
already."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from tests.cast import Cast, build_cast, person
from tests.scenes import cases as scenes
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.directory.actions import set_hours, set_override
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.workdays import OfficeHours, Season
from zhuqi.ledgers.cases.enums import AssignmentState, ClockKind, State
from zhuqi.ledgers.cases.models import Assignment, Case, Clock
from zhuqi.mechanisms.supervision.enums import SheetKind, SheetState
from zhuqi.mechanisms.supervision.ladder import delegations
from zhuqi.mechanisms.supervision.ladder.schemes import LADDERS, load_ladders
from zhuqi.mechanisms.supervision.models import SupervisionSheet


def fill(cases: int) -> None:
    """The small city of the tests, with copies of one case."""
    cast, now = build_cast(), timezone.now()
    _always_open(cast)
    first = scenes.case_in(cast, State.IN_PROGRESS)
    sheet = Assignment.objects.get(case=first, role="lead")
    clock = Clock.objects.get(case=first, clock=ClockKind.RESOLVE)
    Clock.objects.filter(case=first).update(stopped_at=now)
    sheets, clocks, urged = [], [], list[SupervisionSheet]()
    for number in range(cases):
        case = Case.objects.get(pk=first.pk)
        unit = cast.power if number % 2 else cast.industry
        case.pk, case.number, case.lead_unit = None, f"9999-{number:06}", unit
        case.save()
        sheet.pk, sheet.case, sheet.unit, sheet.state = None, case, unit, AssignmentState.SIGNED
        clock.pk, clock.case, clock.owner = None, case, unit
        clock.stopped_at, clock.due_at = None, now - timedelta(days=20)
        clock.warn_at = clock.due_at
        sheets.append(Assignment(**_values(sheet)))
        clocks.append(Clock(**_values(clock)))
        if number % 3 == 0:
            urged += _urged(case, unit, now, number)
    Assignment.objects.bulk_create(sheets)
    Clock.objects.bulk_create(clocks)
    SupervisionSheet.objects.bulk_create(urged)


def _always_open(cast: Cast) -> None:
    today = timezone.localdate()
    always = OfficeHours((Season.of("01-01", "00:00-23:30", "23:40-23:59"),))
    set_hours(region=cast.city, hours=always, source="", by=SYSTEM)
    for day in (today, today + timedelta(days=1)):
        set_override(day=day, is_working=True, name="值班", by=SYSTEM, confirmed=True)
    load_ladders(by=SYSTEM)
    LADDERS.adopt(office=cast.city_office, code="usual", by=SYSTEM)
    delegations.give(
        office=cast.city_office, kinds=(SheetKind.URGING, SheetKind.REQUEST), since=today,
        until=today + timedelta(days=30), grounds="", by=person(cast.lu_yuan),
    )  # fmt: skip


def _urged(case: Case, unit: Unit, now: datetime, number: int) -> Iterator[SupervisionSheet]:
    for days in (16, 12):
        yield SupervisionSheet(
            kind=SheetKind.URGING, number=f"旧{number}-{days}", case=case, office=case.office,
            unit=unit, state=SheetState.REPLIED, text="请办。", limit=3, reply="在办。",
            drafted_at=now - timedelta(days=days), issued_at=now - timedelta(days=days),
            replied_at=now, due_at=now,
        )  # fmt: skip


def _values(row: object) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}
