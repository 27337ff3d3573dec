"""Every filter of the ledger leaves exactly the rows it says, alone and with the others."""

from datetime import date, timedelta
from itertools import combinations

from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.enums import AssignmentRole, Nature, State, Urgency
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.queries import Filters, ledger


def numbers(cast: Cast, **filters: object) -> set[str]:
    found = ledger(person(cast.he_fan).scope, Filters(**filters), timezone.now())  # type: ignore[arg-type]
    return {case.number for case in found}


def test_new_filters_leave_the_rows_they_name(cast: Cast) -> None:
    new, running = scenes.submitted(cast, "新的一件"), scenes.case_in(cast, State.IN_PROGRESS)
    both = {new.number, running.number}
    Case.objects.filter(pk=new.pk).update(
        nature=Nature.COMMON, urgency=Urgency.URGENT, carried_until=date(2027, 3, 1)
    )
    assert numbers(cast, nature="common") == numbers(cast, urgency="urgent") == {new.number}
    assert numbers(cast, nature="individual") == {running.number}
    assert numbers(cast, carried_since=date(2027, 3, 1)) == {new.number}
    assert numbers(cast, carried_until=date(2027, 2, 28)) == set()
    assert numbers(cast, level=Level.CITY) == both
    assert numbers(cast, level=Level.COUNTY) == set()


def test_a_unit_is_looked_for_as_what_it_works_on_a_case(cast: Cast) -> None:
    """The industry bureau leads, the power company helps."""
    scenes.submitted(cast, "还没有交办")
    case = scenes.case_in(cast, State.IN_PROGRESS)
    lead, helper = case.lead_unit_id, cast.power.pk
    assert numbers(cast, unit=helper, part=AssignmentRole.CO) == {case.number}
    assert numbers(cast, unit=lead, part=AssignmentRole.LEAD) == {case.number}
    assert numbers(cast, unit=lead, part=AssignmentRole.CO) == set()
    assert numbers(cast, part=AssignmentRole.CO) == {case.number}
    assert numbers(cast, part=AssignmentRole.SUB) == set()


def test_what_is_due_on_a_day_is_what_ends_between_its_midnights(cast: Cast) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    day = case.due_at.astimezone(SHANGHAI).date()
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    assert numbers(cast, due_since=day, due_until=day) == {case.number}
    assert numbers(cast, due_since=day) == numbers(cast, due_until=day) == {case.number}
    assert numbers(cast, due_until=before) == numbers(cast, due_since=after) == set()


def test_a_unit_asks_for_what_is_due_of_its_own(cast: Cast) -> None:
    """The handler's day is that of its own clocks, not of the case's next step elsewhere."""
    case = scenes.case_in(cast, State.IN_PROGRESS)
    scope = person(cast.zhou).scope
    own = case.clocks.filter(owner__in=scope.units(), stopped_at__isnull=True).order_by("due_at")
    days = {clock.due_at.astimezone(SHANGHAI).date() for clock in own}
    assert days
    for day in days:
        rows = ledger(scope, Filters(due_since=day, due_until=day), timezone.now())
        assert [row.pk for row in rows] == [case.pk]
    free = max(days) + timedelta(days=1)
    assert not ledger(scope, Filters(due_since=free), timezone.now()).exists()


def test_cases_are_found_by_their_firms_park_and_liaison(cast: Cast) -> None:
    park = Unit.objects.create(
        name="中原电气谷", kind=UnitKind.PARK, level=Level.TOWN, region=cast.xiangcheng
    )
    one, other = scenes.submitted(cast, "一件"), scenes.submitted(cast, "又一件")
    assert one.enterprise is not None
    one.enterprise.park = park
    one.enterprise.save(update_fields=["park"])
    both = {one.number, other.number}
    assert numbers(cast, park=park.pk) == numbers(cast, liaison="林助") == both
    assert numbers(cast, liaison="林 助") == both
    assert numbers(cast, liaison="没有这个人") == set()


def test_a_unit_does_not_find_a_veiled_firm_by_its_liaison_or_park(cast: Cast) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    scope, now = person(cast.zhou).scope, timezone.now()
    assert ledger(scope, Filters(liaison="林"), now).exists()
    Case.objects.filter(pk=case.pk).update(confidential=True)
    assert ledger(scope, Filters(), now).exists()
    assert not ledger(scope, Filters(liaison="林"), now).exists()
    assert not ledger(scope, Filters(park=cast.power.pk), now).exists()


def test_any_two_filters_leave_what_both_leave(cast: Cast) -> None:
    new, running = scenes.submitted(cast, "新的一件"), scenes.case_in(cast, State.IN_PROGRESS)
    Case.objects.filter(pk=new.pk).update(urgency=Urgency.URGENT)
    day = running.due_at.astimezone(SHANGHAI).date()
    values = {
        "state": (State.IN_PROGRESS,), "light": "green", "sector": "industry", "level": "city",
        "unit": running.lead_unit_id, "part": "lead", "urgency": "normal", "nature": "individual",
        "liaison": "林", "due_since": day, "due_until": day, "tier": running.tier,
        "kind": running.kind, "text": "用电", "region": running.region.code[:6],
    }  # fmt: skip
    alone = {name: numbers(cast, **{name: value}) for name, value in values.items()}
    for one, other in combinations(values, 2):
        together = numbers(cast, **{one: values[one], other: values[other]})
        assert together == alone[one] & alone[other], (one, other)
