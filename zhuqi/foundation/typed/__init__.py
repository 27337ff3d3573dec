"""What people type to name something, brought into one form: full-width and half-width letters,
invisible characters, blanks and cases are how it was typed, not what it is.

`key` for numbers and codes, `login` for user names, `phone` for telephone numbers, `whole` for
whole numbers, `words` for what is searched for, `from_json` for what a program sends. Whatever is
compared with what somebody typed goes through one of them.
"""

from zhuqi.foundation.typed.numbers import whole
from zhuqi.foundation.typed.phones import phone, phone_or_text
from zhuqi.foundation.typed.plain import INVISIBLE, key, login, person, plain, visible, words
from zhuqi.foundation.typed.told import from_json, in_whole_letters

__all__ = [
    "INVISIBLE", "from_json", "in_whole_letters", "key", "login", "person", "phone",
    "phone_or_text", "plain", "visible", "whole", "words",
]  # fmt: skip
