"""Telephone numbers of the mainland. Pure."""

import re

from zhuqi.foundation.typed.plain import key, plain

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_SERVICE = re.compile(r"[48]00[0-9]{7}")
# Three digits for Beijing and the municipalities' 02x, four for all others.
_LANDLINE = re.compile(r"(0(?:10|2[0-9]|[3-9][0-9]{2}))([2-8][0-9]{6,7})(?:-([0-9]{1,6}))?")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x|#|,)(?=[0-9])", re.IGNORECASE)
_COUNTRY = re.compile(r"(?:\+|00)86")


def phone(text: str) -> str:
    """A number in one form: 13812345678, 0374-2661234, 0374-2661234-801, 4001234567; "" if none.

    Full-width digits, spaces, brackets, hyphens, +86 and 转801 are understood.
    """
    written = re.sub(r"[‐-―−－—]", "-", plain(text))
    written = re.sub(r"[\s()]+", "", written)
    written = _EXTENSION.sub("-", written)
    head = _COUNTRY.match(written)
    if head:
        written = written[head.end() :].lstrip("-")
    compact = written.replace("-", "")
    if _MOBILE.fullmatch(compact) or _SERVICE.fullmatch(compact):
        return compact
    if compact.startswith("86") and _MOBILE.fullmatch(compact[2:]):
        return compact[2:]
    if head and not written.startswith("0"):
        written = f"0{written}"
    return _landline(written)


def phone_or_text(text: str) -> str:
    """The number in one form; what is none (several numbers, a short one) in that of any key."""
    return phone(text) or key(text)


def _landline(written: str) -> str:
    """Area code, number and extension with hyphens between; "" if it is none."""
    # 0374-266-1234 has hyphens inside the number; 0374-2661234-801 one before the extension.
    candidates = [written.replace("-", "")]
    if "-" in written:
        body, _hyphen, extension = written.rpartition("-")
        candidates.insert(0, f"{body.replace('-', '')}-{extension}")
    for candidate in candidates:
        if match := _LANDLINE.fullmatch(candidate):
            return "-".join(part for part in match.groups() if part)
    return ""
