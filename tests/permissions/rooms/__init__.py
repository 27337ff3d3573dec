"""Every room with a permission table, found by looking."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from tests.permissions.registry import Room, Row

HERE = Path(__file__).parent
ROOMS: tuple[Room, ...] = tuple(
    import_module(f"{__name__}.{module.name}").ROOM for module in iter_modules([str(HERE)])
)
ADDRESSES: dict[str, Row] = {name: row for room in ROOMS for name, row in room.addresses.items()}
