"""The tables administrators keep, in the order of their pages: each room adds its own."""

from typing import Any

from django.urls import URLPattern

from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.tables.reference_tables.base import OwnPages, Register
from zhuqi.interfaces.desk.tables.reference_tables.listing import listing_of, name_of
from zhuqi.interfaces.shell.listing.exporting import EXPORTS, Exportable

# The address of a register is its key.
REGISTERS: dict[str, Register[Any]] = {}
OWN_PAGES: dict[str, OwnPages] = {}


def add(*registers: Register[Any]) -> None:
    """A room says, from `apps.py`, which tables have pages here."""
    REGISTERS.update({register.key: register for register in registers})
    for register in registers:
        EXPORTS.register(name_of(register), _exportable(register))


def _exportable(register: Register[Any]) -> Exportable:
    """As its list, with the state of each row."""
    return Exportable(
        lambda person: listing_of(register, person, states=True),
        access.keeps_registers,
        lambda _values: register.name,
    )


def add_pages(*several: OwnPages) -> None:
    """The same for tables with pages of their own."""
    OWN_PAGES.update({pages.key: pages for pages in several})


def own_urls() -> list[URLPattern]:
    """Their addresses; they stand before those of the registers, which take any word."""
    return [url for pages in OWN_PAGES.values() for url in pages.urls()]


def register_of(object_type: str) -> Register[Any] | None:
    """Where the events of an object type are read; posts are told of among their official's."""
    return next((one for one in REGISTERS.values() if one.object_type == object_type), None)
