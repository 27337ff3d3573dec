"""Import contracts that are read off the tree, so that a new room is held without being named.

import-linter calls them by `contract_types` in pyproject.toml.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, output

# What stands lower may not import what stands higher, within a room and whatever the noun.
FILES = ("enums", "facts", "verbs", "clocks", "lifecycle", "rules", "models", "queries", "actions",
         "handlers")  # fmt: skip
RANK = {name: rank for rank, name in enumerate(FILES)}
# The pure ones speak of each other freely; the table tests hold them together.
RANK |= dict.fromkeys(("enums", "facts", "verbs", "clocks", "lifecycle", "rules"), 0)
DOMAIN = ("foundation", "ledgers", "mechanisms", "reporting")
ROOMS_IN_ORDER = ("ledgers", "mechanisms", "reporting")
WAYS_IN = frozenset({f"zhuqi.interfaces.{way}" for way in ("desk", "portal", "api")})
FLOOR, ROOM = 2, 3
# Of these a room shows nothing to its neighbours.
OWN = frozenset({"views", "urls", "apps", "contributions"})
SETTINGS = Path(__file__).resolve().parent.parent / "zhuqi" / "config" / "settings.py"


class TreeContract(Contract):
    """Base: a rule over single imports, each broken one said on a line of its own."""

    type_name = "tree"

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001, ARG002
        """Every import the rule does not allow."""
        broken = sorted(set(self.broken(graph)))
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def broken(self, graph: ImportGraph) -> Iterator[str]:
        """The sentences about what breaks it."""
        raise NotImplementedError

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print them."""
        for sentence in check.metadata["broken"]:
            output.print_error(sentence)


def _imports(graph: ImportGraph) -> Iterator[tuple[str, str]]:
    for module in sorted(graph.modules):
        if module.startswith("zhuqi.") and ".migrations" not in module:
            for imported in sorted(graph.find_modules_directly_imported_by(module)):
                if imported.startswith("zhuqi."):
                    yield module, imported


def _file(module: str) -> str:
    """Which of the standard files a module is, by the last part of its name that is one."""
    return next((part for part in reversed(module.split(".")[3:]) if part in RANK), "")


class StandardFiles(TreeContract):
    """Within a room: handlers and actions above queries, models, and the pure files."""

    type_name = "standard_files"

    def broken(self, graph: ImportGraph) -> Iterator[str]:
        """Imports from a lower file to a higher one of the same room."""
        for module, imported in _imports(graph):
            low, high = _file(module), _file(imported)
            domain = module.split(".")[1] in DOMAIN
            same_room = _upper(module, ROOM) == _upper(imported, ROOM)
            if domain and same_room and low and high and RANK[high] > RANK[low]:
                yield f"{module} ({low}) imports {imported} ({high})"


class RoomOrder(TreeContract):
    """On a floor of the domain a room uses those installed before it."""

    type_name = "room_order"

    def broken(self, graph: ImportGraph) -> Iterator[str]:
        """Imports of a room from one that stands after it in INSTALLED_APPS."""
        order = {name: place for place, name in enumerate(_installed())}
        for module, imported in _imports(graph):
            here, there = (".".join(name.split(".")[:3]) for name in (module, imported))
            if (
                here.split(".")[1] not in ROOMS_IN_ORDER
                or here.split(".")[:2] != there.split(".")[:2]
            ):
                continue
            if len(here.split(".")) < len(("zhuqi", "floor", "room")) or here == there:
                continue
            if here not in order:
                yield f"{here} is not in INSTALLED_APPS"
            elif order.get(there, len(order)) > order[here]:
                yield f"{module} imports {imported}, which is installed after it"


class NeighbouringRooms(TreeContract):
    """Rooms of one way in: none needs itself through others, none looks into another's views, and
    what they share knows none of them."""

    type_name = "neighbouring_rooms"

    def broken(self, graph: ImportGraph) -> Iterator[str]:
        """Imports of another's views, of a room by shared modules, and rounds of rooms."""
        rooms = {name for name in _installed() if len(name.split(".")) == len(["a", "b", "c", "d"])}
        used: dict[str, set[str]] = defaultdict(set)
        for module, imported in _imports(graph):
            way = _upper(module, ROOM)
            here, there = (_room(name, rooms) for name in (module, imported))
            if way not in WAYS_IN or not there or here == there or _upper(imported, ROOM) != way:
                continue
            if not here:
                yield f"{module} is shared by rooms and imports {imported}"
            elif OWN & set(imported.split(".")[4:]):
                yield f"{module} looks into {imported}"
            else:
                used[here].add(there)
        for room in sorted(used):
            if room in _reached(room, used):
                yield f"{room} needs itself through {', '.join(sorted(used[room]))}"


def _upper(module: str, depth: int) -> str:
    return ".".join(module.split(".")[:depth])


def _room(module: str, rooms: set[str]) -> str:
    name = _upper(module, ROOM + 1)
    return name if name in rooms else ""


def _reached(room: str, used: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    ahead = list(used[room])
    while ahead:
        one = ahead.pop()
        if one not in found:
            found.add(one)
            ahead += used.get(one, ())
    return found


def _installed() -> list[str]:
    for node in ast.parse(SETTINGS.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and _names(node) == ["INSTALLED_APPS"]:
            value: Any = ast.literal_eval(node.value)
            return [name for name in value if name.startswith("zhuqi.")]
    raise LookupError("INSTALLED_APPS is not a plain list any more")


def _names(node: ast.Assign) -> list[str]:
    return [target.id for target in node.targets if isinstance(target, ast.Name)]
