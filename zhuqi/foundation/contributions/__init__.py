"""How a room adds to a page, a file or a command that belongs to another: by contributing to it.

Whoever draws the whole owns a `Registry` and never names who contributes; each room registers
its own parts in its `apps.py`, so that a new room is added by its entry in the settings.
"""

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class DoubleContributionError(ValueError):
    """Two rooms registered under one name; start-up fails, since one would hide the other."""


class Registry(Generic[T]):
    """The parts of one kind by name, in order: the lower `order` first, equal ones as they came."""

    def __init__(self, kind: str) -> None:
        """Take the kind as messages and failing tests say it, in English: "home queue"."""
        self.kind = kind
        self._parts: dict[str, tuple[int, T]] = {}

    def register(self, name: str, part: T, *, order: int = 100) -> T:
        """Contribute a part. DoubleContributionError where the name is taken. Returns the part."""
        if name in self._parts:
            raise DoubleContributionError(f"{self.kind} {name!r} is registered twice")
        self._parts[name] = (order, part)
        return part

    def all(self) -> tuple[T, ...]:
        """Every part in order."""
        return tuple(part for _name, part in self.items())

    def items(self) -> tuple[tuple[str, T], ...]:
        """Every (name, part) in order."""
        ranked = sorted(self._parts.items(), key=lambda entry: entry[1][0])
        return tuple((name, part) for name, (_order, part) in ranked)

    def find(self, name: str) -> T | None:
        """The part of that name; None where nobody contributed it."""
        return self._parts[name][1] if name in self._parts else None

    def __getitem__(self, name: str) -> T:
        """The part of that name; KeyError says of which kind it is missing."""
        if name not in self._parts:
            raise KeyError(f"no {self.kind} {name!r}")
        return self._parts[name][1]

    def __contains__(self, name: object) -> bool:
        return name in self._parts

    def __iter__(self) -> Iterator[T]:
        return iter(self.all())

    def __len__(self) -> int:
        return len(self._parts)
