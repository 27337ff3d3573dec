"""What is pictured, by room: each has a file of its own here with `SHOTS`, found by its name."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

PASSWORD = "xuchang-2026"  # noqa: S105 (of the invented people, printed on the sign-in page)


@dataclass(frozen=True)
class Shot:
    """A page of a person. `find` is a list from whose links `{number}` or `{link}` is taken.

    `having` are words the page must hold; `fill` and `press` lead to a page that only a form opens,
    `once` where it can't be sent again for the second picture. `outside`: with gateways on.
    """

    name: str
    user: str
    path: str
    find: str = ""
    having: str = ""
    fill: tuple[tuple[str, str], ...] = ()
    press: str = ""
    once: bool = False
    outside: bool = False


def every_shot() -> Iterator[Shot]:
    """Those of every room, by the names of their files."""
    for found in sorted(iter_modules(__path__), key=lambda one: one.name):
        yield from import_module(f"{__name__}.{found.name}").SHOTS
