"""Text as people type it, as the tables keep it."""

import unicodedata

from zhuqi.foundation.typed import visible


def tidy(text: str) -> str:
    """One line without control characters, blanks collapsed, half-width letters and digits.

    Full-width brackets and punctuation stay: 襄城（河南）有限公司 is the registered name.
    """
    kept = "".join(
        _half_width(char)
        for char in visible(text)
        if unicodedata.category(char)[0] != "C" or char.isspace()
    )
    return " ".join(kept.split())


def _half_width(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char)
    return plain if plain.isascii() and plain.isalnum() else char
