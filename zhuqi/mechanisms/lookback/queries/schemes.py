"""The kind of scheme that says how an office looks back, and which edition it goes by."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.schemes.kinds import RowWords, SchemeKind, ShippedScheme, Term
from zhuqi.mechanisms.lookback.enums import Risk
from zhuqi.mechanisms.lookback.models import (
    LookBackEdition,
    LookBackRule,
    LookBackScheme,
    OfficeLookBack,
)
from zhuqi.mechanisms.lookback.rules import RiskRow, SampleTerms

DATA = Path(__file__).resolve().parent.parent / "data" / "schemes.toml"
_PLACES = {risk: place for place, risk in enumerate(Risk)}
# What a threshold counts; risks without one apply or don't.
THRESHOLDS: Mapping[Risk, str] = {
    Risk.SHORT_ANSWER: "答复不足 {n} 字",
    Risk.SAME_FIRM: "一年内反映 {n} 件以上",
    Risk.UNIT_REDOES: "一年内重办 {n} 件以上",
}
HEAVIEST, LAST_DAY, LONGEST_REST, LONGEST_LIMIT = 10, 28, 36, 15


def _says(row: RiskRow) -> str:
    counted = THRESHOLDS.get(row.risk, "").format(n=row.threshold)
    return "，".join(filter(None, (counted, f"权重 {row.weight}")))


def _refuse_bad(rows: Sequence[RiskRow], terms: Mapping[str, Any]) -> None:
    """NotValid for rows and numbers that make no sample."""
    errors: dict[str, str] = {}
    for row in rows:
        if not 1 <= row.weight <= HEAVIEST:
            errors[f"weight_{row.risk}"] = f"权重应在 1 至 {HEAVIEST} 之间"
        if row.risk in THRESHOLDS and row.threshold < 1:
            errors[f"threshold_{row.risk}"] = "请填写界限"
    if not terms["size"] and not 1 <= terms["share"] <= 100:  # noqa: PLR2004 (percent)
        errors["share"] = "不按件数抽取的，比例应在 1% 至 100% 之间"
    if terms["floor"] > terms["cap"]:
        errors["floor"] = "“至少”不能大于“至多”"
    if terms["cap"] < 1:
        errors["cap"] = "“至多”应不少于 1 件"
    if not 0 <= terms["at_random"] <= 100:  # noqa: PLR2004 (percent)
        errors["at_random"] = "随机部分应在 0% 至 100% 之间"
    if not 1 <= terms["day"] <= LAST_DAY:
        errors["day"] = f"抽取日应在 1 至 {LAST_DAY} 日之间"
    if not 1 <= terms["limit"] <= LONGEST_LIMIT:
        errors["limit"] = f"说明时限应在 1 至 {LONGEST_LIMIT} 个工作日之间"
    if terms["rest"] > LONGEST_REST:
        errors["rest"] = f"不重复抽取最长 {LONGEST_REST} 个月"
    if errors:
        raise NotValid(errors)


LOOK_BACKS = SchemeKind(
    LookBackScheme,
    LookBackEdition,
    LookBackRule,
    OfficeLookBack,
    object_type="lookback_scheme",
    name="回头看方案",
    columns=("risk", "weight", "threshold"),
    about=("risk",),
    read=lambda row: RiskRow(Risk(row.risk), row.weight, row.threshold),
    words=RowWords(
        what=lambda row: str(row.risk.label), says=_says, place=lambda row: _PLACES[row.risk]
    ),
    refuse=_refuse_bad,
    adopted=("lookback_chosen", "lookback"),
    terms=(
        Term("size", "每月抽取", says=lambda n: f"{n} 件" if n else "按比例"),
        Term("share", "抽取比例", "%"),
        Term("floor", "至少", "件"),
        Term("cap", "至多", "件"),
        Term("at_random", "其中随机抽取", "%"),
        Term("rest", "不重复抽取", "个月"),
        Term("day", "每月抽取日", "日"),
        Term("cross", "回访人", says=lambda yes: "其他活动办优先" if yes else "本活动办"),
        Term("below", "下级活动办办结的", says=lambda yes: "包括" if yes else "不包括"),
        Term("limit", "单位说明时限", "个工作日"),
    ),
    optional=True,
)
TERMS = tuple(term.column for term in LOOK_BACKS.terms)


def shipped() -> list[ShippedScheme[RiskRow]]:
    """The schemes that come with the software."""
    return [
        ShippedScheme(
            code=row["code"],
            name=row["name"],
            source=row["source"],
            rules=[
                RiskRow(Risk(r["risk"]), r["weight"], r.get("threshold", 0)) for r in row["rules"]
            ],
            terms={name: row[name] for name in TERMS},
        )
        for row in tomllib.loads(DATA.read_text(encoding="utf-8"))["scheme"]
    ]


def sample_terms(edition: LookBackEdition) -> SampleTerms:
    """What an edition says of the size of a sample."""
    return SampleTerms(edition.size, edition.share, edition.floor, edition.cap, edition.at_random)


def risk_rows(edition: LookBackEdition) -> tuple[RiskRow, ...]:
    """Its risks; an edition never changes, so it is read once a process."""
    return LOOK_BACKS.read_once(edition.pk, edition.since)


def newest_by_scheme() -> dict[int, LookBackEdition]:
    """The newest edition of every scheme, by scheme."""
    return {one.scheme_id: one for one in LOOK_BACKS.editions().order_by("number")}
