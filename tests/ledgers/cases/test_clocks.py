"""Due times come from events; old promises hold; a changed calendar moves only what still runs."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import Cast, person
from tests.scenes.life import (
    MONDAY,
    accept,
    assign,
    completed,
    in_progress,
    now_of,
    sign,
    submit,
)
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.audit.row_check import check_rows
from zhuqi.foundation.directory.actions import set_override
from zhuqi.foundation.workdays import DEFAULT_CALENDAR, SHANGHAI, Unit
from zhuqi.ledgers.cases.actions import handling
from zhuqi.ledgers.cases.actions.recompute import recompute_chunk, refresh_due_times
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.checking import verify_clocks
from zhuqi.ledgers.cases.clock_runs import readings
from zhuqi.ledgers.cases.clocks import Happening, Rule, SchemeTerms
from zhuqi.ledgers.cases.deadline_schemes.queries import DEADLINES
from zhuqi.ledgers.cases.enums import ClockKind, Light, Verb
from zhuqi.ledgers.cases.models import FAR, Case, Clock, Scheme
from zhuqi.ledgers.cases.queries import Filters, ledger, light_of, with_light
from zhuqi.ledgers.cases.reading.case_view import case_file

RULES = (
    Rule(ClockKind.ACCEPT, 1, Unit.WORKING_DAY),
    Rule(ClockKind.RESOLVE, 15, Unit.WORKING_DAY),
    Rule(ClockKind.RESOLVE, 30, Unit.WORKING_DAY, tier="complex"),
    Rule(ClockKind.RESOLVE, 2, Unit.WORKING_DAY, kind="question"),
    Rule(ClockKind.RESOLVE, 60, Unit.WORKING_DAY, tier="complex", kind="question"),
    Rule(ClockKind.STAGE, 0, Unit.NATURAL_DAY, followed=True),
)


def test_the_most_specific_row_of_a_scheme_rules() -> None:
    terms = SchemeTerms(1, RULES)

    def amount(tier: str, kind: str) -> int:
        rule = terms.rule_for(ClockKind.RESOLVE, tier=tier, kind=kind)
        assert rule is not None
        return rule.amount

    asked = [("", ""), ("complex", "help"), ("ordinary", "question"), ("complex", "question")]
    assert [amount(*pair) for pair in asked] == [15, 30, 2, 60]


def test_a_clock_without_a_row_or_followed_to_zero_has_no_due_time() -> None:
    lead = ((1, "lead"),)
    timeline = [Happening(Verb.SUBMIT, MONDAY, scheme=1), Happening(Verb.ASSIGN, MONDAY, lead)]
    kinds = {r.clock for r in readings(timeline, {1: SchemeTerms(1, RULES)}, DEFAULT_CALENDAR)}
    assert kinds == {ClockKind.ACCEPT, ClockKind.RESOLVE}


# Slow machines take long over the first example; that says nothing about the property.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from([Verb.RETURN, Verb.ANSWER, Verb.NOTE, Verb.CONTACT]), max_size=12))
def test_a_clock_never_runs_twice_at_once_and_never_stops_before_it_starts(
    verbs: list[Verb],
) -> None:
    rules = (
        *RULES,
        Rule(ClockKind.REDO, 5, Unit.WORKING_DAY),
        Rule(ClockKind.REVIEW, 2, Unit.WORKING_DAY),
    )
    timeline = [
        Happening(Verb.SUBMIT, MONDAY, scheme=1),
        Happening(Verb.ASSIGN, MONDAY, ((1, "lead"),)),
    ]
    answered = False
    for step, verb in enumerate(verbs, 1):
        if verb in {Verb.RETURN, Verb.ANSWER}:
            if (verb == Verb.ANSWER) == answered:
                continue
            answered = verb == Verb.ANSWER
        timeline.append(Happening(verb, MONDAY + timedelta(hours=step), ((1, "lead"),)))
    read = readings(timeline, {1: SchemeTerms(1, rules)}, DEFAULT_CALENDAR)
    running = [
        r.clock
        for r in read
        if r.stopped_at is None and r.clock in {ClockKind.REDO, ClockKind.REVIEW, ClockKind.RESOLVE}
    ]
    assert len(running) == len(set(running)) == 1
    assert all(r.stopped_at is None or r.stopped_at >= r.started_at for r in read)
    assert all(r.warn_at <= r.due_at for r in read)


def test_a_new_version_of_a_scheme_never_changes_an_old_promise(cast: Cast) -> None:
    old = submit(cast)
    DEADLINES.publish(
        scheme=Scheme.objects.get(code="xuchang-2011"),
        rules=[
            Rule(ClockKind.ACCEPT, 5, Unit.WORKING_DAY),
            Rule(ClockKind.RESOLVE, 1, Unit.WORKING_DAY),
        ],
        redo_cap=0,
        reopen_days=1,
        by=SYSTEM,
    )
    new = submit(cast, MONDAY + timedelta(minutes=1))
    accept(cast, old, MONDAY + timedelta(hours=1))
    assign(cast, old, MONDAY + timedelta(hours=2))
    promised = Clock.objects.get(case=old, clock=ClockKind.RESOLVE)
    assert promised.amount == 15
    assert Clock.objects.get(case=new, clock=ClockKind.ACCEPT).amount == 5
    assert Clock.objects.get(case=old, clock=ClockKind.ACCEPT).amount == 1


def test_a_holiday_put_in_moves_running_clocks_and_says_so_but_not_what_has_stopped(
    cast: Cast,
) -> None:
    running, over = in_progress(cast), completed(cast)
    before = Clock.objects.get(case=running, clock=ClockKind.RESOLVE).due_at
    stopped = Clock.objects.get(case=over, clock=ClockKind.RESOLVE).due_at
    set_override(day=date(2026, 11, 20), is_working=False, name="停电放假", by=SYSTEM)
    recompute_chunk(after=0, cause="t")
    after = Clock.objects.get(case=running, clock=ClockKind.RESOLVE).due_at
    assert after > before
    assert Clock.objects.get(case=over, clock=ClockKind.RESOLVE).due_at == stopped
    event = Event.objects.get(object_type="case", object_id=running.pk, kind="recompute")
    moved = {
        clock: (datetime.fromisoformat(was), datetime.fromisoformat(now))
        for clock, was, now in event.facts["clocks"]
    }
    assert moved["resolve"] == (before, after)
    recompute_chunk(after=0, cause="again")
    assert (
        Event.objects.filter(object_type="case", kind="recompute", object_id=running.pk).count()
        == 1
    )


def test_the_check_of_clocks_finds_a_due_time_someone_pushed_by_hand(cast: Cast) -> None:
    case = in_progress(cast)
    assert list(verify_clocks()) == []
    Clock.objects.filter(case=case, clock=ClockKind.RESOLVE).update(
        due_at=MONDAY + timedelta(days=99)
    )
    [finding] = verify_clocks()
    assert finding.case_number == case.number
    assert "due_at" in finding.sentence


def test_unsigned_past_the_limit_reads_as_deemed_received_and_leaves_no_event(cast: Cast) -> None:
    case = submit(cast)
    accept(cast, case, MONDAY + timedelta(hours=1))
    assign(cast, case, MONDAY + timedelta(hours=2))
    by = person(cast.he_fan)
    soon = case_file(by, case.pk, MONDAY + timedelta(hours=3))
    late = case_file(by, case.pk, MONDAY + timedelta(days=3))
    assert soon is not None
    assert late is not None
    assert soon.deemed_received == []
    assert [a.unit for a in late.deemed_received] == [cast.power, cast.industry]
    assert not Event.objects.filter(object_type="case", object_id=case.pk, kind="sign").exists()
    sign(cast, case, MONDAY + timedelta(days=4))
    assert now_of(case).state == "in_progress"


@pytest.mark.parametrize(
    ("now", "light"),
    [
        (MONDAY + timedelta(hours=1), Light.GREEN),
        (MONDAY + timedelta(hours=10), Light.YELLOW),
        (MONDAY + timedelta(days=4), Light.RED),
    ],
)
def test_the_light_of_a_row_and_the_filter_by_light_are_one_rule(
    cast: Cast, now: datetime, light: Light
) -> None:
    case = submit(cast)
    case = now_of(case)
    assert light_of(case.due_at, case.warn_at, now) == light
    found = [kind for kind in Light if with_light(Case.objects.all(), kind, now).exists()]
    assert found == [light]
    scope = person(cast.he_fan).scope
    assert list(ledger(scope, Filters(light=light.value), now)) == [case]


def test_a_closed_case_has_no_light(cast: Cast) -> None:
    case = completed(cast)
    Case.objects.filter(pk=case.pk).update(due_at=FAR)
    assert light_of(FAR, FAR, MONDAY) == Light.NONE


def test_every_due_time_explains_itself(cast: Cast) -> None:
    case = in_progress(cast)
    file = case_file(person(cast.sun), case.pk, MONDAY + timedelta(days=1))
    assert file is not None
    [resolve] = [line for line in file.clocks if line.clock == ClockKind.RESOLVE]
    text = "".join(line.sentence for line in resolve.explanation)
    assert "周末" in text
    assert "12月7日" in text
    assert resolve.owner == str(cast.power)


def test_the_first_contact_stops_its_clock_and_no_other(cast: Cast) -> None:
    case = in_progress(cast)
    at = MONDAY + timedelta(days=1)
    with open_case(case.pk, by=person(cast.sun), now=at) as work:
        handling.contact(work, text="已联系")
    stopped = Clock.objects.filter(case=case, stopped_at=at).values_list("clock", flat=True)
    assert list(stopped) == ["contact"]
    assert Clock.objects.get(case=case, clock="contact").stopped_at == at.astimezone(SHANGHAI)


def test_cases_that_repeated_a_helpers_clock_repeat_their_own_after_an_upgrade(cast: Cast) -> None:
    case = in_progress(cast)
    case.refresh_from_db()
    right = {name: getattr(case, name) for name in ("due_at", "warn_at", "due_clock", "due_unit")}
    helper = Clock.objects.filter(case=case, stopped_at=None).exclude(owner=case.lead_unit)
    helper = helper.exclude(owner=case.office)
    early = helper.order_by("due_at").first()
    assert early is not None
    Case.objects.filter(pk=case.pk).update(
        due_at=early.due_at, warn_at=early.warn_at, due_clock=early.clock, due_unit=early.owner
    )
    # As an upgrade takes over what was stored before.
    record(object_type="log", object_id=0, kind="log.rows", by=SYSTEM)
    assert refresh_due_times() == 1
    case.refresh_from_db()
    assert {name: getattr(case, name) for name in right} == right
    assert refresh_due_times() == 0
    assert not Event.objects.filter(object_type="case", kind="recompute").exists()
    # The log vouches for what an upgrade has written, as for what people do.
    assert [found for found in check_rows([Case]) if found.pk == case.pk] == []


def test_what_has_stopped_is_explained_by_the_calendar_it_was_judged_by(cast: Cast) -> None:
    case = completed(cast)
    stored = Clock.objects.get(case=case, clock=ClockKind.RESOLVE)
    assert stored.stopped_at is not None

    def told() -> list[str]:
        file = case_file(person(cast.he_fan), case.pk)
        assert file is not None
        [line] = [line for line in file.clocks if line.clock == ClockKind.RESOLVE]
        assert line.due_at == stored.due_at
        return [one.sentence for one in line.explanation]

    before = told()
    day = stored.started_at.astimezone(SHANGHAI).date() + timedelta(days=1)
    while not DEFAULT_CALENDAR.is_working(day):
        day += timedelta(days=1)
    set_override(day=day, is_working=False, name="停电放假", by=SYSTEM)
    recompute_chunk(after=0, cause="t")
    assert told() == [*before, "按当时的日历计算，此后日历有调整"]
