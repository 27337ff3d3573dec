"""Declared lists: columns, filters and orders are said once; the rest is the same everywhere."""

from zhuqi.interfaces.shell.listing.filters import Asked, Choices, Filter, FilterForm, Kind, Place
from zhuqi.interfaces.shell.listing.listing import (
    Column,
    Empty,
    InFile,
    Listing,
    Order,
    Shown,
    Whole,
    no_context,
)

__all__ = [
    "Asked",
    "Choices",
    "Column",
    "Empty",
    "Filter",
    "FilterForm",
    "InFile",
    "Kind",
    "Listing",
    "Order",
    "Place",
    "Shown",
    "Whole",
    "no_context",
]
