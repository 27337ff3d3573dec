"""What stands in an address in the place of a case."""

from typing import Final

from django.urls import register_converter
from django.urls.converters import StringConverter

NUMBER: Final = "[0-9-]{1,24}"


class CaseNumber(StringConverter):
    """Digits and dashes: whatever else is sent is no case."""

    regex = NUMBER


def register() -> None:
    """`{casenumber:number}` in addresses."""
    register_converter(CaseNumber, "casenumber")
