"""What a refusal says is read by people: its state in their words, and what to do first."""

import ast
from collections.abc import Iterator
from pathlib import Path

import zhuqi

ROOT = Path(zhuqi.__file__).parent
# Columns that hold a code; their words are `get_…_display`.
CODES = {"state", "status", "CONFIRMED", "PENDING"}


def not_nows() -> Iterator[tuple[str, ast.Call]]:
    """Every refusal for now that the code makes, with where it stands."""
    for path in ROOT.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        if "NotNow(" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "NotNow":
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def is_code(said: ast.expr) -> bool:
    """It would stand on the page as a word of the program."""
    if isinstance(said, ast.Constant):
        return any(letter.isascii() and letter.isalpha() for letter in str(said.value))
    return isinstance(said, ast.Attribute) and said.attr in CODES


def test_the_present_state_is_said_in_words() -> None:
    found = list(not_nows())
    assert len(found) > 60
    assert [
        where
        for where, call in found
        for given in call.keywords
        if given.arg == "state" and is_code(given.value)
    ] == []


def test_no_refusal_only_names_the_state() -> None:
    assert [where for where, call in not_nows() if "当前状态" in ast.unparse(call)] == []
