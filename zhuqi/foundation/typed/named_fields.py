"""Named fields in a text, as {企业名称}: what is wrong with them, and filling them in. Pure."""

import re
from collections.abc import Container, Iterator, Mapping

_FIELD = re.compile(r"\{([^{}\n]*)\}")
_BRACE = re.compile(r"[{}]")


def faults(text: str, known: Container[str]) -> list[str]:
    """A sentence for every field nobody knows and every brace by itself, with its place."""
    found = [
        (one.start(), f"没有“{{{one[1]}}}”这个字段")
        for one in _FIELD.finditer(text)
        if one[1] not in known
    ]
    bare = _FIELD.sub(lambda one: "□" * len(one[0]), text)
    found += [(one.start(), f"“{one[0]}”没有成对") for one in _BRACE.finditer(bare)]
    return [f"{_place(text, at)}：{wrong}" for at, wrong in sorted(found)]


def _place(text: str, at: int) -> str:
    before = text[:at]
    return f"第 {before.count(chr(10)) + 1} 行第 {at - (before.rfind(chr(10)) + 1) + 1} 字"


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields. What is not known yet stays as it is written, to be filled by
    hand; what a value says is never read as a field."""
    return _FIELD.sub(lambda one: values.get(one[1]) or one[0], text)


def fields_in(text: str) -> Iterator[str]:
    """The names of the fields a text has, in order, each as often as it stands there."""
    return (one[1] for one in _FIELD.finditer(text))
