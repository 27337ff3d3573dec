"""What a token may be used for: reading or writing, by groups that rooms of the API name."""

from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.contributions import Registry

# Group → what officials call what it holds.
GROUPS: Registry[StrOrPromise] = Registry("group of the API")


class Use(StrEnum):
    """Looking, or changing."""

    READ = "read"
    WRITE = "write"


_WORDS: Final = {Use.READ: "查看", Use.WRITE: "办理"}


def scope(group: str, use: Use) -> str:
    """`cases:read`."""
    return f"{group}:{use}"


def choices() -> Iterator[tuple[str, str]]:
    """Every scope there is, in words."""
    for group, label in GROUPS.items():
        for use in Use:
            yield scope(group, use), f"{label} · {_(_WORDS[use])}"


def known() -> frozenset[str]:
    """Every scope there is."""
    return frozenset(code for code, _label in choices())


def in_words(codes: Iterable[str]) -> str:
    """诉求 · 查看、走访 · 办理; a scope whose room is gone is named by its code."""
    labels = dict(choices())
    return "、".join(labels.get(code, code) for code in codes)


def written(codes: Collection[str]) -> str:
    """As it is kept."""
    return " ".join(sorted(codes))
