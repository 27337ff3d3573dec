"""Whole numbers in text that anybody may have written."""


def whole(text: str, digits: int = 18) -> int | None:
    """The number; None for what is none, or longer than `digits`.

    Only 0 to 9: ² and ٣ are digits to Python as well, but the first is no number to `int`, and a
    number of more than 4300 digits is an error there. Eighteen digits fit every column.
    """
    plain = text.isascii() and text.isdigit() and len(text) <= digits
    return int(text) if plain else None
