"""The tables administrators keep, in the order of their pages: each room adds its own."""

from typing import Any

from zhuqi.interfaces.desk.tables.reference_tables.base import Register

# The address of a register is its key.
REGISTERS: dict[str, Register[Any]] = {}


def add(*registers: Register[Any]) -> None:
    """A room says, from `apps.py`, which tables have pages here."""
    REGISTERS.update({register.key: register for register in registers})


def register_of(object_type: str) -> Register[Any] | None:
    """Where the events of an object type are read; posts are told of among their official's."""
    return next((one for one in REGISTERS.values() if one.object_type == object_type), None)
