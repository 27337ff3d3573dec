"""A firm's own file: rooms contribute parts of it, the page knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass

from django_stubs_ext import StrOrPromise

from zhuqi.foundation.contributions import Registry
from zhuqi.ledgers.firms.queries import FirmFile


@dataclass(frozen=True, slots=True)
class FirmPart:
    """`query` gives what `template` finds as `part`, in a fixed number of queries; None leaves the
    part out. The page draws the heading."""

    title: StrOrPromise
    template: str
    query: Callable[[FirmFile], object | None]


@dataclass(frozen=True, slots=True)
class DrawnPart:
    """A part with what it shows."""

    title: StrOrPromise
    template: str
    part: object


FIRM_PARTS: Registry[FirmPart] = Registry("part of a firm's own file")


def parts_of(file: FirmFile) -> list[DrawnPart]:
    """Those that have something to show, in order."""
    return [
        DrawnPart(one.title, one.template, part)
        for one in FIRM_PARTS
        if (part := one.query(file)) is not None
    ]
