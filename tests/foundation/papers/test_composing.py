"""A kind's text, filled in with one row's values: nothing is run, nothing is left open."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.papers.composing import UNKNOWN, compose, text_faults
from zhuqi.foundation.papers.kinds import Contents, PaperKind, PaperText, Value
from zhuqi.foundation.papers.layout.document import (
    Column,
    Document,
    Entry,
    Form,
    KeyTable,
    Paragraph,
    Table,
)
from zhuqi.foundation.papers.stored import as_data, digest_of, from_data

OFFICE = Unit(name="许昌市活动办")
TABLE = Table((Column("序号"), Column("问题", 20)), (("1", "用电"), ("2", "用地")))


def kind(body: str, *, form: Form = Form.LETTER, title: str = "函") -> PaperKind:
    return PaperKind(
        name="商请函", form=form, text=PaperText(title=title, to="{受文单位}", body=body),
        fields={"受文单位": "", "内容": "", "清单": ""}, tables=frozenset({"清单"}),
    )  # fmt: skip


def composed(of: PaperKind, **values: Value) -> Document:
    contents = Contents(
        kind="letter", office=OFFICE, unit=None, to="", number="〔2026〕3号",
        day=date(2026, 11, 20), values=values,
    )  # fmt: skip
    return compose(of, of.text, contents, "核验码 2345")


def test_a_letter_says_who_to_whom_what_and_when() -> None:
    letter = composed(
        kind("请协助：\n{内容}\n{清单}"), 受文单位="供电公司、水务集团", 内容="增容。", 清单=TABLE
    )
    assert (letter.organs, letter.number) == (("许昌市活动办",), "〔2026〕3号")
    assert letter.addressees == ("供电公司", "水务集团")
    assert letter.body == (Paragraph("请协助："), Paragraph("增容。"), TABLE)
    assert (letter.signed_by, letter.day) == (("许昌市活动办",), date(2026, 11, 20))


def test_a_sheet_has_lines_of_one_pair_and_of_two() -> None:
    sheet = composed(
        kind("|主送|{受文单位}|编号|1|\n|内容|{内容}|", form=Form.PLAIN),
        受文单位="市工信局",
        内容="a|b",
    )
    assert sheet.organs == ()
    [table] = sheet.body
    assert table == KeyTable(
        (Entry("主送", "市工信局"), Entry("编号", "1"), Entry("内容", "a|b", whole=True)), 2
    )


def test_what_is_not_known_says_so() -> None:
    assert composed(kind("{内容}"), 内容="").body == (Paragraph(UNKNOWN),)


def test_a_value_is_never_read_as_a_field() -> None:
    hostile = "{受文单位}{{7*7}}{清单}<b>#set"
    assert composed(kind("{内容}"), 内容=hostile, 清单=TABLE).body == (Paragraph(hostile),)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("请办。\n{不知道}", "第 2 行第 1 字：没有“{不知道}”这个字段"),
        ("请{办", "第 1 行第 2 字：“{”没有成对"),
        ("见{清单}。", "第 1 行：表格“{清单}”要单独占一行"),
        ("|内容|", "第 1 行：单式的一行写成 |名称|内容|，或并排写两组"),
    ],
)
def test_a_wrong_text_is_an_error_with_its_place(body: str, said: str) -> None:
    wrong = kind(body)
    assert text_faults(wrong, wrong.text) == {"body": [said]}
    with pytest.raises(ValueError, match="faults"):
        composed(wrong)


def test_a_table_has_no_place_in_a_title() -> None:
    wrong = kind("", title="{清单}")
    assert list(text_faults(wrong, wrong.text)) == ["title"]


@given(st.text(), st.text())
def test_what_is_kept_comes_back_as_it_was(said: str, to: str) -> None:
    made = composed(kind("{内容}\n{清单}"), 受文单位=to, 内容=said, 清单=TABLE)
    data = as_data(made)
    assert from_data(data) == made
    assert digest_of(data) == digest_of(as_data(from_data(data)))
