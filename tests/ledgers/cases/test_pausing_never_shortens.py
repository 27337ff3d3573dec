"""Standing still, for however long, never brings a due time nearer."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.thorough import examples
from zhuqi.foundation.workdays import CIVIL_CODE, DEFAULT_CALENDAR, FORMER, SHANGHAI, Counting, Unit
from zhuqi.ledgers.cases.clock_runs import readings
from zhuqi.ledgers.cases.clocks import FAR, Happening, Reading, Rule, SchemeTerms
from zhuqi.ledgers.cases.enums import ClockKind, Verb

BEGIN = datetime(2024, 1, 8, tzinfo=SHANGHAI)
COUNTINGS = st.sampled_from([CIVIL_CODE, FORMER])
MINUTES = st.integers(0, 60 * 24 * 40)
V = Verb


def read(
    counting: Counting, amount: int, unit: Unit, story: list[Happening]
) -> dict[ClockKind, Reading]:
    """The clocks of a story under a scheme that counts so."""
    terms = SchemeTerms(1, (Rule(ClockKind.RESOLVE, amount, unit),), counting)
    return {one.clock: one for one in readings(story, {1: terms}, DEFAULT_CALENDAR)}


@settings(max_examples=examples(300), deadline=None)
@given(
    counting=COUNTINGS, start=st.integers(0, 60 * 24 * 700),
    promise=st.tuples(st.integers(1, 20), st.sampled_from(list(Unit))),
    due=st.integers(0, 60 * 24 * 60),
    stops=st.lists(MINUTES, max_size=6, unique=True),
)  # fmt: skip
def test_neither_a_promise_nor_a_day_somebody_named(
    counting: Counting, start: int, promise: tuple[int, Unit], due: int, stops: list[int]
) -> None:
    amount, unit = promise
    begun = BEGIN + timedelta(minutes=start)
    story = [
        Happening(V.SUBMIT, begun, scheme=1, office=7, lead=8),
        Happening(V.ASSIGN, begun, ((1, "lead"),)),
        Happening(V.SUB_ASSIGN, begun, ((2, "sub"),), due=begun + timedelta(minutes=due)),
    ]
    before = read(counting, amount, unit, story)
    for number, minutes in enumerate(sorted(stops)):
        verb = V.RESUME if number % 2 else V.PAUSE
        story.append(Happening(verb, begun + timedelta(minutes=minutes)))
        after = read(counting, amount, unit, story)
        for kind in (ClockKind.RESOLVE, ClockKind.SUB):
            assert after[kind].due_at >= before[kind].due_at, kind
            if after[kind].due_at < FAR:
                before[kind] = after[kind]
