"""Personal data shown to those who need not know it. Pure."""

import re
import unicodedata

# A number as typed, with the blanks and hyphens people put into it: 138 0013 8000, 0374-123 4567.
_NUMBER = re.compile(r"\+?\d(?:[\d\s().-]*\d)?", re.ASCII)
_MOBILE = 11
_LANDLINE = 7
_MOST_READ = 200


def mask_phone(text: str) -> str:
    """138****8000; a landline keeps its last two digits; anything that is not a number is hidden.

    Several numbers stay several. Empty stays empty.
    """
    plain = unicodedata.normalize("NFKC", text[:_MOST_READ]).strip()
    if not plain:
        return ""
    masked = [_masked(part) for part in re.split(r"[/,;、，；|]|\s{2,}", plain) if part.strip()]
    return "/".join(masked) or "***"


def _masked(part: str) -> str:
    if not _NUMBER.fullmatch(part.strip()):
        return "***"
    digits = re.sub(r"\D", "", part, flags=re.ASCII)
    if len(digits) >= _MOBILE:
        return f"{digits[:3]}{'*' * (len(digits) - 7)}{digits[-4:]}"
    if len(digits) >= _LANDLINE:
        return "*" * (len(digits) - 2) + digits[-2:]
    return "*" * len(digits)
