"""What is proposed: as few changes as there can be, nobody beyond the limit, near and even."""

from collections import Counter
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.thorough import examples
from zhuqi.mechanisms.adjustments.enums import Ground, Nearness
from zhuqi.mechanisms.adjustments.rules import Carer, Firm, Held, Proposal, loads, propose

TOWN, NEXT_TOWN, COUNTY, FAR = "411025101", "411025102", "411025", "411002001"


def firm(pk: int, place: str = TOWN, sector: str = "industry", park: int | None = None) -> Firm:
    return Firm(pk, place, park, sector)


def carer(pk: int, place: str = TOWN, load: int = 0, unit: int = 1, *sectors: str) -> Carer:
    return Carer(pk, place, unit, frozenset(sectors), load)


def told(found: Sequence[Proposal]) -> list[tuple[int, int | None, int | None, Ground]]:
    return [(one.firm, one.ends, one.official, one.ground) for one in found]


def test_a_firm_without_anybody_gets_the_nearest_who_knows_its_sector() -> None:
    carers = [carer(1, FAR), carer(2, NEXT_TOWN, 0, 2), carer(3, TOWN, 0, 3, "industry")]
    [found] = propose([firm(7)], carers, [], most=3)
    assert (found.official, found.near, found.skilled) == (3, Nearness.SAME, True)
    assert (found.ground, found.ends, found.load) == (Ground.ALONE, None, 0)


def test_a_park_is_as_near_as_a_town() -> None:
    [found] = propose([firm(7, park=9)], [carer(1, COUNTY, 0, 9), carer(2, NEXT_TOWN)], [], most=3)
    assert (found.official, found.near) == (1, Nearness.SAME)


def test_who_left_is_replaced_and_where_somebody_else_is_there_only_taken_off() -> None:
    held = [Held(11, 1, 99), Held(12, 2, 99), Held(13, 2, 1)]
    found = propose([firm(1), firm(2)], [carer(1, load=1)], held, most=3)
    assert told(found) == [(1, 11, 1, Ground.LEFT), (2, 12, None, Ground.LEFT)]


def test_two_who_left_one_firm_are_replaced_by_one() -> None:
    held = [Held(11, 1, 98), Held(12, 1, 99)]
    found = propose([firm(1)], [carer(1)], held, most=3)
    assert told(found) == [(1, 11, 1, Ground.LEFT), (1, 12, None, Ground.LEFT)]


def test_who_has_too_many_hands_over_only_what_is_too_much_and_keeps_the_rest() -> None:
    held = [Held(10 + n, n, 1) for n in range(1, 6)]
    carers = [carer(1, load=5), carer(2, FAR, unit=2)]
    # One firm is where the other official is: that one goes first.
    firms = [firm(n, FAR if n == 4 else TOWN) for n in range(1, 6)]
    found = propose(firms, carers, held, most=3)
    assert len(found) == 2
    assert (4, 14, 2, Ground.MANY) in told(found)
    assert all(one.held == 5 for one in found)


def test_a_firm_two_look_after_is_taken_off_who_has_too_many() -> None:
    held = [Held(1, 1, 1), Held(2, 2, 1), Held(3, 2, 2)]
    found = propose([firm(1), firm(2)], [carer(1, load=2), carer(2, load=1)], held, most=1)
    assert told(found) == [(2, 2, None, Ground.MANY)]


def test_where_nobody_has_room_things_stay_as_they_are() -> None:
    held = [Held(1, 1, 1), Held(2, 2, 1)]
    assert propose([firm(1), firm(2), firm(3)], [carer(1, load=2)], held, most=1) == []
    assert propose([firm(3)], [], [], most=3) == []


def test_only_what_is_asked_for_is_proposed() -> None:
    held = [Held(1, 1, 99)]
    about = frozenset({Ground.ALONE})
    found = propose([firm(1), firm(2)], [carer(1)], held, most=3, about=about)
    assert told(found) == [(2, None, 1, Ground.ALONE)]


def test_firms_are_spread_evenly_over_those_who_are_alike() -> None:
    found = propose([firm(n) for n in range(6)], [carer(n, load=0) for n in (1, 2, 3)], [], most=5)
    assert Counter(one.official for one in found) == {1: 2, 2: 2, 3: 2}


places = st.sampled_from([TOWN, NEXT_TOWN, FAR])


@st.composite
def cities(draw: st.DrawFn) -> tuple[list[Firm], list[Carer], list[Held], int]:
    firms = [firm(n, draw(places)) for n in range(draw(st.integers(0, 12)))]
    people = draw(st.integers(0, 5))
    # Officials 0 to people - 1 are in office, the two after them have left.
    links = [
        Held(100 + n, one.pk, draw(st.integers(0, people + 1)))
        for n, one in enumerate(firms)
        if draw(st.booleans())
    ]
    counted = Counter(one.official for one in links)
    carers = [carer(n, draw(places), counted[n], n) for n in range(people)]
    return firms, carers, links, draw(st.integers(1, 4))


@given(cities())
@settings(max_examples=examples(150))
def test_never_more_changes_than_needed_and_nobody_gets_too_many(
    city: tuple[list[Firm], list[Carer], list[Held], int],
) -> None:
    firms, carers, held, most = city
    found = propose(firms, carers, held, most)
    before = {one.pk: one.load for one in carers}
    after = loads(held, found)
    # Nobody gets a firm beyond the limit; nobody who had room enough gives one up.
    for one in carers:
        gained = sum(p.official == one.pk for p in found)
        lost = sum(h.official == one.pk and h.link in {p.ends for p in found} for h in held)
        assert after.get(one.pk, 0) == one.load + gained - lost
        assert not gained or after[one.pk] <= most
        assert not lost or (before[one.pk] > most and after[one.pk] >= most)
    # As many are served as there is room for, each firm once.
    taken = [p.firm for p in found if p.official is not None]
    assert len(taken) == len(set(taken))
    there = {h.firm for h in held}
    lonely = sum(one.pk not in there for one in firms)
    gone = sum(h.official >= len(carers) for h in held)
    surplus = sum(max(0, n - most) for n in before.values())
    room = sum(max(0, most - n) for n in before.values())
    assert len(taken) == min(room, lonely + gone + surplus)
