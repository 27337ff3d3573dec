"""Case numbers: office, year, serial, check digit, as 1025-26-0123-4.

Digits only, so that they can be read over the phone and typed on any keypad; the office's four
digits are the tail of its division code, so level and region show. Damm's check digit finds
every single wrong digit and every swap of neighbours.
"""

import re

from stdnum import damm

from zhuqi.foundation.typed import key

_AROUND = re.compile(r"^(?:诉求)?(?:编号|NO\.?|№|#)?[:：]?|[。，,;；]$")


def series_year(year: int) -> int:
    """The year under which serials are counted. A number carries two digits of it, so years a
    century apart, as slips of the pen make them, share one series: their numbers never meet."""
    return 2000 + year % 100


def compose(prefix: str, year: int, serial: int) -> str:
    """The number of the serial-th case of an office's year."""
    digits = f"{prefix}{year % 100:02d}{serial:04d}"
    return f"{prefix}-{year % 100:02d}-{serial:04d}-{damm.calc_check_digit(digits)}"


def parse(text: str, *, prefix_length: int = 4) -> str | None:
    """The number someone typed, in its written form; None if it is no number or misread.

    Full-width digits, blanks and other dashes are forgiven, and so is what stands around it in a
    message: 编号 1000-26-0001-4。
    """
    digits = re.sub(r"[\-–—_.]", "", _AROUND.sub("", key(text)))
    if not re.fullmatch(rf"[0-9]{{{prefix_length + 7},18}}", digits) or not damm.is_valid(digits):
        return None
    return "-".join(
        (
            digits[:prefix_length],
            digits[prefix_length : prefix_length + 2],
            digits[prefix_length + 2 : -1],
            digits[-1],
        )
    )
