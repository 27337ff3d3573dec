"""Every event that anything in the tree can record has words, and so has every object."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import zhuqi
from tests.cast import Cast
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.audit.enums import ERASED_KIND
from zhuqi.foundation.outbox.registry import handlers, schedules
from zhuqi.foundation.reference_tables.table import Table
from zhuqi.interfaces.shell import case_words, event_words
from zhuqi.ledgers.cases import contributions

ROOT = Path(zhuqi.__file__).parent
# What appends an event of the kind it is given, and what gives it the kinds named.
RECORDERS = {"record", "Entry", "AuditEntry", "record_changes"}
WRITES = {
    "enter": ("added",),
    "alter": ("changed",),
    "switch": ("retired", "restored"),
}
# What a declared reference table records.
KEPT = ("added", "changed", "retired", "restored")
Kind = tuple[str, str]


def modules() -> Iterator[ModuleType]:
    """Everything that may write: the foundation's rooms and the ledgers'."""
    for floor in ("foundation", "ledgers"):
        for path in sorted((ROOT / floor).rglob("*.py")):
            if "migrations" not in path.parts:
                dotted = path.relative_to(ROOT.parent).with_suffix("").parts
                yield importlib.import_module(".".join(dotted).removesuffix(".__init__"))


def value(module: ModuleType, node: ast.expr) -> Any:
    """What a constant or a dotted name is among the module's own names; None if it is neither."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return vars(module).get(node.id)
    if isinstance(node, ast.Attribute):
        return getattr(value(module, node.value), node.attr, None)
    return None


def recorded() -> Iterator[Kind]:
    """(object type, kind) of every call that says both; "" where the type is given elsewhere."""
    for module in modules():
        for table in (one for one in vars(module).values() if isinstance(one, Table)):
            yield from ((table.object_type, f"{table.object_type}.{end}") for end in KEPT)
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            if isinstance(node.func, ast.Attribute) and node.func.attr == "log" and node.args:
                logged = value(module, node.args[0])
                yield from [("", str(logged))] if isinstance(logged, str) else []
            if not isinstance(node.func, ast.Name):
                continue
            given = {k.arg: value(module, k.value) for k in node.keywords}
            object_type, kind = given.get("object_type"), given.get("kind")
            if node.func.id in WRITES and object_type:
                yield from ((object_type, f"{object_type}.{end}") for end in WRITES[node.func.id])
            elif node.func.id == "record_changes" and object_type:
                yield object_type, f"{object_type}.{kind or 'changed'}"
            elif node.func.id in RECORDERS and isinstance(kind, str):
                yield object_type or "", str(kind)


def event_enums() -> Iterator[type[Enum]]:
    """The enumerations whose members are kinds of event."""
    for module in modules():
        for name, member in vars(module).items():
            own = inspect.isclass(member) and member.__module__ == module.__name__
            named = name.endswith("Event") or name == "Verb"
            if own and named and issubclass(member, Enum):
                yield member


def test_every_kind_that_is_recorded_has_words() -> None:
    found = set(recorded())
    assert len(found) > 40, "the calls that record events are no longer recognised"
    labelled = {kind for kind, _label in event_words.kinds()}
    for object_type, kind in sorted(found):
        if kind == ERASED_KIND:
            continue
        if object_type:
            assert event_words.kind_words(object_type, kind) != kind, f"{object_type}: {kind}"
        assert kind in labelled, kind


def test_every_kind_that_is_declared_has_words() -> None:
    labelled = {kind for kind, _label in event_words.kinds()}
    enums = list(event_enums())
    assert {enum.__name__ for enum in enums} >= {"Verb", "UserEvent", "EnterpriseEvent"}
    assert [m for enum in enums for m in enum if m.value not in labelled] == []


def test_every_object_has_a_name_and_each_table_its_history() -> None:
    from zhuqi.interfaces.desk.tables.reference_tables import REGISTERS, register_of

    known = event_words.objects()
    types = {object_type for object_type, _kind in recorded() if object_type}
    assert types <= set(known)
    assert all(str(words.name) and not str(words.name).isascii() for words in known.values())
    for object_type in {register.object_type for register in REGISTERS.values()}:
        url, table = known[object_type].url, register_of(object_type)
        assert url is not None
        assert table is not None
        assert f"/{table.key}/7/" in url(7)


def test_every_piece_of_background_work_has_words() -> None:
    names = {*handlers(), *schedules()}
    assert [name for name in sorted(names) if event_words.work_words(name) == name] == []


def test_what_other_rooms_add_to_a_case_has_words_wherever_it_is_read() -> None:
    for kind, told_outside in contributions.moment_kinds().items():
        assert case_words.has_words("desk", kind), kind
        assert case_words.has_words("portal", kind) or not told_outside, kind
    for kind in contributions.offer_kinds():
        assert case_words.has_words("desk", kind) or case_words.has_words("portal", kind), kind


@pytest.mark.django_db
def test_the_log_names_a_topic_that_was_closed(cast: Cast) -> None:
    del cast
    event = record(
        object_type="topic", object_id=3, kind="topic.closed", by=SYSTEM, data={"outcome": "已解决"}
    )
    [told] = event_words.describe([event])
    assert (told.what, told.object, told.facts) == (
        "结束研究",
        "共性问题 3",
        [("研究结果", "已解决")],
    )
