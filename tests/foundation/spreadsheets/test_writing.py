"""Tables written for Excel are read back cell by cell, whatever anybody typed into them."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from zhuqi.foundation.spreadsheets.writing import (
    CUT,
    LONGEST,
    Head,
    Holds,
    Row,
    Sheet,
    SheetColumn,
    write_csv,
    write_workbook,
    write_xlsx,
)

COLUMNS = (
    SheetColumn("编号", width=16),
    SheetColumn("诉求", width=30),
    SheetColumn("件", Holds.NUMBER, 8),
    SheetColumn("交办日", Holds.DAY),
    SheetColumn("办理时限", Holds.MOMENT, 17),
)
HEAD = Head("助企诉求台账", ["填报单位：市活动办　共 2 件", "条件：状态：办理中"])
MOMENT = datetime(2026, 11, 29, 2, 30, tzinfo=UTC)


def written(path: Path, rows: list[Row]) -> list[list[object]]:
    """The rows of the file as a reader of Excel files sees them, headings first."""
    write_xlsx(path, sheet="台账", head=HEAD, columns=COLUMNS, rows=iter(rows))
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    return [[*row] for row in sheet.to_python(skip_empty_area=False)[len(HEAD.lines) + 1 :]]


def test_values_keep_their_kinds_and_moments_are_the_offices(tmp_path: Path) -> None:
    row: Row = ["XC-1", "用电", 3, date(2026, 11, 2), MOMENT]
    headings, read = written(tmp_path / "a.xlsx", [row])
    assert headings == ["编号", "诉求", "件", "交办日", "办理时限"]
    assert read == ["XC-1", "用电", 3, date(2026, 11, 2), datetime(2026, 11, 29, 10, 30)]  # noqa: DTZ001 (as Excel has it)


def test_a_workbook_holds_several_sheets_each_as_if_alone(tmp_path: Path) -> None:
    row: Row = ["=1+1", "用电", 3, date(2026, 11, 2), MOMENT]
    numbers = write_workbook(
        tmp_path / "a.xlsx",
        [
            Sheet("新收", HEAD, COLUMNS, iter([row, row])),
            Sheet("新收", HEAD, COLUMNS[:3], iter([])),
            Sheet("a/b", Head("指标"), COLUMNS[:1], [["XC-1"]]),
        ],
    )
    assert numbers == [2, 0, 1]
    book = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    assert book.sheet_names == ["新收", "新收 2", "a b"]
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)[3:]
    assert rows[0] == ["编号", "诉求", "件", "交办日", "办理时限"]
    assert rows[1][0] != "=1+1"
    assert rows[1][2:] == [3, date(2026, 11, 2), datetime(2026, 11, 29, 10, 30)]  # noqa: DTZ001 (as Excel has it)
    sheet = load_workbook(tmp_path / "a.xlsx")["新收 2"]
    assert (sheet.freeze_panes, sheet["A1"].value) == ("B5", HEAD.title)
    assert sheet.page_setup.orientation == "landscape"


def test_headings_stay_in_sight_filter_and_repeat_on_paper(tmp_path: Path) -> None:
    write_xlsx(
        tmp_path / "a.xlsx", sheet="[台/账]", head=HEAD, columns=COLUMNS, rows=[["1"] + [None] * 4]
    )
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    assert (sheet.title, sheet.freeze_panes) == ("台 账", "B5")
    assert sheet.auto_filter.ref == "A4:E5"
    assert sheet["A1"].value == HEAD.title
    assert (sheet["A1"].font.bold, sheet["A4"].font.bold) == (True, True)
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.column_dimensions["B"].width == pytest.approx(30, abs=1)


def test_a_table_without_rows_still_has_its_headings(tmp_path: Path) -> None:
    assert written(tmp_path / "a.xlsx", [])[0][0] == "编号"


HOSTILE = (
    "=1+1", "+86", "-2", "@SUM(A1)", "\t=cmd", "\r=cmd", "  =1", "＝1", "＋1", "＠a", "-", "\tx",
    '=HYPERLINK("http://x")',
)  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_typed_becomes_a_formula_in_either_file(tmp_path: Path, typed: str) -> None:
    row: Row = [typed, None, None, None, None]
    [read] = written(tmp_path / "a.xlsx", [row])[1:]
    assert str(read[0]).startswith("'")
    write_csv(tmp_path / "a.csv", head=HEAD, columns=COLUMNS, rows=[row])
    last = (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()
    assert any(line.lstrip('"').startswith("'") for line in last[4:])


def test_what_is_above_the_table_is_guarded_too(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", head=Head("=A1", ["@x"]), columns=COLUMNS, rows=[])
    text = (tmp_path / "a.csv").read_bytes().decode()
    assert text.startswith("\ufeff'=A1\r\n'@x\r\n")


def test_a_text_longer_than_a_cell_is_cut_and_says_so(tmp_path: Path) -> None:
    [read] = written(tmp_path / "a.xlsx", [["长" * 40_000, None, None, None, None]])[1:]
    assert len(str(read[0])) == LONGEST
    assert str(read[0]).endswith(CUT)


@given(st.text(max_size=40))
def test_whatever_can_be_typed_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, typed: str
) -> None:
    """But for what no cell can hold: control characters, noncharacters."""
    path = tmp_path_factory.mktemp("t") / "a.xlsx"
    [read] = written(path, [[typed, "x", None, None, None]])[1:]
    lines = typed.replace("\r\n", "\n").replace("\r", "\n")
    wanted = "".join(
        one for one in lines if (one >= " " or one in "\n\t") and one not in "\x7f\ufffe\uffff"
    )
    assert read[0] in {wanted, f"'{wanted}"}


def test_two_headings_of_a_name_are_two_columns(tmp_path: Path) -> None:
    columns = (SheetColumn("电话"), SheetColumn("电话"))
    write_xlsx(tmp_path / "a.xlsx", sheet="x", head=HEAD, columns=columns, rows=[["1", "2"]])
    sheet = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0)
    assert sheet.to_python()[-2:] == [["电话", "电话 2"], ["1", "2"]]
