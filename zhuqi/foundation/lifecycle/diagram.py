"""A table written out: as a Mermaid state diagram, and as rows to be read aloud."""

from collections.abc import Iterable, Iterator
from typing import Any

from zhuqi.foundation.lifecycle.table import Labelled, Lifecycle, Transitions, in_declared_order

# More verbs than these on one arrow stand under each other.
_A_LINE = 4


def mermaid(table: Transitions[Any, Any]) -> str:
    """The state diagram: what changes the state; verbs that leave it as it is are not drawn.

    States nobody leaves end the diagram.
    """
    edges: dict[tuple[Labelled, Labelled], dict[str, None]] = {}
    for row in table.moves:
        for state in _in_order(table, row.states):
            if row.to is not None and row.to != state:
                edges.setdefault((state, row.to), {})[str(row.verb.label)] = None
    states = table.states
    lines = ["stateDiagram-v2"]
    lines += [f"    {state.value}: {state.label}" for state in states]
    lines += [f"    [*] --> {state.value}" for state in table.begins]
    lines += [
        f"    {start.value} --> {end.value}: {_wrapped(list(verbs))}"
        for (start, end), verbs in edges.items()
    ]
    left = {start for start, _end in edges}
    lines += [f"    {state.value} --> [*]" for state in states if state not in left]
    return "\n".join(lines)


def rows(table: Lifecycle[Any, Any, Any, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Each row in Chinese: what, in which states, by whom, and the state after ("" if the same)."""
    everywhere = set(table.states)
    for row in table.steps:
        yield (
            str(row.verb.label),
            "任何状态" if row.states >= everywhere else _listed(_in_order(table, row.states)),
            _listed(in_declared_order(row.roles)),
            str(row.to.label) if row.to is not None else "",
        )


def chapter(table: Transitions[Any, Any]) -> str:
    """The table as a chapter in Markdown: the diagram and, where people act, the rows."""
    lines = [f"## {table.name}", "", "```mermaid", mermaid(table), "```"]
    if isinstance(table, Lifecycle):
        lines += ["", "| 动作 | 状态 | 谁 | 之后 |", "|---|---|---|---|"]
        lines += [f"| {' | '.join(said)} |" for said in rows(table)]
    return "\n".join(lines) + "\n"


def _in_order(table: Transitions[Any, Any], states: Iterable[Any]) -> list[Any]:
    wanted = set(states)
    return [state for state in table.states if state in wanted]


def _listed(members: Iterable[Any]) -> str:
    return "、".join(str(member.label) for member in members)


def _wrapped(words: list[str]) -> str:
    lines = [words[at : at + _A_LINE] for at in range(0, len(words), _A_LINE)]
    return "<br/>".join("、".join(line) for line in lines)
