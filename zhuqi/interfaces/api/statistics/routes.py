"""Figures: what each means, their values, and the cases behind any number of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import Field, create_model

from zhuqi.foundation.access import NotValid
from zhuqi.interfaces.api.auth import enter
from zhuqi.interfaces.api.cases.out import CASE_ROW
from zhuqi.interfaces.api.lists import ApiList
from zhuqi.interfaces.api.operations import add
from zhuqi.interfaces.api.statistics.asking import FIGURE, FiguresAsked, codes_of, question_of
from zhuqi.interfaces.desk.statistics.asking import Place
from zhuqi.interfaces.desk.statistics.cells import file_unit, number
from zhuqi.interfaces.desk.statistics.pages import FiguresPage
from zhuqi.interfaces.desk.statistics.views import ROWS, opened_by
from zhuqi.interfaces.shell.listing.filters import CURSOR, ORDER
from zhuqi.ledgers.cases.models import Case
from zhuqi.reporting.statistics import queries
from zhuqi.reporting.statistics.figures import FIGURES, Figure, Part, Value

HREF: Final = "/api/v1/figures/rows"
# So many numbers in one answer; more are asked for in parts.
_MOST: Final = 50_000


class Definition(Schema):
    """What a figure counts."""

    code: str
    name: str
    formula: str
    base: str = Field(description="cohort：按收集月；flow：按发生月")
    month: str = Field(description="按哪个月份")
    charged: str = Field(description="归谁")
    numerator: str = Field(description="分子；计数的，计入什么")
    denominator: str = Field(description="分母；计数的为空")
    excluded: str = Field(description="未计入")
    unit: str
    better: str = Field(description="higher、lower、neither")


class Number(Schema):
    """A figure's value, and where the cases behind each part of it are."""

    value: float | None = Field(description="比率为 0 到 1 的小数；没有分母的为 null")
    numerator: int
    denominator: int | None
    excluded: int
    interval: list[float] | None = Field(description="比率的 95% 置信区间（Wilson）")
    rows: dict[str, str] = Field(description="分子、分母、未计入背后的诉求（GET）")


class Told(Schema):
    """A value that tells rows apart."""

    by: str
    value: int | str = Field(description="编号或代码；月份如 202611；没有的为 0 或空")
    name: str


class Row(Schema):
    """The figures of some cases."""

    of: list[Told] = Field(description="不分列时为空")
    figures: dict[str, Number] = Field(description="按指标代码")


class Measured(Schema):
    """Figures for one question, all as of one event of the log."""

    first: date
    last: date
    event: int = Field(description="截至哪一条日志；背后的诉求按同一条")
    at: datetime
    rows: list[Row]


def _definitions(request: HttpRequest) -> Sequence[Mapping[str, Any]]:
    enter(request, queries.reads_figures)
    return [
        {
            "code": one.code, "name": str(one.name), "formula": str(one.formula),
            "base": one.base.value, "month": str(one.month_words),
            "charged": str(one.charged_words),
            "numerator": str(one.numerator), "denominator": str(one.denominator),
            "excluded": str(one.excluded), "unit": file_unit(one), "better": one.better.value,
        }
        for one in FIGURES.values()
    ]  # fmt: skip


def _figures(request: HttpRequest, asked: FiguresAsked = Query(...)) -> Any:  # type: ignore[type-arg]  # noqa: ARG001, B008
    scope = enter(request, queries.reads_figures).scope
    question = question_of(request.GET)
    page = FiguresPage.of(question, scope, codes_of(request.GET))
    if sum(map(len, page.found.values())) > _MOST:
        raise NotValid(
            {"by": _("一次最多答 %(n)s 个数，请缩小范围或者少要几个指标") % {"n": _MOST}}
        )
    period = question.period
    return {
        "first": period.first, "last": period.last,
        "event": page.as_of.event, "at": page.as_of.at,
        "rows": [
            {
                "of": [
                    {"by": one.value, "value": value, "name": page.names[place][value]}
                    for place, (one, value) in enumerate(zip(question.by, key, strict=True))
                ],
                "figures": {
                    code: _number(FIGURES[code], value, page.place_of(key))
                    for code, value in page.found[key].items()
                },
            }
            for key in page.ordered
        ],
    }  # fmt: skip


def _number(figure: Figure, value: Value, place: Place) -> Mapping[str, Any]:
    return {
        "value": number(figure, value),
        "numerator": value.numerator,
        "denominator": value.denominator,
        "excluded": value.excluded,
        "interval": value.interval,
        "rows": {
            part.value: f"{HREF}?{place.query(figure.code, part)}"
            for part in Part
            if value.of(part)
        },
    }


@dataclass(frozen=True, kw_only=True)
class FigureRows(ApiList[Case, Any]):
    """The cases behind a number: those one may see, and how many one may not."""

    def answer(self, request: HttpRequest) -> Mapping[str, Any]:
        """NotValid for a figure there is not."""
        person = enter(request, self.allowed)
        question_of(request.GET, "part", "event", CURSOR, ORDER)
        opened = opened_by(request.GET, person.scope)
        if opened is None:
            raise NotValid({FIGURE: gettext("没有这个指标，或者没有这个部分")})
        counts = {"total": opened.total, "shown": opened.shown, "hidden": opened.hidden}
        return {**super().answer(request), **counts}

    def page(self) -> type[Schema]:
        """And the counts, which add up to the number."""
        words = {
            "total": "这个数", "shown": "其中您能查看的", "hidden": "不向您显示的",
        }  # fmt: skip
        counts: dict[str, Any] = {
            name: (int, Field(description=said)) for name, said in words.items()
        }
        return create_model("figure_rows_counted", __base__=super().page(), **counts)


ROUTER = Router()
add(
    ROUTER, "GET", "/figures/definitions", _definitions, name="figure_definitions",
    summary=_("指标口径：每个指标只定义一次"), response=list[Definition],
)  # fmt: skip
FigureRows(
    path="/figures/rows",
    listing=ROWS,
    summary=_("一个数背后的诉求"),
    allowed=queries.reads_figures,
    told=CASE_ROW.only(
        "number", "state", "version", "title", "office_id", "lead_unit_id", "submitted_at",
        "confidential", "firm_name", "href",
    ),
).serve(ROUTER)  # fmt: skip
add(
    ROUTER, "GET", "/figures", _figures, name="figures",
    summary=_("指标：按月份、范围、分列和所知的日子"), response=Measured,
)  # fmt: skip
