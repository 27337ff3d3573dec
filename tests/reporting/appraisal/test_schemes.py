"""考评方案: what makes one, and what is refused with its reason."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cast import Cast
from tests.thorough import examples
from zhuqi.foundation.access import SYSTEM, NotValid
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.reporting.appraisal.enums import Better, Part
from zhuqi.reporting.appraisal.rules import Shares
from zhuqi.reporting.appraisal.scheme_rows import (
    SchemeRow,
    burden_in,
    group,
    indicator,
    item,
    method_words,
    refuse_bad_rows,
    shares_of,
)
from zhuqi.reporting.appraisal.schemes import (
    APPRAISALS,
    SHIPPED,
    chosen_by,
    known_figures,
    load_appraisal_schemes,
)

ROWS, TERMS = list(SHIPPED[0].rules), dict(SHIPPED[0].terms)


def refused(rows: list[SchemeRow], **terms: int) -> str:
    with pytest.raises(NotValid) as refusal:
        refuse_bad_rows(rows, {**TERMS, **terms}, known_figures())
    return str(refusal.value)


def changed(which: str, **fields: object) -> list[SchemeRow]:
    return [replace(row, **fields) if row.code == which else row for row in ROWS]  # type: ignore[arg-type]


def test_the_scheme_that_is_shipped_is_one_and_gives_100_points() -> None:
    refuse_bad_rows(ROWS, TERMS, known_figures())
    by_group = {"response": 30, "solved": 35, "satisfied": 35}
    weights = {row.code: row.points for row in ROWS if row.part == Part.INDICATOR}
    assert weights["on_time_rate"] + weights["signed_in_time_rate"] == by_group["response"]
    assert weights["true_solved_rate"] + weights["redo_fault_rate"] == by_group["solved"]
    assert weights["satisfied_rate"] + weights["rated_rate"] == by_group["satisfied"]
    assert shares_of(TERMS) == Shares(10, 45, 45)


@pytest.mark.parametrize(
    "words",
    [
        "系统登录次数", "每月登陆", "走访企业次数", "走访 企业 户数", "打卡签到", "现场拍照上传",
        "工作留痕", "下企业次数", "助企干部积分", "个人先进", "Login count", "平台访问量",
        "朋友圈转发",
    ],
)  # fmt: skip
def test_nobody_is_scored_by_log_ins_visits_photos_or_persons(words: str) -> None:
    why = burden_in(words)
    assert "国办函〔2026〕12号" in why
    assert burden_in(f"加分：{words}")
    assert refused([*ROWS, item("more", words, 1, Better.HIGHER)]) in f"{why} {burden_in(words)}"


@pytest.mark.parametrize("row", [row for row in ROWS if row.part == Part.ITEM])
def test_what_is_shipped_asks_for_no_such_count(row: SchemeRow) -> None:
    assert burden_in(row.name) == ""


@pytest.mark.parametrize("code", ["login_count", "visits", "median_days", "collected", "nothing"])
def test_only_rates_that_are_defined_are_indicators(code: str) -> None:
    why = refused([*changed("rated_rate", code=code)])
    assert "国办函〔2026〕12号" in why


def test_a_figure_counts_the_way_it_is_better() -> None:
    assert "越低越好" in refused(changed("redo_fault_rate", zero=Decimal(0), full=Decimal(20)))
    assert "越高越好" in refused(changed("rated_rate", zero=Decimal(80), full=Decimal(20)))
    assert "零分线" in refused(changed("rated_rate", zero=Decimal(50), full=Decimal(50)))
    assert "封顶" in refused(changed("rated_rate", cap=Decimal(500)))


def test_weights_make_100_shares_make_100_and_nothing_stands_twice() -> None:
    assert "合计应为 100 分" in refused(changed("rated_rate", points=Decimal(9)))
    assert "合计应为 100%" in refused(ROWS, month_share=20)
    assert "两次" in refused([*ROWS, indicator("rated_rate", 0, zero=0, full=90)])
    assert "分组" in refused([row for row in ROWS if row.part != Part.GROUP])
    assert "指标" in refused([row for row in ROWS if row.part != Part.INDICATOR])
    assert "申诉期" in refused(ROWS, appeal_days=0)


@pytest.mark.parametrize("kind", [UnitKind.EXTERNAL, UnitKind.SECTION, UnitKind.CHAMBER])
def test_what_cant_be_commanded_or_is_near_to_a_person_is_in_no_group(kind: UnitKind) -> None:
    assert "不参加排名" in refused([*ROWS, group("其他", Level.CITY, kind)])


@settings(max_examples=examples(40))
@given(st.text(max_size=40))
def test_any_words_are_judged_without_breaking(words: str) -> None:
    assert isinstance(burden_in(words), str)


def test_the_page_says_how_small_units_are_treated() -> None:
    said = "".join(method_words(5, 5))
    assert "经验贝叶斯" in said
    assert "不参与排名" in said
    assert "经验贝叶斯" not in "".join(method_words(5, 0))


def test_an_office_goes_by_the_newest_edition_of_what_it_chose(cast: Cast) -> None:
    assert load_appraisal_schemes(by=SYSTEM) + load_appraisal_schemes(by=SYSTEM) <= 1
    assert chosen_by(cast.city_office) is None
    APPRAISALS.adopt(office=cast.city_office, code="sample", by=SYSTEM)
    scheme = APPRAISALS.schemes().get(code="sample")
    APPRAISALS.publish(scheme=scheme, rules=ROWS, by=SYSTEM, **{**TERMS, "least": 9})
    chosen = chosen_by(cast.city_office)
    assert chosen is not None
    assert chosen.scoring.least == 9
    assert chosen.groups[0] == "县区" or "县区" in chosen.groups
    assert chosen.name_of("on_time_rate") == "按期率"
    assert chosen.name_of("false") == "查实虚假办结"
    with pytest.raises(NotValid, match="合计应为 100 分"):
        APPRAISALS.publish(scheme=scheme, rules=ROWS[:-9], by=SYSTEM, **TERMS)
