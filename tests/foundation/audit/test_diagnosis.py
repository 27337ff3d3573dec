"""Whatever is done to a chain, it is found; and the usual deeds are called by their name."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.thorough import examples
from zhuqi.foundation.audit.diagnosis import EventRow, Mark, diagnose
from zhuqi.foundation.audit.enums import FindingKind
from zhuqi.foundation.audit.findings import Finding


def chain_of(length: int) -> list[EventRow]:
    return [EventRow(n, n, f"h{n - 1}" if n > 1 else "", f"h{n}") for n in range(1, length + 1)]


def marks(seals: set[int], length: int) -> list[Mark]:
    return [Mark(n, f"h{n}") for n in sorted({n for n in seals if n <= length} | {length})]


def check(rows: list[EventRow], seals: list[Mark], head: int) -> list[Finding]:
    placed = [replace(row, seq=place) for place, row in enumerate(rows, start=1)]
    return diagnose("case", 1, rows=placed, seals=seals, head=Mark(head, f"h{head}"))


lengths = st.integers(2, 12)
seal_sets = st.sets(st.integers(1, 12), max_size=4)


@given(lengths, seal_sets)
def test_a_whole_chain_has_no_findings(length: int, seals: set[int]) -> None:
    assert check(chain_of(length), marks(seals, length), length) == []


@given(lengths, seal_sets, st.data())
def test_a_hole_is_a_deletion_and_a_short_end_a_cut(
    length: int, seals: set[int], data: st.DataObject
) -> None:
    gone = data.draw(st.sets(st.integers(1, length), min_size=1))
    rows = [row for row in chain_of(length) if row.home not in gone]

    findings = check(rows, marks(seals, length), length)

    last = max((row.home or 0 for row in rows), default=0)
    assert {x.kind for x in findings} == {
        FindingKind.TRUNCATED if n > last else FindingKind.DELETED for n in gone
    }
    assert min(gone) == findings[0].seq


@given(lengths, seal_sets, st.data())
def test_a_new_order_is_called_so(length: int, seals: set[int], data: st.DataObject) -> None:
    rows = data.draw(st.permutations(chain_of(length)))

    findings = check(list(rows), marks(seals, length), length)

    assert {x.kind for x in findings} <= {FindingKind.REORDERED}
    assert bool(findings) == (list(rows) != chain_of(length))


@given(lengths, seal_sets, st.data())
def test_changed_content_is_named_one_by_one(
    length: int, seals: set[int], data: st.DataObject
) -> None:
    changed = data.draw(st.sets(st.integers(1, length), min_size=1))
    rows = [replace(row, home=None) if row.seq in changed else row for row in chain_of(length)]

    findings = check(rows, marks(seals, length), length)

    assert [(x.kind, x.seq) for x in findings] == [
        (FindingKind.ALTERED, n) for n in sorted(changed)
    ]


@settings(max_examples=examples(300))
@given(lengths, seal_sets, st.data())
def test_no_mixture_of_deeds_is_overlooked(
    length: int, seals: set[int], data: st.DataObject
) -> None:
    rows = chain_of(length)
    for _act in range(data.draw(st.integers(1, 4))):
        act = data.draw(st.sampled_from(["delete", "insert", "alter", "rehash", "swap"]))
        place = data.draw(st.integers(0, max(len(rows) - 1, 0)))
        if act == "insert":
            before = rows[place - 1].hash if rows and place else ""
            rows.insert(
                place, EventRow(0, data.draw(st.sampled_from([None, place + 1])), before, "x")
            )
        elif not rows:
            continue
        elif act == "delete":
            rows.pop(place)
        elif act == "alter":
            rows[place] = replace(rows[place], home=None)
        elif act == "rehash":
            rows[place] = replace(rows[place], home=place + 1, hash=f"x{place}")
        else:
            other = data.draw(st.integers(0, len(rows) - 1))
            rows[place], rows[other] = rows[other], rows[place]

    findings = check(rows, marks(seals, length), length)

    placed = [(row.home, row.hash, row.prev_hash) for row in rows]
    untouched = [(row.home, row.hash, row.prev_hash) for row in chain_of(length)]
    assert bool(findings) == (placed != untouched)
