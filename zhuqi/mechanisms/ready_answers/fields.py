"""The fields a ready answer may have, as {企业名称}: what is wrong with them, and filling them in.

Pure: whoever fills one in says what each field is for the case at hand.
"""

import re
from collections.abc import Mapping
from typing import Final

# Each with what it stands for, for whoever writes one.
FIELDS: Final[Mapping[str, str]] = {
    "企业名称": "提出诉求的企业",
    "诉求编号": "如 4110-26-0001-4",
    "诉求": "诉求的题目",
    "提出日期": "企业提出的日期",
    "主办单位": "主办单位全称",
    "经办人": "签收时登记的经办人",
    "经办人电话": "签收时登记的电话",
    "承诺日期": "办理时限到哪一天",
    "今天": "填写答复的日期",
}
_FIELD = re.compile(r"\{([^{}\n]*)\}")
_BRACE = re.compile(r"[{}]")


def faults(text: str) -> list[str]:
    """A sentence for every field nobody knows and every brace by itself, with its place."""
    found = [
        (one.start(), f"没有“{{{one[1]}}}”这个字段")
        for one in _FIELD.finditer(text)
        if one[1] not in FIELDS
    ]
    bare = _FIELD.sub(lambda one: "□" * len(one[0]), text)
    found += [(one.start(), f"“{one[0]}”没有成对") for one in _BRACE.finditer(bare)]
    return [f"{_place(text, at)}：{wrong}" for at, wrong in sorted(found)]


def _place(text: str, at: int) -> str:
    before = text[:at]
    return f"第 {before.count(chr(10)) + 1} 行第 {at - (before.rfind(chr(10)) + 1) + 1} 字"


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text for one case. What is not known yet stays as it is written, to be filled by hand."""
    return _FIELD.sub(lambda one: values.get(one[1]) or one[0], text)
