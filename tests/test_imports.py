"""Scenes and helpers have modules of their own: no test module is imported by another."""

import ast
from pathlib import Path

ROOT = Path(__file__).parent


def test_no_module_imports_a_test_module() -> None:
    found = [
        f"{path.relative_to(ROOT)} imports {node.module}"
        for path in ROOT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        and node.module
        and node.module.startswith("tests")
        and any(part.startswith("test_") or part == "conftest" for part in node.module.split("."))
    ]
    assert found == []
