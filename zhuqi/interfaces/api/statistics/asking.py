"""What a program asks of figures: as in an address of their page, but nothing is left out."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field, create_model

from zhuqi.foundation.access import NotValid
from zhuqi.interfaces.api.schemas import told
from zhuqi.interfaces.desk.statistics.asking import CUTS, Question
from zhuqi.interfaces.desk.statistics.words import CHOICES
from zhuqi.reporting.statistics.figures import FIGURES, Dimension

FIGURE: Final = "figure"


def _asked(words: str, kind: Any = str, **rules: Any) -> tuple[Any, Any]:
    return kind | None, Field(None, description=words, json_schema_extra=told(rules))


_APART = [one.value for one in Dimension]


def _cut(name: str) -> tuple[Any, Any]:
    dimension = Dimension(name)
    rules = {"enum": CHOICES[dimension].values} if dimension in CHOICES else {}
    return _asked(str(dimension.label), int if CUTS[name] else str, **rules)


_MONTH = "，如 2026-11；不给时从本年一月到本月"
FiguresAsked = create_model(
    "figures_asked",
    __base__=Schema,
    **{
        FIGURE: _asked("指标代码，可以给几个；不给时全部", list[str], enum=list(FIGURES)),
        "first": _asked(f"自哪个月{_MONTH}"),
        "last": _asked(f"至哪个月{_MONTH}"),
        "by": _asked("分列", enum=_APART),
        "then": _asked("再分列", enum=_APART),
        "day": _asked("按哪天结束时所知；不给时按现在", format="date"),
        **{name: _cut(name) for name in CUTS},
        "blank": _asked("没有这一项的，如 unit；几个用逗号隔开"),
    },
)  # type: ignore[call-overload]  # as pydantic takes fields


def codes_of(query: QueryDict) -> list[str]:
    """The figures asked for, all where none is named. NotValid for one there is not."""
    codes = query.getlist(FIGURE) or list(FIGURES)
    if set(codes) - FIGURES.keys():
        raise NotValid({FIGURE: _("没有这个指标")})
    return codes


def question_of(query: QueryDict, *others: str) -> Question:
    """What an address asks, besides `others`: a page leaves out what nobody can read, a program is
    told by NotValid."""
    question = Question.of(query)
    # How the page puts figures into groups is not asked here.
    read: Mapping[str, str] = replace(question, group="").parameters()
    wrong = {
        name: _("没有这个条件，或者看不懂它的值")
        for name, value in query.items()
        if name not in {FIGURE, *others} and read.get(name) != value
    }
    for dimension, choices in CHOICES.items():
        if (value := read.get(dimension.value)) and value not in choices.values:
            wrong[dimension.value] = _("没有这个选项")
    if wrong:
        raise NotValid(wrong)
    return question
