"""What a paper may consist of, and what it may not."""

from datetime import date

import pytest

from zhuqi.foundation.papers.layout.body import body_from
from zhuqi.foundation.papers.layout.document import (
    Column,
    Document,
    Entry,
    Form,
    Heading,
    KeyTable,
    Paragraph,
    Table,
    day_text,
)


def test_levels_are_taken_from_the_officials_own_numbering() -> None:
    text = """
    　　为做好工作，现通知如下：
    一、总体要求
    （一）建立台账。各县区要逐项明确责任。
    (二)压实责任
    1.按月通报。每月5日前。
    2．不得瞒报
    （1）通报
    十一、附则"""
    assert body_from(text) == (
        Paragraph("为做好工作，现通知如下："),
        Heading("一、总体要求", 1),
        Heading("（一）建立台账。", 2, "各县区要逐项明确责任。"),
        Heading("(二)压实责任", 2),
        Heading("1.按月通报。", 3, "每月5日前。"),
        Heading("2．不得瞒报", 3),
        Heading("（1）通报", 4),
        Heading("十一、附则", 1),
    )


@pytest.mark.parametrize(
    "line",
    [
        "一、" + "同意市供电公司关于硅碳产业园增容的方案并按程序报批" * 2 + "。",
        "3.5万吨硅碳负极材料项目开工。",
        "一是建立台账。",
        "（略）",
        "2026年11月30日前完成。",
        "一、",
        "第一、二项已办结",
    ],
)
def test_what_is_no_heading_is_a_paragraph(line: str) -> None:
    assert body_from(line) == (Paragraph(line),)


def test_nothing_is_no_block() -> None:
    assert body_from("") == ()
    assert body_from(" \n\t\n　\u200b\n\x00") == ()


def test_a_sheet_puts_pairs_beside_each_other_unless_one_takes_the_line() -> None:
    a, b, c, d = (Entry(label, "", whole=label == "乙") for label in "甲乙丙丁")
    assert KeyTable((a, b, c, d), 2).lines == ((a,), (b,), (c, d))
    assert KeyTable((a, c, d), 1).lines == ((a,), (c,), (d,))
    assert KeyTable((), 2).lines == ()


def test_short_rows_are_filled_and_long_ones_refused() -> None:
    columns = (Column("甲"), Column("乙"))
    assert Table(columns, (("1",), ())).full_rows == (("1", ""), ("", ""))
    with pytest.raises(ValueError, match="more cells"):
        Table(columns, (("", "", ""),))
    with pytest.raises(ValueError, match="needs a column"):
        Table((), ())


def test_a_table_lies_across_where_its_columns_ask_for_more_than_a_page_gives() -> None:
    assert not Table((Column("甲", 36),), ()).across
    assert Table((Column("甲", 30), Column("乙", 7)), ()).across


def test_what_a_form_needs_is_asked_for() -> None:
    with pytest.raises(ValueError, match="masthead"):
        Document(Form.BULLETIN, "简报")
    for form in (Form.OFFICIAL, Form.LETTER, Form.MINUTES):
        with pytest.raises(ValueError, match="organ"):
            Document(form, "通知")
    with pytest.raises(ValueError, match="level"):
        Heading("五级", 5)
    with pytest.raises(ValueError, match="pair"):
        KeyTable((), 3)


def test_a_day_is_written_without_zeros() -> None:
    assert day_text(date(2026, 3, 1)) == "2026年3月1日"
