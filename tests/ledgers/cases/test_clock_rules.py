"""Clocks by themselves: which happening starts and stops them, without a database."""

from datetime import datetime, timedelta

import pytest

from zhuqi.foundation.workdays import (
    DEFAULT_CALENDAR,
    FORMER,
    SHANGHAI,
    Calendar,
    Unit,
    hours_of_region,
)
from zhuqi.ledgers.cases.clock_runs import readings
from zhuqi.ledgers.cases.clocks import FAR, Happening, Reading, Rule, SchemeTerms
from zhuqi.ledgers.cases.enums import ClockKind, Verb

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=SHANGHAI)
DAY, V = Unit.WORKING_DAY, Verb
PROMISE = SchemeTerms(
    1,
    (
        Rule(ClockKind.ACCEPT, 1, DAY),
        Rule(ClockKind.RESOLVE, 15, DAY),
        Rule(ClockKind.RESOLVE, 5, DAY, tier="ordinary"),
        Rule(ClockKind.RESOLVE, 9, DAY, kind="help"),
        Rule(ClockKind.REDO, 3, DAY),
        Rule(ClockKind.REVIEW, 0, DAY, followed=True),
    ),
)
LEAD, CO = ((1, "lead"),), ((2, "co"),)


def happened(verb: Verb, day: int, **more: object) -> Happening:
    return Happening(verb, MONDAY + timedelta(days=day), **more)  # type: ignore[arg-type]


def clock(kind: ClockKind, *timeline: Happening) -> list[Reading]:
    first = happened(V.REGISTER, 0, scheme=1, office=7, lead=8, due=MONDAY + timedelta(days=30))
    found = readings((first, *timeline), {1: PROMISE}, DEFAULT_CALENDAR)
    return [reading for reading in found if reading.clock == kind]


def test_what_the_province_gave_runs_through_the_strike_off_until_it_is_sent_back() -> None:
    over = happened(V.STRIKE_OFF, 9)
    [accepting] = clock(ClockKind.ACCEPT, over)
    [superior] = clock(ClockKind.SUPERIOR, over)
    assert (accepting.stopped_at, superior.stopped_at) == (over.at, None)
    sent = happened(V.SEND_BACK, 10)
    assert clock(ClockKind.SUPERIOR, over, sent)[0].stopped_at == sent.at


def test_the_round_ends_with_a_new_lead_and_not_with_another_helper() -> None:
    again = happened(V.REDO, 5, sheets=LEAD)
    helper, lead = (
        happened(V.REASSIGN, 6, sheets=((3, role),)) for role in ("co", "lead")
    )  # fmt: skip
    assert clock(ClockKind.REDO, again, helper)[0].stopped_at is None
    assert clock(ClockKind.REDO, again, lead)[0].stopped_at == lead.at


def test_the_promise_begins_with_the_sheet_and_counts_the_most_specific_row() -> None:
    issued, signed = happened(V.ASSIGN, 1, sheets=LEAD), happened(V.SIGN, 2, sheets=LEAD)
    [plain] = clock(ClockKind.RESOLVE, issued, signed)
    assert (plain.started_at, plain.amount) == (issued.at, 15)
    for given, amount in (
        ({"tier": "ordinary"}, 5),
        ({"kind": "help"}, 9),
        ({"tier": "ordinary", "kind": "help"}, 5),
        ({"tier": "hard"}, 15),
    ):
        sheet = happened(V.ASSIGN, 1, sheets=LEAD, **given)
        assert clock(ClockKind.RESOLVE, sheet)[0].amount == amount, given


def test_a_pause_stops_it_and_a_grant_lengthens_it() -> None:
    issued = happened(V.ASSIGN, 0, sheets=LEAD)
    plain, paused, longer, other = (
        clock(ClockKind.RESOLVE, issued, *more)[0]
        for more in (
            (),
            (happened(V.PAUSE, 1),),
            (happened(V.GRANT_EXTENSION, 1, sheets=LEAD, extra=2),),
            (happened(V.GRANT_EXTENSION, 1, sheets=CO, extra=2),),
        )
    )
    assert paused.due_at == FAR
    assert (longer.extra, other.extra) == (2, 0)
    assert longer.due_at == DEFAULT_CALENDAR.due(issued.at, 17, DAY)
    assert plain.due_at == other.due_at == DEFAULT_CALENDAR.due(issued.at, 15, DAY)


def test_nought_is_the_same_day_and_not_the_same_as_followed_to_zero() -> None:
    terms = SchemeTerms(1, (Rule(ClockKind.ACCEPT, 0, DAY),))
    [accept] = readings([Happening(V.SUBMIT, MONDAY, scheme=1)], {1: terms}, DEFAULT_CALENDAR)
    assert accept.due_at == MONDAY.replace(hour=18)
    assert (terms.rules[0].says, Rule(ClockKind.CARRY, 0, DAY, followed=True).says) == (
        "当日", "跟踪到清零，不设时限",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "extra", "due"),
    [
        (Rule(ClockKind.RESOLVE, 1, Unit.MONTH), 0, "2026-12-16 18:00"),
        (Rule(ClockKind.RESOLVE, 1, Unit.MONTH), 5, "2026-12-21 18:00"),  # five days on top
        (Rule(ClockKind.RESOLVE, 5, Unit.NATURAL_DAY), 0, "2026-11-23 18:00"),  # off a Saturday
    ],
)
def test_months_are_lengthened_by_days_and_days_off_do_not_end_a_limit(
    rule: Rule, extra: int, due: str
) -> None:
    terms = SchemeTerms(1, (rule,))
    timeline = [
        Happening(V.SUBMIT, MONDAY, scheme=1),
        Happening(V.ASSIGN, MONDAY, LEAD),
        *([Happening(V.GRANT_EXTENSION, MONDAY, LEAD, extra=extra)] if extra else []),
    ]
    [found] = readings(timeline, {1: terms}, DEFAULT_CALENDAR)
    assert found.due_at == datetime.fromisoformat(due).replace(tzinfo=SHANGHAI)
    assert MONDAY < found.warn_at < found.due_at


def test_an_edition_of_then_counts_as_it_did() -> None:
    saturday = datetime(2026, 11, 21, 10, tzinfo=SHANGHAI)
    rules = (Rule(ClockKind.ACCEPT, 1, DAY),)

    def due(terms: SchemeTerms) -> datetime:
        timeline = [Happening(V.SUBMIT, saturday, scheme=1)]
        return readings(timeline, {1: terms}, DEFAULT_CALENDAR)[0].due_at

    assert due(SchemeTerms(1, rules, FORMER)) == datetime(2026, 11, 24, 18, tzinfo=SHANGHAI)
    assert due(SchemeTerms(1, rules)) == datetime(2026, 11, 23, 18, tzinfo=SHANGHAI)


def test_lights_turn_yellow_as_the_edition_says() -> None:
    rules = (Rule(ClockKind.RESOLVE, 10, DAY), Rule(ClockKind.CONTACT, 4, Unit.HOUR))
    timeline = [Happening(V.SUBMIT, MONDAY, scheme=1), Happening(V.ASSIGN, MONDAY, LEAD)]

    def warned(days: int, percent: int) -> list[datetime]:
        terms = SchemeTerms(1, rules, yellow_days=days, yellow_percent=percent)
        return sorted(r.warn_at for r in readings(timeline, {1: terms}, DEFAULT_CALENDAR))

    assert warned(1, 50) == [MONDAY.replace(hour=11), datetime(2026, 11, 27, 18, tzinfo=SHANGHAI)]
    assert warned(3, 75) == [MONDAY.replace(hour=12), datetime(2026, 11, 25, 18, tzinfo=SHANGHAI)]


def test_a_run_goes_by_the_hours_of_the_office_whose_case_it_was() -> None:
    west = Calendar(hours=hours_of_region("650102"))
    timeline = [Happening(V.SUBMIT, MONDAY, scheme=1, office=7)]
    [found] = readings(timeline, {1: PROMISE}, DEFAULT_CALENDAR, {7: west})
    assert (found.due_at.hour, found.due_at.minute) == (19, 30)


def test_the_call_back_begins_with_the_completion_and_ends_with_the_rating() -> None:
    terms = SchemeTerms(1, (Rule(ClockKind.CALL_BACK, 10, Unit.NATURAL_DAY),))
    begun = [Happening(V.SUBMIT, MONDAY, scheme=1, office=7), happened(V.COMPLETE, 4)]
    for verb in (V.RATE, V.RATE_BY_PHONE, V.REDO, V.CARRY, V.STRIKE_OFF):
        [running] = readings(begun, {1: terms}, DEFAULT_CALENDAR)
        [over] = readings([*begun, happened(verb, 5)], {1: terms}, DEFAULT_CALENDAR)
        assert (running.owner, running.stopped_at) == (7, None)
        assert over.stopped_at == MONDAY + timedelta(days=5)


def test_a_clock_without_a_row_or_followed_to_zero_is_not_promised() -> None:
    assert clock(ClockKind.CONTACT, happened(V.ASSIGN, 0, sheets=LEAD)) == []
    assert clock(ClockKind.REVIEW, happened(V.ANSWER, 3, sheets=LEAD)) == []
