"""Sheets that offices send come out row by row."""

import re
import resource
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from tests.foundation.spreadsheets.workbooks import HEAD, book, raw_book, text_cell
from zhuqi.foundation.access import NotValid
from zhuqi.foundation.spreadsheets import read_rows


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "rows", "width"),
    [
        ("messages_with_replies_2816.xlsx", 2816, 7),
        ("messages_labelled_495.xlsx", 495, None),
        ("category_tree_517.xlsx", 517, 3),
    ],
)
def test_every_row_of_the_real_files_is_read(
    shared_dir: Path, name: str, rows: int, width: int | None
) -> None:
    widths = [len(row) for row in read_rows(shared_dir / "data" / "messages" / name)]
    assert len(widths) == rows
    assert width is None or set(widths) == {width}


def test_text_numbers_dates_and_gaps_keep_what_they_are(tmp_path: Path) -> None:
    when = datetime(2025, 6, 3, 9, 30)  # noqa: DTZ001 (a sheet knows no zone)
    path = book(
        tmp_path / "a.xlsx",
        [
            ["编号", " 企业\n名称 ", "时间", None, "通过"],
            [],
            [7, "鞋业\t有限\n公司", when, "无表头", True],
        ],
    )
    [row] = read_rows(path)
    assert row == {"编号": 7.0, "企业 名称": "鞋业\t有限\n公司", "时间": when, "通过": True}
    assert row.number == 3


def test_an_empty_cell_is_none_and_an_empty_row_is_left_out_but_counted(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [[], HEAD, [1, None, ""], [], [None] * 3, [2, "钻石", None]])
    rows = list(read_rows(path))
    assert [(row.number, row["编号"], row["企业"]) for row in rows] == [
        (3, 1, None),
        (6, 2, "钻石"),
    ]


def test_headings_alone_are_a_table_without_rows(tmp_path: Path) -> None:
    assert list(read_rows(book(tmp_path / "a.xlsx", [HEAD]))) == []


def test_the_sheet_named_is_read_and_the_first_one_else(tmp_path: Path) -> None:
    made = Workbook()
    assert made.active is not None
    made.active.append(["第一"])
    second = made.create_sheet("台账")
    second.append(["编号"])
    second.append([5])
    made.save(tmp_path / "a.xlsx")
    assert [dict(row) for row in read_rows(tmp_path / "a.xlsx", sheet="台账")] == [{"编号": 5}]
    assert list(read_rows(tmp_path / "a.xlsx")) == []
    with pytest.raises(NotValid, match="没有名为“帐台”的工作表，只有：Sheet、台账"):
        list(read_rows(tmp_path / "a.xlsx", sheet="帐台"))


def test_formats_painted_down_to_the_last_row_do_not_make_the_table_large(tmp_path: Path) -> None:
    made = Workbook()
    assert made.active is not None
    made.active.append(HEAD)
    made.active.append([1, "鞋业", None])
    made.active["XFD1048576"].font = Font(bold=True)
    made.save(tmp_path / "a.xlsx")
    assert len(list(read_rows(tmp_path / "a.xlsx"))) == 1
    # Some programs close an empty cell at once, others with a tag of its own.
    for written in (b'<c r="XFD1048576" s="1"/>', b'<c r="XFD1048576" s="1"></c>'):
        path = rewritten(tmp_path, written)
        assert len(list(read_rows(path))) == 1
    with pytest.raises(NotValid, match="XFD1048576"):
        list(read_rows(rewritten(tmp_path, b'<c r="XFD1048576" s="1"><v>1</v></c>')))


def rewritten(tmp_path: Path, cell: bytes) -> Path:
    """The book with its last cell as another program writes it."""
    path, empty = tmp_path / "b.xlsx", re.compile(rb'<c r="XFD1048576"[^>]*(?:/>|></c>)')
    with zipfile.ZipFile(tmp_path / "a.xlsx") as made, zipfile.ZipFile(path, "w") as other:
        for name in made.namelist():
            other.writestr(name, empty.sub(cell, made.read(name)))
    return path


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [HEAD, [1, 2, 3]])
    with pytest.raises(NotValid, match="缺少列：办结日、评价"):
        list(read_rows(path, columns=["编号", "办结日", "评价"]))


def test_the_same_heading_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotValid, match="表头“企业”出现了两次"):
        list(read_rows(book(tmp_path / "a.xlsx", [["企业", "编号", "企业"], [1, 2, 3]])))


def test_rows_come_one_by_one_and_memory_does_not_grow_with_them(tmp_path: Path) -> None:
    row = "".join(text_cell(f"{column}{{0}}", "诉求" * 150) for column in "ABCDEF")
    cells = "".join(f'<row r="{n}">{row.format(n)}</row>' for n in range(2, 12_000))
    head = "".join(text_cell(f"{column}1", column) for column in "ABCDEF")
    path = raw_book(tmp_path / "a.xlsx", f'<row r="1">{head}</row>{cells}')
    del cells
    rows = read_rows(path)
    next(rows)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(1 for _ in rows) == 11_997
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # kB


def test_a_reader_that_stops_half_way_leaves_no_child_behind(tmp_path: Path) -> None:
    rows = read_rows(book(tmp_path / "a.xlsx", [HEAD, *([n, "x" * 500, 1] for n in range(3000))]))
    assert next(rows)["编号"] == 0
    rows.close()  # type: ignore[attr-defined]
    # A child left running would be reported as a ResourceWarning, which fails the test.


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_file_in_either_encoding_reads_like_a_sheet(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "台账.csv"
    path.write_bytes('编号,企业\r\n007,"鞋业,有限\n公司"\r\n,\r\n8,钻石\r\n'.encode(encoding))
    rows = list(read_rows(path, columns=["企业"]))
    assert rows == [{"编号": "007", "企业": "鞋业,有限\n公司"}, {"编号": "8", "企业": "钻石"}]
    assert rows[1].number == 5
