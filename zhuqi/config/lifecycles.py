"""Every room's lifecycles, written out: the rooms are known here alone."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps

from zhuqi.foundation.lifecycle import States, Transitions, chapter, chapter_of


def document() -> str:
    """docs/lifecycles.md as it has to stand in the repository (scripts/write_lifecycles.py).

    The `TABLES` of each installed room that has a `lifecycle`, in the order of the settings, with
    what is owed in each state (`OWED`).
    """
    chapters = [
        "# 各类事项的状态\n",
        "由 `scripts/write_lifecycles.py` 据各业务的 `lifecycle` 写出。\n",
        "图中只画改变状态的动作；其他动作见表，“之后”为空的，状态不变。\n",
    ]
    for table, states in tables():
        chapters += [chapter(table), chapter_of(states)]
    return "\n".join(chapters)


def tables() -> Iterator[tuple[Transitions[Any, Any], States]]:
    """Each table of every room, with what its states leave to be done."""
    for config in apps.get_app_configs():
        if config.name.startswith("zhuqi.") and find_spec(f"{config.name}.lifecycle"):
            lifecycle = import_module(f"{config.name}.lifecycle")
            for table in lifecycle.TABLES:
                yield table, lifecycle.OWED.get(table, {})
