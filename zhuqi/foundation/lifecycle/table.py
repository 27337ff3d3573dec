"""Rows, and what follows from them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from zhuqi.foundation.access import NotNow, NotYours


class Labelled(Protocol):
    """A member of an enum of states, verbs or roles: its code, and its word in Chinese."""

    @property
    def value(self) -> Any: ...

    @property
    def label(self) -> Any: ...


StateT = TypeVar("StateT", bound=Labelled)
VerbT = TypeVar("VerbT", bound=Labelled)
RoleT = TypeVar("RoleT", bound=Labelled)
State_co = TypeVar("State_co", covariant=True)
Role_co = TypeVar("Role_co", covariant=True)


class Standing(Protocol[State_co, Role_co]):
    """The least a decision has to know: where the row stands, and as what the actor stands."""

    @property
    def state(self) -> State_co: ...

    @property
    def roles(self) -> frozenset[Role_co]: ...


FactsT = TypeVar("FactsT", bound=Standing[Any, Any])

# A requirement beyond the state: the reason against in Chinese, "" where it holds.
Need: TypeAlias = Callable[[FactsT], str]


@dataclass(frozen=True, slots=True)
class Move(Generic[StateT, VerbT]):
    """One row: in any of `states` the verb leads to `to`; None leaves the state as it is."""

    verb: VerbT
    states: frozenset[StateT]
    to: StateT | None


@dataclass(frozen=True, slots=True)
class Step(Move[StateT, VerbT], Generic[StateT, VerbT, RoleT, FactsT]):
    """A move that someone makes: anyone who stands as any of `roles`, if all `needs` hold."""

    roles: frozenset[RoleT]
    needs: tuple[Need[FactsT], ...] = ()


MemberT = TypeVar("MemberT", bound=Labelled)


def _members(given: MemberT | Iterable[MemberT]) -> frozenset[MemberT]:
    # Members of an enum of texts are iterable themselves, by their letters.
    either: Any = given
    return frozenset((either,) if isinstance(either, Enum) else either)


def in_declared_order(members: Iterable[MemberT]) -> list[MemberT]:
    """Members of one enum in the order in which it declares them."""
    found = set(members)
    kinds: Any = {type(member) for member in found}
    return [member for kind in kinds for member in kind if member in found]


def move(
    verb: VerbT, states: StateT | Iterable[StateT], *, to: StateT | None
) -> Move[StateT, VerbT]:
    """A row of `Transitions`; `states` is one or several."""
    return Move(verb, _members(states), to)


def step(
    verb: VerbT,
    states: StateT | Iterable[StateT],
    roles: RoleT | Iterable[RoleT],
    *,
    to: StateT | None = None,
    needs: Iterable[Need[FactsT]] = (),
) -> Step[StateT, VerbT, RoleT, FactsT]:
    """A row of a `Lifecycle`; `states` and `roles` are one or several each."""
    return Step(verb, _members(states), to, _members(roles), tuple(needs))


def standing_as(*roles: tuple[RoleT, bool]) -> frozenset[RoleT]:
    """As what somebody stands to a row: of these roles, those that hold."""
    return frozenset(role for role, holds in roles if holds)


class Transitions(Generic[StateT, VerbT]):
    """The states of a noun and how verbs move it; who may do them is decided elsewhere."""

    def __init__(
        self, name: str, moves: Iterable[Move[StateT, VerbT]], *, begins: Iterable[StateT]
    ) -> None:
        """`name` in Chinese, for the diagram; `begins`: the states in which one comes to be."""
        self.name = name
        self.begins = tuple(begins)
        self.moves: Sequence[Move[StateT, VerbT]] = tuple(moves)

    @property
    def states(self) -> list[StateT]:
        """Every state the table names, in the order of their enum."""
        named = {state for row in self.moves for state in (*row.states, row.to)}
        found = {*named, *self.begins} - {None}
        return in_declared_order(found)  # type: ignore[arg-type]  # None was taken out

    def after(self, state: StateT, verb: VerbT) -> StateT | None:
        """The state the verb leads to; None where it does not concern a row in this state."""
        return next((to for to in self._targets(state, verb)), None)

    def move(self, state: StateT, verb: VerbT, to: StateT | None = None) -> StateT:
        """The state the verb leads to: `to`, where it may lead to several.

        ValueError if no row leads there: the action and its table contradict each other.
        """
        found = [one for one in self._targets(state, verb) if to in {None, one}]
        if not found:
            whereto = f"to {to.value}" if to is not None else "anywhere"
            raise ValueError(f"{self.name}: {verb.value} does not lead {state.value} {whereto}")
        return found[0]

    def _targets(self, state: StateT, verb: VerbT) -> list[StateT]:
        return [
            row.to
            for row in self.moves
            if row.verb == verb and state in row.states and row.to is not None
        ]


@dataclass(frozen=True, slots=True)
class Offer(Generic[VerbT]):
    """A verb as a page shows it: possible now, or the reason why not."""

    verb: VerbT
    reason: str = ""

    @property
    def possible(self) -> bool:
        """True if it can be done now."""
        return not self.reason


def _quoted(label: str) -> str:
    """A verb whose word is half a sentence, such as 没打通，再约时间, stands in quotes."""
    return f"“{label}”" if "，" in label else label


# A longer way is no answer to “what first?”.
_STEPS_NAMED = 2
# Nor is a longer list, of what is over, to “when?”.
_STATES_NAMED = 2


class Lifecycle(Transitions[StateT, VerbT], Generic[StateT, VerbT, RoleT, FactsT]):
    """The whole table of a noun that people act on."""

    def __init__(
        self,
        name: str,
        steps: Iterable[Step[StateT, VerbT, RoleT, FactsT]],
        *,
        begins: Iterable[StateT],
        not_yours: Callable[[VerbT], str] | None = None,
        bar: Callable[[FactsT, VerbT], str] = lambda _facts, _verb: "",
        elsewhere: Callable[[StateT, VerbT], str] | None = None,
    ) -> None:
        """`bar`: what forbids a verb in every state, said before the state is looked at.

        `not_yours`, `elsewhere`: the sentences for a verb that is not for these roles, or not
        for this state, where the usual ones will not do.
        """
        self.steps = tuple(steps)
        super().__init__(name, self.steps, begins=begins)
        self._rank = {state: place for place, state in enumerate(self.states)}
        self._not_yours = not_yours or (lambda verb: f"您没有“{verb.label}”这件{name}的权限")
        self._bar = bar
        self._elsewhere = elsewhere
        self._by_verb: dict[VerbT, list[Step[StateT, VerbT, RoleT, FactsT]]] = {}
        for row in self.steps:
            self._by_verb.setdefault(row.verb, []).append(row)

    def steps_of(self, verb: VerbT) -> Sequence[Step[StateT, VerbT, RoleT, FactsT]]:
        """All rows for a verb, in the table's order."""
        return self._by_verb.get(verb, ())

    def what_first(
        self,
        state: StateT,
        verb: VerbT,
        mine: Sequence[Step[StateT, VerbT, RoleT, FactsT]] = (),
    ) -> str:
        """Why a verb is not for a row in this state, as what to do about it, read off the table:
        先受理才能交办, and of what is over 先重新办理才能补充材料. Where no one or two steps lead
        there, that it is past or out of the question, or in which states it is.
        `mine`: the rows that are the person's, all rows where none are named."""
        allowed = {one for row in mine or self.steps_of(verb) for one in row.states}
        doing = _quoted(str(verb.label))
        if way := self._way(state, verb, allowed):
            return f"先{'、'.join(str(step.label) for step in way)}才能{doing}"
        over = not self._onward(state)
        if all(self._rank[one] < self._rank[state] for one in allowed):
            past = f"不能再{doing}" if over else f"已过{doing}这一步"
            return f"现在是“{state.label}”，{past}"
        if over and len(allowed) > _STATES_NAMED:
            return f"现在是“{state.label}”，不能{doing}"
        when = "、".join(f"“{one.label}”" for one in in_declared_order(allowed))
        return f"现在是“{state.label}”，{when}时才能{doing}"

    def _way(self, state: StateT, verb: VerbT, goals: set[StateT]) -> list[VerbT]:
        """The shortest way onward, in the table's order, of two steps at most; from what is over,
        back into work and on. Nobody is sent out by a state from which nothing leads on, such as
        不予受理."""
        ways: list[tuple[StateT, list[VerbT]]] = [(state, [])]
        back = [] if self._onward(state) else [one for one in self._out(state) if one[1] != verb]
        for _step in range(_STEPS_NAMED):
            ways = [
                (there, [*way, verb])
                for here, way in ways
                for there, verb in (back if here == state and back else self._onward(here))
                if self._onward(there)
            ]
            for there, way in ways:
                if there in goals:
                    return way
        return []

    def _onward(self, state: StateT) -> list[tuple[StateT, VerbT]]:
        """Where steps lead from here that is later in the order of the states, and by which."""
        return [one for one in self._out(state) if self._rank[one[0]] > self._rank[state]]

    def _out(self, state: StateT) -> list[tuple[StateT, VerbT]]:
        return [
            (row.to, row.verb)
            for row in self.steps
            if state in row.states and row.to is not None and row.to != state
        ]

    def verbs_of(self, roles: Iterable[RoleT]) -> list[VerbT]:
        """Every verb these roles could ever do, in the table's order."""
        held = frozenset(roles)
        return list(dict.fromkeys(row.verb for row in self.steps if row.roles & held))

    def rows_for(self, facts: FactsT, verb: VerbT) -> Sequence[Step[StateT, VerbT, RoleT, FactsT]]:
        """The rows for the actor's roles, in whatever state; NotYours where there is none."""
        mine = [row for row in self.steps_of(verb) if row.roles & facts.roles]
        if not mine:
            raise NotYours(self._not_yours(verb))
        return mine

    def decide(self, facts: FactsT, verb: VerbT) -> Step[StateT, VerbT, RoleT, FactsT]:
        """The row of the table that applies.

        Raises NotYours if no role of the actor may ever do this here, NotNow (with the reason
        and the present state) if they may, but not now. Of several rows for the state the last
        one's reason is given.
        """
        mine = self.rows_for(facts, verb)
        state: StateT = facts.state
        label = str(state.label)
        if barred := self._bar(facts, verb):
            raise NotNow(barred, state=label)
        here = [row for row in mine if state in row.states]
        if not here:
            said = self._elsewhere
            why = said(state, verb) if said else self.what_first(state, verb, mine)
            raise NotNow(why, state=label)
        reason = ""
        for row in here:
            reason = next((why for need in row.needs if (why := need(facts))), "")
            if not reason:
                return row
        raise NotNow(reason, state=label)

    def offers(self, facts: FactsT) -> Iterator[Offer[VerbT]]:
        """Every verb the actor's roles could ever do here, in the table's order, with reasons."""
        for verb in self.verbs_of(facts.roles):
            try:
                self.decide(facts, verb)
            except NotNow as refusal:
                yield Offer(verb, refusal.reason)
            else:
                yield Offer(verb)
