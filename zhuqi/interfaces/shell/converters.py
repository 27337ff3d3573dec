"""What stands in an address in the place of a row."""

from django.urls import register_converter
from django.urls.converters import IntConverter


class RowId(IntConverter):
    """The id of a row: of eighteen digits every number fits a column. A longer one is no page."""

    regex = "[0-9]{1,18}"


def register() -> None:
    """`<id:pk>` in addresses; `<int:pk>` takes numbers no column holds."""
    register_converter(RowId, "id")
