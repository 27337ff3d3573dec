"""Text and attributes as a template would write them, for what is drawn in Python."""

import re
from collections.abc import Mapping
from html import escape

from django.utils.safestring import SafeString


def escaped(value: object) -> str:
    """What a template would write for `{{ value }}`."""
    words = value if isinstance(value, str) else str(value)
    return words if isinstance(words, SafeString) else escape(words)


def attributes(attrs: Mapping[str, object]) -> str:
    """Attributes of an element: what is True stands without a value, what is False not at all."""
    return "".join(
        f" {escaped(name)}" if value is True else f' {escaped(name)}="{escaped(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


# Phones (0374-2159077, 037****1234), numbers of cases (1000-26-0161-4).
_HYPHENED = re.compile(r"\d[\d*]*(?:-[\d*]+)+")


def unbroken(value: object) -> SafeString:
    """The text, escaped, whose numbers with hyphens are never torn apart at a line's end.

    Drawn HTML is left as it is.
    """
    if isinstance(value, SafeString):
        return value
    return SafeString(_HYPHENED.sub(r'<span class="z-nowrap">\g<0></span>', escaped(value)))
