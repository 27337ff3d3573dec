"""The calendar of due times and the board: every number is exactly what the ledger finds by it."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

from django.utils import timezone

from tests.cast import Cast, official_user, person
from tests.scenes import cases as scenes
from zhuqi.foundation.access import Role, Scope
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case, Clock
from zhuqi.ledgers.cases.queries import LIGHTS, Filters, Whose, ledger
from zhuqi.ledgers.cases.queries.board import board, steps_waiting
from zhuqi.ledgers.cases.queries.due_days import HAND, OWING, counts_by_day, rows_by_day

TODAY = timezone.localdate()
SPAN = Filters(due_since=TODAY - timedelta(days=40), due_until=TODAY + timedelta(days=60))


def town(cast: Cast) -> None:
    """Cases in many states; of one the unit is late, another two clocks of one unit end at once."""
    for state in (State.SUBMITTED, State.ASSIGNED, State.IN_PROGRESS, State.ANSWERED):
        scenes.case_in(cast, state)
    scenes.confidential(cast)
    scenes.paused(cast)
    late = scenes.case_in(cast, State.IN_PROGRESS)
    then = timezone.now() - timedelta(days=3)
    Clock.objects.filter(
        case=late, stopped_at=None, due_at__lt=timezone.now() + timedelta(90)
    ).update(due_at=then, warn_at=then)
    Case.objects.filter(pk=late.pk).update(due_at=then, warn_at=then)


def found(scope: Scope, **more: object) -> int:
    return ledger(scope, replace(SPAN, **more), timezone.now()).count()  # type: ignore[arg-type]


def test_every_number_of_the_calendar_is_what_the_ledger_finds_by_it(cast: Cast) -> None:
    town(cast)
    now, seen = timezone.now(), 0
    people = (cast.he_fan, cast.zhou, cast.wu, cast.lin)
    for who, whose in [*((one, Whose.OWN) for one in people), (cast.he_fan, Whose.ALL)]:
        scope, asked = person(who).scope, replace(SPAN, whose=whose.value)
        for by, days in product(("", OWING, HAND), (True, False)):
            counts = counts_by_day(scope, asked, now, days=days, by=by)
            for (day, whom), counted in counts.items():
                more: dict[str, object] = {"whose": whose.value}
                more |= {"due_since": day, "due_until": day} if day else {}
                more |= {by: (whom,) if by == OWING and whom else whom} if by else {}
                assert counted.number == found(scope, **more), (who, by, day, whom)
                for light in LIGHTS if not by else ():
                    lit = found(scope, **more, light=light.value)
                    assert counted.lights.get(light, 0) == lit, (who, day, light)
                seen += counted.number
    assert seen > 50
    nobody = official_user("外单位", "outside", cast.labour, Role.HANDLER)
    assert counts_by_day(person(nobody).scope, SPAN, now) == {}


def test_a_day_of_the_week_shows_its_first_rows_by_what_is_due_then(cast: Cast) -> None:
    town(cast)
    now = timezone.now()
    for who in (cast.he_fan, cast.zhou):
        scope = person(who).scope
        counts = counts_by_day(scope, SPAN, now)
        days = rows_by_day(scope, SPAN, now, 20)
        assert {day: len(rows) for day, rows in days.items()} == {
            day: one.number for (day, _whom), one in counts.items() if day
        }
        for day, rows in days.items():
            assert all(row.due_at.astimezone(SHANGHAI).date() == day and row.clocks for row in rows)
            assert all(row.owner for row in rows)
        assert all(len(rows) == 1 for rows in rows_by_day(scope, SPAN, now, 1).values())


def test_a_veiled_case_is_counted_under_no_condition_that_tells_its_firm(cast: Cast) -> None:
    case = scenes.confidential(cast)
    scope, now = person(cast.zhou).scope, timezone.now()
    assert sum(one.number for one in counts_by_day(scope, SPAN, now).values())
    veiled = replace(SPAN, liaison="林")
    assert counts_by_day(scope, veiled, now) == {}
    assert all(not column.number for column in board(scope, Filters(liaison="林"), now, 3))
    [row] = next(iter(rows_by_day(scope, SPAN, now, 5).values()))
    assert (row.case.pk, row.case.enterprise) == (case.pk, None)


def test_the_board_counts_what_the_ledger_finds_and_shows_the_most_urgent(cast: Cast) -> None:
    town(cast)
    scenes.case_in(cast, State.COMPLETED)
    now = timezone.now()
    for who in (cast.he_fan, cast.zhou, cast.lin):
        scope = person(who).scope
        for column in board(scope, Filters(), now, 1):
            rows = ledger(scope, Filters(state=(column.state,)), now).order_by("due_at", "pk")
            assert column.number == rows.count()
            assert [case.pk for case in column.cases] == [case.pk for case in rows[:1]]
    # What waits for one's hand stands on the card; for who only reads nothing does.
    ids = list(Case.objects.values_list("pk", flat=True))
    assert set(steps_waiting(person(cast.he_fan).scope, ids, now).values()) >= {"accept"}
    assert steps_waiting(person(cast.inspector).scope, ids, now) == {}
