"""The same events give the same lines, in whatever batches they are read; no database."""

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from zhuqi.reporting.statistics import flags
from zhuqi.reporting.statistics.folding import CaseFold
from zhuqi.reporting.statistics.lines import FOUND, LOOKED, NEVER, Basis, Happened, Known, Line
from zhuqi.reporting.statistics.tallying import Tallies

START = datetime(2026, 10, 30, 15, tzinfo=UTC)
LEAD, OTHER = 11, 12
BASIS = Basis(lambda first, last: (last - first).days, frozenset({5}), frozenset({1}))
SHEETS = {1: (LEAD, "lead"), 2: (OTHER, "co")}


def happened(pk: int, kind: str, hours: int, **said: Any) -> Happened:
    changes = said.pop("changes", {})
    data = {**said, "changes": {name: [None, value] for name, value in changes.items()}}
    return Happened(pk, kind, f"{START + timedelta(hours=hours)}", json.dumps(data))


def lines(events: list[Happened], clocks: Any = None) -> list[Known]:
    return CaseFold(BASIS, "411000", SHEETS, clocks or {}).play(events)


def now(known: list[Known], part: int = 0) -> Line:
    [line] = [one.line for one in known if one.until == NEVER and one.line.part == part]
    return line


SUBMITTED = happened(
    1, "submit", 0, changes={"state": "submitted", "level": "city", "office_id": 1}
)
ASSIGNED = happened(2, "assign", 1, changes={"state": "assigned", "lead_unit_id": LEAD})
ANSWERED = happened(
    3, "answer", 24, sheets=[[1, "lead"]], changes={"state": "answered", "disposition": "resolved"}
)
COMPLETED = happened(4, "complete", 34, changes={"state": "completed"})
RATED = happened(5, "rate", 40, changes={"verdict": "solved", "satisfaction": "3"})
LIFE = [SUBMITTED, ASSIGNED, ANSWERED, COMPLETED, RATED]

# Anything that might come, in any order: the fold must take all of it.
ANY = st.lists(
    st.tuples(
        st.sampled_from(
            ["submit", "accept", "assign", "sign", "answer", "return", "complete", "rate", "redo",
             "reopen", "strike_off", "carry", "forward", "take_up", "reassign", "grant_extension",
             "decline", "note", FOUND]
        ),
        st.sampled_from(
            ["submitted", "accepted", "in_progress", "completed", "struck_off", "carried",
             "declined", "merged", "terminated"]
        ),
        st.integers(0, 2000),
        st.sampled_from([LEAD, OTHER, None]),
    ),
    max_size=12,
)  # fmt: skip


def story(drawn: list[tuple[str, str, int, int | None]]) -> list[Happened]:
    return [
        happened(
            pk, kind, hours, finding="verified", sheets=[[1, "lead"]], ended=[1],
            liable=hours % 2 == 0,
            changes={"state": state, "lead_unit_id": unit, "office_id": 1 + hours % 2},
        )
        for pk, (kind, state, hours, unit) in enumerate(drawn, 1)
    ]  # fmt: skip


def at(known: list[Known], event: int) -> list[Line]:
    return sorted(one.line for one in known if one.since <= event < one.until)


@given(ANY, st.integers(0, 12))
def test_what_was_known_at_an_event_never_changes_afterwards(drawn: Any, cut: int) -> None:
    events = story(drawn)
    whole, part = lines(events), lines(events[:cut])
    assert at(whole, cut) == at(part, cut)


@given(ANY)
def test_lines_of_a_part_follow_each_other_without_a_gap(drawn: Any) -> None:
    by_part: dict[int, list[Known]] = {}
    for one in lines(story(drawn)):
        by_part.setdefault(one.line.part, []).append(one)
    for known in by_part.values():
        assert [one.until for one in known] == [*(one.since for one in known[1:]), NEVER]
        assert all(before.line != after.line for before, after in pairwise(known))


@given(ANY)
def test_a_case_counts_once_or_is_left_out(drawn: Any) -> None:
    for one in lines(story(drawn)):
        bits = one.line.flags
        if one.line.part == 0:
            assert bool(bits & flags.COLLECTED) != bool(bits & flags.EXCLUDED)
            assert not bits & flags.COMPLETED or bits & flags.COLLECTED
            assert bool(bits & flags.COMPLETED) == bool(one.line.completed)
            if bits & flags.COLLECTED:
                assert bool(bits & flags.OPEN) != bool(bits & flags.COMPLETED)


@given(ANY, st.integers(0, 12))
def test_tallies_moved_step_by_step_are_tallies_made_at_once(drawn: Any, cut: int) -> None:
    known = lines(story(drawn))
    moved = Tallies()
    moved.count(at(known, cut))
    moved.count(at(known, cut), -1)
    moved.count(at(known, 99))
    once = Tallies()
    once.count(at(known, 99))
    left = {key: cell.stored() for key, cell in moved.cells().items() if not cell.is_empty}
    assert left == {key: cell.stored() for key, cell in once.cells().items()}


def test_a_plain_life() -> None:
    line = now(lines(LIFE, {("resolve", 1, 1): False}))
    # 15:00 UTC on the 30th is the last hour of the day in China; ten hours later it is November.
    assert (line.collected, line.completed, line.closed, line.days) == (202610, 202611, 0, 2)
    for bit in (flags.COMPLETED, flags.RESOLVED, flags.TRULY_SOLVED, flags.RATED, flags.BASICALLY,
                flags.ON_TIME):  # fmt: skip
        assert line.flags & bit
    assert not line.flags & (flags.SATISFIED | flags.OPEN | flags.LATE)


def test_late_in_any_round_is_late() -> None:
    clocks = {
        ("resolve", 1, 1): False,
        ("redo", 0, 1): True,
    }
    again = [
        *LIFE,
        happened(6, "redo", 50, liable=None, changes={"state": "in_progress", "disposition": ""}),
        happened(7, "answer", 70, sheets=[[1, "lead"]], changes={"state": "answered"}),
        happened(8, "complete", 71, changes={"state": "completed"}),
    ]
    line = now(lines(again, clocks))
    assert line.flags & flags.LATE
    assert not line.flags & flags.ON_TIME
    assert line.flags & flags.REDONE
    assert not line.flags & flags.REDONE_FAULT


def test_what_is_taken_away_late_stays_with_who_had_it() -> None:
    clocks = {("resolve", 1, 1): True}
    moved = [
        SUBMITTED, ASSIGNED,
        happened(3, "reassign", 9, ended=[1], changes={"lead_unit_id": OTHER}),
    ]  # fmt: skip
    known = lines(moved, clocks)
    sheet = now(known, 1)
    assert (sheet.unit, sheet.flags) == (LEAD, flags.SHEET | flags.TAKEN_AWAY_LATE | 0)
    assert now(known).unit == OTHER


def test_what_a_boundary_leaves_uncounted_is_left_out() -> None:
    known = lines([SUBMITTED, happened(2, "accept", 1, changes={"boundary_id": 5})])
    assert now(known).flags == flags.EXCLUDED | flags.BOUNDARY


def test_a_look_back_stays_in_its_month_whatever_becomes_of_the_case() -> None:
    """What was found false and is done again does not leave the rate it makes worse."""
    again = [
        happened(6, FOUND, 45, finding="sampled"),
        happened(7, FOUND, 46, finding="not_verified"),
        happened(8, FOUND, 47, finding="fault"),
        happened(9, "reopen", 48, changes={"state": "in_progress", "lead_unit_id": OTHER}),
    ]
    known = lines([*LIFE, *again])
    look = now(known, LOOKED + 1)
    assert (look.completed, look.unit, look.flags) == (202611, LEAD, flags.SAMPLED | flags.REACHED)
    assert now(known).flags & flags.OPEN
    # 核实 makes up for a firm that never answered.
    silent = [*LIFE[:4], happened(6, FOUND, 45, finding="verified")]
    assert now(lines(silent)).flags & flags.TRULY_SOLVED
    assert not now(lines(LIFE[:4])).flags & flags.TRULY_SOLVED


def test_split_off_cases_are_as_old_as_what_they_were_taken_out_of() -> None:
    since = datetime(2026, 9, 30, 16, tzinfo=UTC).isoformat()
    split = happened(1, "split_off", 0, since=since, changes={"state": "submitted"})
    assert now(lines([split])).collected == 202610
