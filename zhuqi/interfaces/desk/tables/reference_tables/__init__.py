"""The tables administrators keep, in the order of their pages."""

from typing import Any

from zhuqi.interfaces.desk.tables.reference_tables.base import Register
from zhuqi.interfaces.desk.tables.reference_tables.classification import (
    Boundaries,
    Channels,
    Items,
    Tags,
)
from zhuqi.interfaces.desk.tables.reference_tables.people import Officials, Posts
from zhuqi.interfaces.desk.tables.reference_tables.places import Regions, Units

# The address of a register is its key.
REGISTERS: dict[str, Register[Any]] = {
    register.key: register
    for register in (
        Regions(),
        Units(),
        Officials(),
        Posts(),
        Items(),
        Channels(),
        Boundaries(),
        Tags(),
    )
}
# Where the events of an object type are read; posts are told of among their official's.
BY_OBJECT: dict[str, Register[Any]] = {
    register.object_type: register for register in reversed(REGISTERS.values())
}
