"""docs/new-room.md is true of the tree: its files, names and commands, and the room it was learnt
from."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "new-room.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`([^`\n]+)`", PAGE)))
FILES = [name for name in NAMED if re.fullmatch(r"(zhuqi|tests|docs)/[\w/-]+(\.\w+)?", name)]
NAMES = [name for name in NAMED if re.fullmatch(r"zhuqi(\.\w+)+", name)]
COMMANDS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)[0].splitlines()
ROOM = (
    "zhuqi/mechanisms/rectification",
    "zhuqi/interfaces/desk/rectification",
)
OUTSIDE = {"zhuqi/config/settings.py", "zhuqi/sample/build.py"}


@pytest.mark.parametrize("name", FILES)
def test_every_file_it_names_is_there(name: str) -> None:
    assert (ROOT / name).exists()


@pytest.mark.parametrize("name", NAMES)
def test_every_name_it_gives_can_be_imported(name: str) -> None:
    module, _dot, attribute = name.rpartition(".")
    assert hasattr(import_module(module), attribute)


def test_every_command_runs_something_that_is_there() -> None:
    targets = set(
        re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    )
    for command in COMMANDS:
        tool, *words = command.split()
        if tool == "make":
            assert set(words) <= targets
        else:
            assert tool in {".venv/bin/python", ".venv/bin/pytest"}
            paths = [word for word in words if "/" in word]
            assert all((ROOT / path).exists() for path in paths), command


def test_the_room_holds_what_the_page_lists_and_nothing_the_page_leaves_out() -> None:
    listed = {name for name in FILES if name.startswith(ROOM)} - set(ROOM)
    there = {
        str(path.relative_to(ROOT))
        for folder in ROOM
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.name != "__init__.py" and "__pycache__" not in path.parts
    }
    assert there == listed


def test_outside_its_folders_only_two_files_name_the_room() -> None:
    """Its own chapter, tests and migrations are its own; docs tell of it."""
    own = (*ROOM, "zhuqi/sample/rectification.py")
    names = re.compile(r"mechanisms[.]rectification|(desk|sample)[.]rectification")
    naming = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "zhuqi").rglob("*.py")
        if names.search(path.read_text(encoding="utf-8"))
    }
    assert {name for name in naming if not name.startswith(own)} == OUTSIDE
    touched = PAGE.split("## 1.")[0]
    assert set(re.findall(r"^\| `([^`]+)`", touched, re.MULTILINE)) == OUTSIDE


def test_the_room_is_small_and_installed() -> None:
    lines = sum(
        len(path.read_text(encoding="utf-8").splitlines())
        for folder in (*ROOM, "zhuqi/sample")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html"} and "migrations" not in path.parts
        if folder in ROOM or path.name == "rectification.py"
    )
    # What programs, files, log and search box are told is read off what its pages declare.
    assert lines <= 1050
    installed = {config.name for config in apps.get_app_configs()}
    assert {folder.replace("/", ".") for folder in ROOM} <= installed
