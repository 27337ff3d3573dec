"""The glossary names what exists, and the words it replaced are gone from the code."""

import ast
import re
from functools import cache
from pathlib import Path

import zhuqi

ROOT = Path(zhuqi.__file__).parent
GLOSSARY = ROOT.parent / "docs" / "glossary.md"
# Words of the first builders, whose successors the glossary names.
GONE = frozenset({
    "deed", "deeds", "dossier", "dossiers", "hat", "hats", "owe", "pile", "piles", "tells",
    "veil", "wishes",
})  # fmt: skip


@cache
def defined() -> frozenset[str]:
    """Classes, functions, attributes and modules of the tree."""
    found = {part for path in ROOT.rglob("*.py") for part in path.relative_to(ROOT).parts}
    for path in ROOT.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        found.add(path.stem)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
                found.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
    return frozenset(found)


def rows() -> list[list[str]]:
    lines = GLOSSARY.read_text(encoding="utf-8").splitlines()
    table = [line.strip("|").split("|") for line in lines if line.startswith("| ")]
    return [[cell.strip() for cell in row] for row in table if row[0].strip() != "identifier"]


def test_every_row_has_a_meaning() -> None:
    assert len(rows()) > 60
    assert [row for row in rows() if len(row) != 3 or not row[0] or not row[2]] == []


def test_no_identifier_is_explained_twice() -> None:
    named = [name for row in rows() for name in re.findall(r"`([^`]+)`", row[0])]
    assert sorted({name for name in named if named.count(name) > 1}) == []


def test_what_is_named_exists() -> None:
    named = {
        part
        for row in rows()
        for name in re.findall(r"`([\w.]+)`", row[0])
        for part in name.split(".")
    }
    assert sorted(named - defined()) == []


def test_the_old_words_name_nothing() -> None:
    left = {name for name in defined() if GONE & set(re.findall(r"[a-z]+", name.lower()))}
    assert sorted(left) == []
