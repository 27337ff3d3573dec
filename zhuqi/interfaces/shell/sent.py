"""Numbers a page sent back: whoever writes the request writes what they like."""

from typing import Final

from django.http import HttpRequest

# Of eighteen digits every number fits a column, and none is too long to be read.
_DIGITS: Final = 18


def number_sent(text: str, otherwise: int = 0) -> int:
    """The whole number, `otherwise` for anything that is none or could be no row's."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else otherwise


def version_seen(request: HttpRequest) -> int:
    """The version the person's page showed; -1, which is stale, for a page that does not say."""
    return number_sent(request.POST.get("seen", ""), -1)
