"""The kind of scheme that appraisal is, what is shipped of it, and which an office goes by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from zhuqi.foundation.access import Actor
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.schemes.kinds import RowWords, SchemeKind, ShippedScheme, Term
from zhuqi.reporting.appraisal.enums import Better, Part
from zhuqi.reporting.appraisal.models import (
    AppraisalEdition,
    AppraisalRule,
    AppraisalScheme,
    OfficeAppraisal,
)
from zhuqi.reporting.appraisal.rules import Scoring
from zhuqi.reporting.appraisal.scheme_rows import (
    Known,
    SchemeRow,
    group,
    indicator,
    item,
    kinds_of_group,
    of_part,
    refuse_bad_rows,
    scoring_of,
)
from zhuqi.reporting.statistics.enums import Better as FigureBetter
from zhuqi.reporting.statistics.enums import Measure
from zhuqi.reporting.statistics.figures import FIGURES


def known_figures() -> dict[str, Known]:
    """Every figure that may be an indicator: a rate of which one way is better."""
    return {
        code: Known(str(figure.name), str(figure.formula), Better(figure.better.value))
        for code, figure in FIGURES.items()
        if figure.unit is Measure.RATE and figure.better is not FigureBetter.NEITHER
    }


def plain(number: Decimal) -> str:
    """Without needless noughts: 30; 12.5."""
    return f"{number.normalize():f}"


def _what(row: SchemeRow) -> str:
    if row.part == Part.GROUP:
        level, kind = kinds_of_group(row.code)
        return f"分组：{level.label}{kind.label}"
    if row.part == Part.ITEM:
        return f"{'加' if row.better == Better.HIGHER else '减'}分项：{row.name}"
    figure = FIGURES.get(row.code)
    return f"指标：{figure.name if figure else row.code}"


def _says(row: SchemeRow) -> str:
    if row.part == Part.GROUP:
        return row.name
    if row.part == Part.ITEM:
        return f"每期最多 {plain(row.points)} 分"
    cap = f"，封顶 {plain(row.cap)}%" if row.cap != Decimal(100) else ""
    return f"{plain(row.points)} 分：{plain(row.zero)}% 得零分，{plain(row.full)}% 得满分{cap}"


def _place(row: SchemeRow) -> tuple[Any, ...]:
    if row.part == Part.GROUP:
        level, kind = kinds_of_group(row.code)
        return 0, row.name, list(Level).index(level), list(UnitKind).index(kind)
    if row.part == Part.INDICATOR:
        return 1, list(FIGURES).index(row.code) if row.code in FIGURES else len(FIGURES)
    return 2, row.better != Better.HIGHER, row.name, row.code


def _refuse(rows: Any, terms: Mapping[str, Any]) -> None:
    refuse_bad_rows(rows, terms, known_figures())


def _read(row: Any) -> SchemeRow:
    return SchemeRow(
        Part(row.part), row.code, row.name, row.points, Better(row.better), row.zero, row.full,
        row.cap,
    )  # fmt: skip


APPRAISALS = SchemeKind(
    AppraisalScheme,
    AppraisalEdition,
    AppraisalRule,
    OfficeAppraisal,
    object_type="appraisal_scheme",
    name="考评方案",
    columns=("part", "code", "name", "points", "better", "zero", "full", "cap"),
    about=("part", "code"),
    read=_read,
    words=RowWords(what=_what, says=_says, place=_place),
    refuse=_refuse,
    adopted=("appraisal_chosen", "appraisal"),
    terms=(
        Term("least", "参加排名的最低基数", "件"),
        Term("strength", "小单位折算强度", "件"),
        Term("month_share", "月讲评在全年中的权重", "%"),
        Term("half_share", "半年评在全年中的权重", "%"),
        Term("year_share", "年终评在全年中的权重", "%"),
        Term("appeal_days", "申诉期", "个工作日"),
        Term("decide_days", "裁定期", "个工作日"),
        Term("red", "红榜", "名"),
        Term("black", "黑榜", "名"),
    ),
    optional=True,
)

# Weights and shares are examples that a place has to settle; the rest is ours.
SHIPPED: tuple[ShippedScheme[SchemeRow], ...] = (
    ShippedScheme(
        code="sample",
        name="月讲评积分（示例）",
        source="示例：响应 30、解决 35、满意 35；月 10%、半年 45%、年终 45%，由本地核定后使用",
        rules=[
            group("县区", Level.COUNTY, UnitKind.OFFICE),
            group("市直部门", Level.CITY, UnitKind.DEPARTMENT),
            group("园区乡镇", Level.TOWN, UnitKind.PARK),
            group("园区乡镇", Level.TOWN, UnitKind.TOWN),
            group("县直部门", Level.COUNTY, UnitKind.DEPARTMENT),
            indicator("on_time_rate", 20, zero=60, full=100),
            indicator("signed_in_time_rate", 10, zero=60, full=100),
            indicator("true_solved_rate", 25, zero=30, full=90),
            indicator("redo_fault_rate", 10, zero=20, full=0),
            indicator("satisfied_rate", 25, zero=50, full=100),
            indicator("rated_rate", 10, zero=20, full=80),
            item("spread", "做法被上级推广", 2, Better.HIGHER),
            item("common", "牵头解决共性问题", 3, Better.HIGHER),
            item("false", "查实虚假办结", 5, Better.LOWER),
            item("notified", "被通报批评", 3, Better.LOWER),
        ],
        terms={
            "least": 5,
            "strength": 5,
            "month_share": 10,
            "half_share": 45,
            "year_share": 45,
            "appeal_days": 5,
            "decide_days": 5,
            "red": 3,
            "black": 3,
        },
    ),
)


def load_appraisal_schemes(*, by: Actor, now: datetime | None = None) -> int:
    """Put in the shipped schemes that are missing; never changes one. Returns how many."""
    return APPRAISALS.add_missing(SHIPPED, by=by, now=now)


@dataclass(frozen=True, slots=True)
class Chosen:
    """An edition with its rows and terms, as values."""

    edition: AppraisalEdition
    rows: tuple[SchemeRow, ...]

    @classmethod
    def of(cls, edition: AppraisalEdition) -> "Chosen":
        """Its rows are read once a process."""
        rows = APPRAISALS.read_once(edition.pk, edition.since)
        return cls(edition, tuple(sorted(rows, key=_place)))

    @property
    def scoring(self) -> Scoring:
        """What of it decides on points and ranks."""
        return scoring_of(self.rows, APPRAISALS.terms_of(self.edition))

    @property
    def groups(self) -> list[str]:
        """The names of its groups."""
        return list(dict.fromkeys(row.name for row in of_part(self.rows, Part.GROUP)))

    @property
    def items(self) -> list[SchemeRow]:
        """Its plus and minus items."""
        return of_part(self.rows, Part.ITEM)

    def name_of(self, code: str) -> str:
        """What an indicator or item is called."""
        if code in FIGURES:
            return str(FIGURES[code].name)
        return next((row.name for row in self.items if row.code == code), code)


def chosen_by(office: Unit) -> Chosen | None:
    """What the office goes by now; None if it has adopted no scheme."""
    edition = APPRAISALS.newest_for(office)
    return Chosen.of(edition) if edition else None
