"""What a column of an old register may hold, and what offices call it. Pure.

The names are those of a mapping's file; the words are compared as `cells.plain` has them.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.ledgers.imports.cells import plain


class Holds(Enum):
    """What kind of thing stands in a column: how it is read, and how it is known again."""

    TEXT = "text"
    LONG = "long"
    DIGITS = "digits"
    MOMENT = "moment"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field. `several`: more than one column may feed it, one below the other. `given`: it may
    have a default for the whole file."""

    name: str
    label: StrOrPromise
    holds: Holds
    several: bool = False
    given: bool = False

    @property
    def called(self) -> tuple[str, ...]:
        """Headings that mean it outright."""
        return _headings()[self.name]["called"]

    @property
    def maybe(self) -> tuple[str, ...]:
        """Words in headings that may mean it."""
        return _headings()[self.name].get("maybe", ())


T, L, D, M, W = Holds.TEXT, Holds.LONG, Holds.DIGITS, Holds.MOMENT, Holds.WORD

FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec("number", _("编号"), D),
    FieldSpec("title", _("诉求"), T),
    FieldSpec("body", _("具体情况"), L, several=True),
    FieldSpec("wish", _("希望怎样解决"), L, several=True),
    FieldSpec("submitted_at", _("提出时间"), M),
    FieldSpec("reporter_name", _("反映人"), T),
    FieldSpec("reporter_phone", _("反映人电话"), D),
    FieldSpec("firm", _("企业"), T, given=True),
    FieldSpec("firm_code", _("统一社会信用代码"), D),
    FieldSpec("county", _("县区"), T, given=True),
    FieldSpec("sector", _("行业台账"), W, given=True),
    FieldSpec("kind", _("类型"), W, given=True),
    FieldSpec("item", _("事项"), T, given=True),
    FieldSpec("tier", _("难易"), W, given=True),
    FieldSpec("nature", _("个性共性"), W, given=True),
    FieldSpec("lead", _("主办单位"), T, given=True),
    FieldSpec("co", _("协办单位"), T, several=True),
    FieldSpec("leader", _("责任领导"), T),
    FieldSpec("liaison", _("包联领导"), T),
    FieldSpec("handler_name", _("经办人"), T),
    FieldSpec("handler_phone", _("经办人电话"), D),
    FieldSpec("accepted_at", _("受理时间"), M),
    FieldSpec("assigned_at", _("交办时间"), M),
    FieldSpec("limit", _("办理时限"), M),
    FieldSpec("progress", _("办理进展"), L, several=True),
    FieldSpec("reply", _("答复内容"), L, several=True),
    FieldSpec("replied_at", _("答复时间"), M),
    FieldSpec("completed_at", _("办结时间"), M),
    FieldSpec("disposition", _("办理结果"), W, given=True),
    FieldSpec("state", _("状态"), W, given=True),
    FieldSpec("verdict", _("企业评价"), W),
    FieldSpec("closed_at", _("销号日期"), M),
    FieldSpec("remarks", _("备注"), L, several=True),
)  # fmt: skip
_DATA = Path(__file__).resolve().parent / "data" / "headings.toml"


@lru_cache(maxsize=1)
def _headings() -> dict[str, dict[str, tuple[str, ...]]]:
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return {
        name: {how: tuple(map(plain, words)) for how, words in told.items()}
        for name, told in data.items()
    }


@lru_cache(maxsize=1)
def by_name() -> Mapping[str, FieldSpec]:
    """Every field by its name."""
    return {spec.name: spec for spec in FIELDS}


@lru_cache(maxsize=1)
def known_headings() -> frozenset[str]:
    """Every word that means some field outright."""
    return frozenset(word for spec in FIELDS for word in spec.called)


def labels(names: Iterable[str]) -> str:
    """Fields as people read them, joined."""
    return "、".join(str(by_name()[name].label) for name in names)
