"""A toy noun, a borrowed book, declares its own states, verbs, roles and facts, and gets the rest.

Its table is declared here in seven rows; nothing of the house's nouns is needed for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuqi.foundation.access import NotNow, NotYours, Refusal
from zhuqi.foundation.lifecycle import (
    Lifecycle,
    Need,
    Offer,
    Step,
    Transitions,
    mermaid,
    move,
    rows,
    step,
)


class Shelf(StrEnum):
    IN = "in"
    OUT = "out"
    LOST = "lost"

    @property
    def label(self) -> str:
        return {"in": "在架", "out": "借出", "lost": "遗失"}[self]


class Act(StrEnum):
    LEND = "lend"
    BRING_BACK = "bring_back"
    MISS = "miss"
    FIND = "find"
    STAMP = "stamp"

    @property
    def label(self) -> str:
        words = {"lend": "借书", "bring_back": "还书", "miss": "报失", "find": "找回"}
        return words.get(self, "盖章")


class Who(StrEnum):
    READER = "reader"
    KEEPER = "keeper"

    @property
    def label(self) -> str:
        return "读者" if self == Who.READER else "馆员"


@dataclass(frozen=True)
class Facts:
    state: Shelf
    roles: frozenset[Who]
    fine: int = 0
    rare: bool = False


def no_fine(facts: Facts) -> str:
    return f"欠款 {facts.fine} 元" if facts.fine else ""


def not_rare(facts: Facts) -> str:
    return "善本不外借" if facts.rare else ""


STEPS: tuple[Step[Shelf, Act, Who, Facts], ...] = (
    step(Act.LEND, Shelf.IN, Who.READER, to=Shelf.OUT, needs=[no_fine, not_rare]),
    step(Act.LEND, Shelf.IN, Who.KEEPER, to=Shelf.OUT, needs=[no_fine]),
    step(Act.BRING_BACK, Shelf.OUT, Who, to=Shelf.IN),
    step(Act.MISS, (Shelf.IN, Shelf.OUT), Who.KEEPER, to=Shelf.LOST),
    step(Act.FIND, Shelf.LOST, Who, to=Shelf.OUT, needs=[no_fine]),
    step(Act.FIND, Shelf.LOST, Who.KEEPER, to=Shelf.IN),
    step(Act.STAMP, Shelf, Who.KEEPER),
)
BOOK: Lifecycle[Shelf, Act, Who, Facts] = Lifecycle(
    "图书", STEPS, begins=(Shelf.IN,), not_yours=lambda act: f"读者不能{act.label}"
)

FACTS = st.builds(
    Facts,
    state=st.sampled_from(Shelf),
    roles=st.frozensets(st.sampled_from(Who)),
    fine=st.integers(0, 2),
    rare=st.booleans(),
)


def refusal_of(facts: Facts, act: Act) -> Refusal | None:
    try:
        BOOK.decide(facts, act)
    except Refusal as refusal:
        return refusal
    return None


@given(FACTS, st.sampled_from(Act))
def test_what_is_decided_is_a_row_for_this_verb_state_and_role_whose_needs_hold(
    facts: Facts, act: Act
) -> None:
    fitting = [
        row
        for row in STEPS
        if row.verb == act
        and facts.state in row.states
        and row.roles & facts.roles
        and not any(need(facts) for need in row.needs)
    ]
    if fitting:
        assert BOOK.decide(facts, act) is fitting[0], "the first row that fits"
    else:
        assert refusal_of(facts, act) is not None


@given(FACTS, st.sampled_from(Act))
def test_whoever_may_never_is_told_so_and_everyone_else_why_not_now(facts: Facts, act: Act) -> None:
    ever = any(row.verb == act and row.roles & facts.roles for row in STEPS)
    refusal = refusal_of(facts, act)
    if not ever:
        assert isinstance(refusal, NotYours)
        assert refusal.reason == f"读者不能{act.label}"
    elif refusal is not None:
        assert isinstance(refusal, NotNow)
        assert refusal.state == facts.state.label
        assert refusal.reason


@given(FACTS)
def test_offers_are_what_decide_says_of_every_verb_one_may_ever_do(facts: Facts) -> None:
    refusals = {act: refusal_of(facts, act) for act in Act}
    wanted = [
        Offer(act, refusal.reason if refusal else "")
        for act, refusal in refusals.items()
        if not isinstance(refusal, NotYours)
    ]
    offered = list(BOOK.offers(facts))
    assert offered == wanted, "in the table's order"
    assert [o.verb for o in offered if o.possible] == [a for a, why in refusals.items() if not why]


@given(st.frozensets(st.sampled_from(Who)), st.sampled_from(Shelf), st.sampled_from(Act))
def test_more_roles_never_take_a_verb_away(roles: frozenset[Who], state: Shelf, act: Act) -> None:
    if refusal_of(Facts(state, roles), act) is None:
        assert refusal_of(Facts(state, frozenset(Who)), act) is None


def test_the_first_need_that_fails_is_the_reason_and_the_last_row_tried_gives_it() -> None:
    reader, both = frozenset({Who.READER}), frozenset(Who)
    refused = refusal_of(Facts(Shelf.IN, reader, fine=3, rare=True), Act.LEND)
    assert refused is not None
    assert refused.reason == "欠款 3 元"
    refused = refusal_of(Facts(Shelf.IN, reader, rare=True), Act.LEND)
    assert refused is not None
    assert refused.reason == "善本不外借"
    assert BOOK.decide(Facts(Shelf.IN, both, rare=True), Act.LEND) is STEPS[1]


def test_of_several_rows_the_first_whose_needs_hold_says_where_it_leads() -> None:
    keeper = frozenset({Who.KEEPER})
    assert BOOK.decide(Facts(Shelf.LOST, keeper), Act.FIND).to == Shelf.OUT
    assert BOOK.decide(Facts(Shelf.LOST, keeper, fine=1), Act.FIND).to == Shelf.IN


def test_a_bar_comes_before_the_state_but_after_the_right() -> None:
    closed: Lifecycle[Shelf, Act, Who, Facts] = Lifecycle(
        "图书",
        STEPS,
        begins=(Shelf.IN,),
        bar=lambda _facts, act: "" if act == Act.STAMP else "闭馆",
        elsewhere=lambda state, act: f"{state.label}时不能{act.label}",
    )
    with pytest.raises(NotNow, match="闭馆"):
        closed.decide(Facts(Shelf.OUT, frozenset(Who)), Act.LEND)
    with pytest.raises(NotYours, match="您没有“报失”这件图书的权限"):
        closed.decide(Facts(Shelf.OUT, frozenset({Who.READER})), Act.MISS)
    assert closed.decide(Facts(Shelf.OUT, frozenset(Who)), Act.STAMP).to is None
    opened: Lifecycle[Shelf, Act, Who, Facts] = Lifecycle(
        "图书", STEPS, begins=(Shelf.IN,), elsewhere=lambda state, act: f"{state}:{act}"
    )
    with pytest.raises(NotNow, match="out:lend"):
        opened.decide(Facts(Shelf.OUT, frozenset(Who)), Act.LEND)


LABEL: Transitions[Shelf, Act] = Transitions(
    "书签",
    (
        move(Act.LEND, Shelf.IN, to=Shelf.OUT),
        move(Act.MISS, (Shelf.IN, Shelf.OUT), to=Shelf.LOST),
        move(Act.FIND, Shelf.LOST, to=Shelf.IN),
        move(Act.FIND, Shelf.LOST, to=Shelf.OUT),
    ),
    begins=(Shelf.IN,),
)


def test_what_moves_along_goes_where_its_table_says_or_stays() -> None:
    assert LABEL.after(Shelf.IN, Act.LEND) == Shelf.OUT
    assert LABEL.after(Shelf.OUT, Act.LEND) is None, "not concerned"
    assert LABEL.move(Shelf.LOST, Act.FIND) == Shelf.IN, "its first row"
    assert LABEL.move(Shelf.LOST, Act.FIND, Shelf.OUT) == Shelf.OUT
    with pytest.raises(ValueError, match="书签: find does not lead in to out"):
        LABEL.move(Shelf.IN, Act.FIND, Shelf.OUT)
    with pytest.raises(ValueError, match="书签: stamp does not lead in anywhere"):
        LABEL.move(Shelf.IN, Act.STAMP)


@given(st.lists(st.sampled_from(Act), max_size=8))
def test_no_run_of_verbs_leaves_the_states_that_the_diagram_draws(acts: list[Act]) -> None:
    drawn = mermaid(LABEL)
    state = Shelf.IN
    for act in acts:
        state = LABEL.after(state, act) or state
        assert f"    {state.value}: {state.label}" in drawn


def test_the_diagram_draws_what_changes_the_state_and_nothing_else() -> None:
    assert mermaid(BOOK).splitlines() == [
        "stateDiagram-v2",
        "    in: 在架",
        "    out: 借出",
        "    lost: 遗失",
        "    [*] --> in",
        "    in --> out: 借书",
        "    out --> in: 还书",
        "    in --> lost: 报失",
        "    out --> lost: 报失",
        "    lost --> out: 找回",
        "    lost --> in: 找回",
    ]
    ends = Transitions("书", (move(Act.MISS, Shelf.IN, to=Shelf.LOST),), begins=(Shelf.IN,))
    assert mermaid(ends).splitlines()[-1] == "    lost --> [*]"


def test_the_rows_say_in_chinese_what_who_where_and_whereto() -> None:
    said = list(rows(BOOK))
    assert said[0] == ("借书", "在架", "读者", "借出")
    assert said[3] == ("报失", "在架、借出", "馆员", "遗失")
    assert said[-1] == ("盖章", "任何状态", "馆员", "")


def test_needs_are_named_functions_that_a_test_may_call() -> None:
    needs: Iterable[Need[Facts]] = BOOK.steps_of(Act.LEND)[0].needs
    assert [need(Facts(Shelf.IN, frozenset(), fine=1, rare=True)) for need in needs] == [
        "欠款 1 元",
        "善本不外借",
    ]
