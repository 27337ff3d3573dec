"""Docstrings are contracts: an action says what it refuses, and nothing only repeats its name."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import zhuqi

ROOT = Path(zhuqi.__file__).parent
REFUSALS = frozenset({"NotYours", "NotNow", "NotValid"})
SHORT = 30
# Words that add nothing to a name.
TRIVIAL = frozenset({
    "a", "all", "an", "and", "at", "be", "by", "for", "from", "in", "is", "it", "its", "of", "on",
    "one", "or", "s", "that", "the", "their", "this", "to", "whether", "with",
})  # fmt: skip

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def trees() -> dict[Path, ast.Module]:
    return {
        path.relative_to(ROOT): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(ROOT.rglob("*.py"))
        if "migrations" not in path.parts
    }


def is_action_module(path: Path) -> bool:
    return path.parent.name == "actions" or path.name.startswith("actions")


def functions(tree: ast.Module) -> dict[str, Function]:
    return {
        node.name: node
        for node in tree.body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }


def actions() -> Iterator[tuple[str, Function, dict[str, Function]]]:
    """Each public action with where it stands and its module's functions."""
    for path, tree in trees().items():
        if is_action_module(path):
            beside = functions(tree)
            for name, node in beside.items():
                if not name.startswith("_"):
                    yield f"{path}: {name}", node, beside


def named_in(node: ast.AST) -> set[str]:
    names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    return names | {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}


def refusals(node: Function, beside: dict[str, Function], seen: frozenset[str]) -> set[str]:
    """Refusals raised in the body, or by the private functions of its module that it calls."""
    raised: set[str] = set()
    for each in ast.walk(node):
        if isinstance(each, ast.Raise):
            raised |= named_in(each) & REFUSALS
        elif isinstance(each, ast.Call) and isinstance(each.func, ast.Name):
            helper = each.func.id
            if helper.startswith("_") and helper in beside and helper not in seen:
                raised |= refusals(beside[helper], beside, seen | {helper})
    return raised


def test_every_action_has_a_contract() -> None:
    found = list(actions())
    assert len(found) > 250
    assert [where for where, node, _beside in found if not ast.get_docstring(node)] == []


def test_every_action_names_what_it_refuses() -> None:
    silent = {
        where: sorted(missing)
        for where, node, beside in actions()
        if (
            missing := {
                one
                for one in refusals(node, beside, frozenset())
                if one not in (ast.get_docstring(node) or "")
            }
        )
    }
    assert silent == {}


def words(text: str) -> set[str]:
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return {re.sub(r"(ies|es|ed|s|d)$", "", word) for word in re.findall(r"[a-z]+", apart.lower())}


def only_repeats(name: str, docstring: str) -> bool:
    if len(docstring) > SHORT or re.search(r"[\u4e00-\u9fff]", docstring):
        return False
    return words(docstring) <= words(name) | words(" ".join(TRIVIAL))


def test_what_counts_as_a_repeated_name() -> None:
    assert only_repeats("save_draft", "Save the draft.")
    assert only_repeats("CaseVerbPage", "A verb's page.")
    assert not only_repeats("save_draft", "NotNow once it is sent.")
    assert not only_repeats("sign", "签收")


def test_no_docstring_only_repeats_the_name() -> None:
    definitions = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    idle = [
        f"{path}:{node.lineno} {node.name}: {docstring}"
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, definitions)
        and (docstring := ast.get_docstring(node))
        and only_repeats(node.name, docstring)
    ]
    assert idle == []
