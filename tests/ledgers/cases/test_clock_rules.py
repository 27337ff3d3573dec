"""Clocks by themselves: which happening starts and stops them, without a database."""

from datetime import datetime, timedelta

from zhuqi.foundation.workdays import DEFAULT_CALENDAR, SHANGHAI, Unit
from zhuqi.ledgers.cases.clocks import FAR, Happening, Reading, Rule, SchemeTerms, readings
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
        Rule(ClockKind.REVIEW, 0, DAY),
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


def test_a_clock_without_a_row_or_followed_to_zero_is_not_promised() -> None:
    assert clock(ClockKind.CONTACT, happened(V.ASSIGN, 0, sheets=LEAD)) == []
    assert clock(ClockKind.REVIEW, happened(V.ANSWER, 3, sheets=LEAD)) == []
