"""Words that are looked for otherwise than as they stand: ends of numbers, initials. Pure."""

import re

# Behind every number stands a letter, so that an end of it is found as a text is.
_END = "z"
_SHORTEST_END = 4
_SHORTEST_LATIN = 2


def phone_pieces(*phones: str) -> tuple[str, ...]:
    """Numbers as they are indexed: 0374-2559047 / 138 0013 8000, each by its digits."""
    numbers = (number for text in phones for number in re.split(r"[/,;、，；|]|\s{2,}", text))
    digits = (re.sub(r"\D", "", number, flags=re.ASCII) for number in numbers)
    return tuple(number + _END for number in digits if number)


def phone_end(word: str) -> str:
    """The last four digits or more of a number; "" for any other word."""
    digits = word.replace(" ", "")
    return digits + _END if digits.isdecimal() and len(digits) >= _SHORTEST_END else ""


def latin(word: str) -> str:
    """Letters, by which a name is found that is read so; "" for any other word."""
    plain = word.replace(" ", "")
    return plain if plain.isascii() and plain.isalpha() and len(plain) >= _SHORTEST_LATIN else ""
