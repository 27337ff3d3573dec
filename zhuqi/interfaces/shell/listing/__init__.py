"""Declared lists: columns, filters and orders are said once; the rest is the same everywhere."""

from zhuqi.interfaces.shell.listing.filters import Asked, Filter, Kind, Place
from zhuqi.interfaces.shell.listing.form import FilterForm
from zhuqi.interfaces.shell.listing.listing import (
    Column,
    Empty,
    InFile,
    Listing,
    Order,
    Shown,
    Sought,
    Whole,
    no_context,
)
from zhuqi.interfaces.shell.listing.offers import Choices, Offer, OneOf

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
    "Offer",
    "OneOf",
    "Order",
    "Place",
    "Shown",
    "Sought",
    "Whole",
    "no_context",
]
