"""Personal data shown to those who need not know it. Pure."""

import re
import unicodedata

# A number as typed, with the blanks and hyphens people put into it: 138 0013 8000, 0374-123 4567.
_NUMBER = re.compile(r"\+?\d(?:[\d\s().-]*\d)?", re.ASCII)
_MOBILE = 11
_LANDLINE = 7
_MOST_READ = 200
# 010 and 02x have three digits, all others four.
_AREA = re.compile(r"(?:0{0,2}86)?(?P<area>0(?:10|2\d|[3-9]\d{2}))(?P<local>\d{7,14})", re.ASCII)
_LOCAL = (7, 8)
# +86 374 2559047: the area code without its zero.
_FROM_ABROAD = re.compile(r"^(?:00)?86(?=(?:10\d{8}|2\d{8,9}|[3-9]\d{8,10})$)", re.ASCII)
# +86 138 0013 8000.
_MOBILE_FROM_ABROAD = re.compile(r"^(?:00)?86(?=1[3-9]\d{9}$)", re.ASCII)


def mask_phone(text: str) -> str:
    """138****8000, 0374-*****47: a landline keeps its area code, which everybody knows, and its
    last two digits; no extension, and nothing that is no number, is shown.

    Of every number at least four digits are hidden, whatever it is: people write numbers of cards
    and papers into a field for phones. Several numbers stay several. Empty stays empty.
    """
    plain = unicodedata.normalize("NFKC", text[:_MOST_READ]).strip()
    if not plain:
        return ""
    masked = [_masked(part) for part in re.split(r"[/,;、，；|]|\s{2,}", plain) if part.strip()]
    return "/".join(masked) or "***"


def _masked(part: str) -> str:
    if not _NUMBER.fullmatch(part.strip()):
        return "***"
    digits = _MOBILE_FROM_ABROAD.sub("", re.sub(r"\D", "", part, flags=re.ASCII))
    digits = _FROM_ABROAD.sub("0", digits)
    if found := _AREA.fullmatch(digits):
        return _masked_landline(found["area"], found["local"], part)
    if len(digits) >= _MOBILE:
        return f"{digits[:3]}{'*' * (len(digits) - 7)}{digits[-4:]}"
    if len(digits) >= _LANDLINE:
        return "*" * (len(digits) - 2) + digits[-2:]
    return "*" * len(digits)


def _masked_landline(area: str, local: str, part: str) -> str:
    """What follows the line's own seven or eight digits is an extension."""
    groups = [re.sub(r"\D", "", group, flags=re.ASCII) for group in part.split("-")]
    length = next((len(g) for g in groups if len(g) in _LOCAL and local.startswith(g)), 0)
    line = local[: length or (len(local) if len(local) in _LOCAL else _LOCAL[0])]
    extension = "-***" if len(local) > len(line) else ""
    return f"{area}-{'*' * (len(line) - 2)}{line[-2:]}{extension}"


def mask_email(address: str) -> str:
    """zh***@example.com; of a mailbox that is a number at least four digits are hidden too."""
    name, _at, domain = address.rpartition("@")
    shown = name[:2] if len(name) > len("zh") else name[: len(name) - 1]
    while (
        any(c.isdigit() for c in shown) and sum(c.isdigit() for c in name[len(shown) :]) < _HIDDEN
    ):
        shown = shown[:-1]
    return f"{shown}***@{domain}"


_HIDDEN = 4
