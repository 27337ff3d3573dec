"""Where a notice leads: the rooms above say how their things are addressed."""

from collections.abc import Callable

# A thing's own reference (a case's number) → its path.
Address = Callable[[str], str]

_addresses: dict[tuple[str, bool], Address] = {}


def register(object_type: str, address: Address, *, firm: bool) -> None:
    """Pages say where a thing stands, for people of firms or for officials."""
    _addresses[object_type, firm] = address


def path_to(object_type: str, ref: str, *, firm: bool) -> str:
    """The path of a thing for people of firms or officials; "" where nobody shows it."""
    address = _addresses.get((object_type, firm))
    return address(ref) if address and ref else ""
