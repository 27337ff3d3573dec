"""In every state in which somebody owes something a clock runs, or a reason says why none does."""

from collections.abc import Callable

import pytest

from tests.cast import Cast, person
from tests.scenes import cases, levels, life
from zhuqi.config.lifecycles import tables
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.lifecycle import missing
from zhuqi.ledgers.cases.actions import handling
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.clocks import CLOCKS
from zhuqi.ledgers.cases.deadline_schemes.actions import renew_schemes
from zhuqi.ledgers.cases.deadline_schemes.queries import DEADLINES
from zhuqi.ledgers.cases.enums import ClockKind, State, Verdict
from zhuqi.ledgers.cases.levels.actions import take_up
from zhuqi.ledgers.cases.lifecycle import CASE, OWED
from zhuqi.ledgers.cases.models import Case, Clock
from zhuqi.ledgers.cases.topics import merging

# Their end is a date somebody names, in no scheme.
GIVEN = {ClockKind.CARRY, ClockKind.PAUSE, ClockKind.SUB, ClockKind.SUPERIOR}


def test_every_state_of_every_table_says_what_it_leaves_to_be_done() -> None:
    found = [gap for table, states in tables() for gap in missing(table, states)]
    assert found == []


def test_every_clock_named_is_one_that_runs() -> None:
    kinds = {spec.clock for spec in CLOCKS}
    named = {c for _table, states in tables() for owed in states.values() for o in owed
             for c in o.timed}  # fmt: skip
    assert named <= kinds
    # And none runs that no state asks for.
    assert kinds - named == set()


@pytest.mark.usefixtures("cast")
def test_every_shipped_scheme_promises_a_time_for_each_of_them() -> None:
    wanted = {clock for states in OWED.values() for owed in states.values() for o in owed
              for clock in o.timed} - GIVEN  # fmt: skip
    for scheme in DEADLINES.schemes():
        promised = {rule.clock for rule in DEADLINES.rows_of(DEADLINES.editions_of(scheme)[0])}
        assert wanted <= promised, (scheme, wanted - promised)


def recalled(cast: Cast) -> Case:
    case = cases.case_in(cast, State.ASSIGNED)
    with open_case(case.pk, by=person(cast.he_fan)) as change:
        handling.recall(change, reason="选错单位")
    return case


def taken_up(cast: Cast) -> Case:
    case = levels.handed_up(cast)
    with open_case(case.pk, by=person(cast.he_fan)) as change:
        take_up(change, decision="市级协调")
    return case


def come_back(cast: Cast) -> Case:
    main, case = life.submit(cast), cases.case_in(cast, State.ACCEPTED)
    with open_case(case.pk, by=person(cast.he_fan), also=[main.pk]) as change:
        merging.merge(change, into=main.pk, reason="同一件事")
    with open_case(case.pk, by=person(cast.he_fan)) as change:
        merging.unmerge(change, reason="两回事")
    return case


@pytest.mark.parametrize(
    ("come_to", "state"),
    [
        *((lambda cast, state=state: cases.case_in(cast, state), state) for state in cases.WAY),
        (lambda cast: cases.case_in(cast, State.COMPLETED, verdict=Verdict.SOLVED),
         State.COMPLETED),
        (lambda cast: cases.case_in(cast, State.COMPLETED, verdict=Verdict.PARTLY),
         State.COMPLETED),
        (cases.carried, State.CARRIED),
        (recalled, State.ACCEPTED),
        (taken_up, State.ACCEPTED),
        (come_back, State.ACCEPTED),
    ],
)  # fmt: skip
def test_a_case_brought_into_a_state_is_timed_as_its_table_says(
    cast: Cast, come_to: Callable[[Cast], Case], state: State
) -> None:
    case = come_to(cast)
    case.refresh_from_db()
    assert case.state == state
    running = Clock.objects.filter(case=case, stopped_at__isnull=True).values_list("clock")
    timed = {clock for owed in OWED[CASE][state] for clock in owed.timed}
    assert {ClockKind(kind) for (kind,) in running} & timed


def test_only_what_the_software_published_is_renewed_and_old_editions_keep_their_rows(
    cast: Cast,
) -> None:
    xuchang = DEADLINES.schemes().get(code="xuchang-2011")
    other = DEADLINES.schemes().get(code="13710")
    # As they were shipped before there was a time for the assignment.
    for scheme, by in ((xuchang, SYSTEM), (other, person(cast.system_admin).actor)):
        newest = DEADLINES.editions_of(scheme)[0]
        rows = [rule for rule in DEADLINES.rows_of(newest) if rule.clock != ClockKind.ISSUE]
        DEADLINES.publish(scheme=scheme, rules=rows, by=by, **DEADLINES.terms_of(newest))
    case = cases.case_in(cast, State.ACCEPTED)
    assert not Clock.objects.filter(case=case, clock=ClockKind.ISSUE).exists()
    assert renew_schemes(by=SYSTEM) == ([xuchang], [other])
    newest, before, _first = DEADLINES.editions_of(xuchang)
    issue = [rule for rule in DEADLINES.rows_of(newest) if rule.clock == ClockKind.ISSUE]
    assert [(rule.amount, rule.unit) for rule in issue] == [(3, "working_day")]
    assert ClockKind.ISSUE not in {rule.clock for rule in DEADLINES.rows_of(before)}
    # Promised by the edition of its day; and a second run finds nothing to do.
    assert not Clock.objects.filter(case=case, clock=ClockKind.ISSUE).exists()
    assert renew_schemes(by=SYSTEM) == ([], [other])
