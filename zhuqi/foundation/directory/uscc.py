"""Unified social credit codes (GB 32100-2015) as people and registers write them. Pure.

A code is refused only for a shape no code can have. A failed check digit is a doubt: thousands of
genuine codes of the first years fail it, while the organisation code inside them (GB 11714) is
right.
"""

import re
from dataclasses import dataclass

from stdnum.cn import uscc as standard

from zhuqi.foundation.typed import key

LENGTH = 18
_LETTERS = "0-9A-HJ-NPQRTUWXY"
_SHAPE = re.compile(rf"[{_LETTERS}]{{2}}[0-9]{{6}}[{_LETTERS}]{{10}}", re.ASCII)
_FOREIGN = re.compile(rf"[^{_LETTERS}]", re.ASCII)
_REGISTRARS = frozenset("123456789ANY")
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_SEPARATORS = frozenset("-‐‑‒–—―－_·.'\"’‘“”")


@dataclass(frozen=True, slots=True)
class UsccCheck:
    """`ok` False: no code can look like that. `warning`: what is odd, in Chinese; "" if nothing."""

    normalised: str
    ok: bool
    warning: str = ""


def normalise(text: str) -> str:
    """Full-width to half-width, upper case, without blanks, invisible characters and hyphens."""
    return "".join(char for char in key(text) if char not in _SEPARATORS)


def check(text: str) -> UsccCheck:
    """Judge a code as typed. Empty text is not ok: ask only when something was entered."""
    code = normalise(text)
    fault = _fault(code)
    if fault:
        return UsccCheck(code[:LENGTH], ok=False, warning=fault)
    return UsccCheck(code, ok=True, warning=_doubt(code))


def _fault(code: str) -> str:
    if not code:
        return "未填写统一社会信用代码"
    if len(code) != LENGTH:
        return f"统一社会信用代码应为18位，现为{len(code)}位"
    if foreign := _FOREIGN.search(code):
        return f"统一社会信用代码不使用字符“{foreign.group()}”（字母中不含 I、O、S、V、Z），请核对"
    if not _SHAPE.fullmatch(code):
        return "统一社会信用代码第3至8位应为数字（登记机关行政区划码）"
    return ""


def _doubt(code: str) -> str:
    if code[0] not in _REGISTRARS:
        return f"登记管理部门代码“{code[0]}”不在国家标准所列范围，请与营业执照核对"
    if standard.calc_check_digit(code[:-1]) == code[-1]:
        return ""
    if organisation_digit(code[8:16]) == code[16]:
        return "校验位与国家标准不符，但组织机构代码校验正确，可能为早期发放的代码，请与执照核对"
    return "校验位与国家标准不符，组织机构代码校验也不符，请与营业执照核对"


def organisation_digit(body: str) -> str:
    """The check digit of an eight-character organisation code (GB 11714-1997)."""
    total = sum(
        int(char, 36) * weight for char, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True)
    )
    return "0123456789X"[(11 - total % 11) % 11]
