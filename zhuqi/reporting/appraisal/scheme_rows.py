"""What a scheme of appraisal says, row by row, and which schemes are refused, and why. Pure.

Units and counties are ranked, never persons, and never by log-ins or numbers of visits: such
counts make work for the grass roots instead of taking it away.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.reporting.appraisal.enums import Better, Part
from zhuqi.reporting.appraisal.rules import Indicator, Item, Scoring, Shares

NO_BURDEN = "为基层减负的规定（国办函〔2026〕12号）"
# Kinds of unit that are ranked. Bodies that can't be commanded are none of these, or are left out
# one by one; a section of a unit is too near to a person.
RANKED_KINDS = (
    UnitKind.OFFICE,
    UnitKind.DEPARTMENT,
    UnitKind.PARK,
    UnitKind.TOWN,
    UnitKind.SUBORDINATE,
)
WHOLE, MOST_CAP, MOST_ITEM = Decimal(100), Decimal(150), Decimal(20)
# What may be chosen of the terms: name, what it is called, from, to.
LIMITS = (
    ("least", "参加排名的最低基数", 0, 1000),
    ("strength", "小单位折算强度", 0, 1000),
    ("appeal_days", "申诉期（工作日）", 1, 30),
    ("decide_days", "裁定期（工作日）", 1, 30),
    ("red", "红榜名数", 0, 10),
    ("black", "黑榜名数", 0, 10),
)
# By what nobody is to be scored: as it is written, spaces left out.
_BURDENS = (
    (
        "登录、访问次数",
        r"登[录陆]|上线(次|率|天)|在线(时长|天数|率)|访问[量次]|点击|浏览[量次]|活跃[度率]|login|log-in",
    ),
    ("走访次数", r"走访.{0,8}(次|数|量|频|率)|(次|户)数.{0,6}走访|visit"),
    ("到企业次数", r"(入企|进企|到企|下企|调研|上门).{0,6}(次|户数|频|天数)"),
    ("打卡、拍照、留痕", r"打卡|签到|轨迹|定位|拍照|照片|截图|留痕"),
    ("转发、点赞", r"转发|点赞|关注量|下载量"),
    ("个人积分", r"个人|人均|每人|干部(本人|积分|排名)|(人员|干部).{0,4}(积分|得分|排名)"),
)


@dataclass(frozen=True, slots=True)
class Known:
    """A figure that may be an indicator: its name, its formula in words, which way is better."""

    name: str
    formula: str
    better: Better


@dataclass(frozen=True, slots=True)
class SchemeRow:
    """A row of a scheme, its fields named like its columns.

    A group's `code` is level and kind of its units (city.department); several rows of one `name`
    are one group. An indicator's is that of its figure. `points` are an indicator's weight and the
    most an item can add or take off; `zero`, `full` and `cap` are an indicator's, in per cent.
    """

    part: Part
    code: str
    name: str = ""
    points: Decimal = Decimal(0)
    better: Better = Better.HIGHER
    zero: Decimal = Decimal(0)
    full: Decimal = Decimal(0)
    cap: Decimal = Decimal(0)


def group(name: str, level: Level, kind: UnitKind) -> SchemeRow:
    """A row that puts units of this level and kind into a group."""
    return SchemeRow(Part.GROUP, f"{level.value}.{kind.value}", name)


def indicator(
    code: str, weight: object, *, zero: object, full: object, cap: object = 100
) -> SchemeRow:
    """A row of an indicator."""
    low, high = Decimal(str(zero)), Decimal(str(full))
    better = Better.HIGHER if high > low else Better.LOWER
    return SchemeRow(
        Part.INDICATOR, code, "", Decimal(str(weight)), better, low, high, Decimal(str(cap))
    )


def item(code: str, name: str, most: object, better: Better) -> SchemeRow:
    """A row of a plus or minus item."""
    return SchemeRow(Part.ITEM, code, name, Decimal(str(most)), better)


def of_part(rows: Iterable[SchemeRow], part: Part) -> list[SchemeRow]:
    """The rows of one part."""
    return [row for row in rows if row.part == part]


def kinds_of_group(code: str) -> tuple[Level, UnitKind]:
    """Which units a row of a group means."""
    level, _dot, kind = code.partition(".")
    return Level(level), UnitKind(kind)


def scoring_of(rows: Sequence[SchemeRow], terms: Mapping[str, Any]) -> Scoring:
    """What of the scheme decides on points and ranks."""
    return Scoring(
        tuple(
            Indicator(row.code, row.points, row.zero, row.full, row.cap)
            for row in of_part(rows, Part.INDICATOR)
        ),
        tuple(
            Item(row.code, row.name, row.points, Better(row.better))
            for row in of_part(rows, Part.ITEM)
        ),
        least=terms["least"],
        strength=terms["strength"],
    )


def shares_of(terms: Mapping[str, Any]) -> Shares:
    """What months, half-year and year-end count in the year."""
    return Shares(terms["month_share"], terms["half_share"], terms["year_share"])


# What is refused ----------------------------------------------------------------------------------


def burden_in(text: str) -> str:
    """Why nobody is scored by what these words ask for; "" where nothing is against it."""
    plain = re.sub(r"\s+", "", text).lower()
    for counts, pattern in _BURDENS:
        if found := re.search(pattern, plain):
            return f"“{found[0]}”：按{counts}记分会增加基层负担，不符合{NO_BURDEN}"
    return ""


def refuse_bad_rows(
    rows: Sequence[SchemeRow], terms: Mapping[str, Any], known: Mapping[str, Known]
) -> None:
    """NotValid with the first reason for which rows and terms make no scheme."""
    for why in (*_rows_wrong(rows, known), *_terms_wrong(terms)):
        if why:
            raise NotValid(why)


def _rows_wrong(rows: Sequence[SchemeRow], known: Mapping[str, Known]) -> list[str]:
    indicators, groups = of_part(rows, Part.INDICATOR), of_part(rows, Part.GROUP)
    codes = [(row.part, row.code) for row in rows]
    whole = sum((row.points for row in indicators), Decimal(0))
    return [
        "" if groups else "至少要有一个分组",
        "" if indicators else "至少要有一项指标",
        "" if len(set(codes)) == len(codes) else "同一指标、同一类单位或同一加减分项写了两次",
        *map(_group_wrong, groups),
        *(_indicator_wrong(row, known) for row in indicators),
        *map(_item_wrong, of_part(rows, Part.ITEM)),
        "" if whole == WHOLE else f"各项指标的分值合计应为 100 分，现在是 {whole.normalize():f} 分",
    ]


def _group_wrong(row: SchemeRow) -> str:
    try:
        _level, kind = kinds_of_group(row.code)
    except ValueError:
        return f"没有这样的单位类型：{row.code}"
    if kind not in RANKED_KINDS:
        return f"{kind.label}不参加排名：不能直接交办的单位和科室不排名"
    return "" if row.name.strip() else "请填写分组名称"


def _indicator_wrong(row: SchemeRow, known: Mapping[str, Known]) -> str:
    figure = known.get(row.code)
    if figure is None:
        return burden_in(row.code) or (
            f"没有指标 {row.code}：只能用“指标”页上有定义的率。"
            f"登录次数、走访次数、个人积分不作指标，依据{NO_BURDEN}"
        )
    if not 0 < row.points <= WHOLE:
        return f"“{figure.name}”的分值应大于 0，不超过 100"
    if not (0 <= row.zero <= WHOLE and 0 <= row.full <= WHOLE) or row.zero == row.full:
        return f"“{figure.name}”的零分线、满分线应在 0 到 100 之间，并且不同"
    if (row.full > row.zero) != (figure.better == Better.HIGHER):
        line = "高于" if figure.better == Better.HIGHER else "低于"
        return f"“{figure.name}”{figure.better.label}，满分线应{line}零分线"
    if not WHOLE <= row.cap <= MOST_CAP:
        return f"“{figure.name}”的封顶应在 100 到 150 之间"
    return ""


def _item_wrong(row: SchemeRow) -> str:
    if not row.name.strip():
        return "请填写加减分项的名称"
    if not 0 < row.points <= MOST_ITEM:
        return f"“{row.name}”的最高分应大于 0，不超过 {MOST_ITEM}"
    return burden_in(row.name)


def _terms_wrong(terms: Mapping[str, Any]) -> list[str]:
    shares = [terms[name] for name in ("month_share", "half_share", "year_share")]
    whole = sum(shares) == WHOLE and min(shares) >= 0
    outside = [
        f"{label}应在 {low} 到 {high} 之间"
        for name, label, low, high in LIMITS
        if not low <= terms[name] <= high
    ]
    return ["" if whole else "月、半年、年终的权重合计应为 100%", *outside]


def method_words(least: int, strength: int) -> list[str]:
    """How small units are treated and why, in sentences for the page."""
    said = []
    if strength:
        said.append(
            f"小单位折算（经验贝叶斯收缩，强度 {strength}）：每个单位的率先向本组的率靠拢，"
            f"相当于给每个单位各加 {strength} 件按本组平均水平办理的诉求，再计算得分。"
            "件数少的单位不会因一两件大起大落，件数多的单位基本不受影响；没有件数的按本组平均计。"
        )
    if least:
        said.append(
            f"最大基数不足 {least} 件的单位只列得分，不参与排名：件数太少，名次说明不了问题。"
        )
    said.append("每项得分四舍五入到 0.01 分，总分是各项之和，名次按总分排，同分同名次。")
    return said
