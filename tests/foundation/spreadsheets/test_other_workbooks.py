"""Registers that were kept in older programs, or in other ones."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.foundation.spreadsheets.workbooks import Wrong, ods_book, older_book
from zhuqi.foundation.access import NotValid
from zhuqi.foundation.spreadsheets import read_lines

WHEN = datetime(2019, 4, 25, 9, 30)  # noqa: DTZ001 (a sheet knows no zone)


def lines_of(path: Path) -> list[tuple[int, list[object]]]:
    _book, lines = read_lines(path)
    return [(line.number, list(line.cells)) for line in lines]


def test_an_older_workbook_keeps_its_values_and_shows_what_went_wrong_in_it(tmp_path: Path) -> None:
    """A formula gone wrong is no empty cell: what is missing would go in unnoticed."""
    rows: list[list[object]] = [
        ["编号", "企业", "时间", "结果"],
        ["A1", "钻石公司", WHEN, 2.0],
        ["A2", None, None, True],
        ["A3", Wrong(0x2A), Wrong(0x17, formula=True), False],
    ]
    path = older_book(tmp_path / "a.xls", rows, merged=[(1, 2, 1, 1)])
    assert lines_of(path) == [
        (1, ["编号", "企业", "时间", "结果"]),
        (2, ["A1", "钻石公司", WHEN, 2.0]),
        (3, ["A2", "钻石公司", None, True]),
        (4, ["A3", "#N/A", "#REF!", False]),
    ]


def test_an_older_workbook_cut_short_is_called_damaged(tmp_path: Path) -> None:
    path = older_book(tmp_path / "a.xls", [["编号"], ["A1"]])
    path.write_bytes(path.read_bytes()[:1600])
    with pytest.raises(NotValid, match="已损坏"):
        lines_of(path)


def test_an_open_document_keeps_its_values_as_they_are_meant(tmp_path: Path) -> None:
    text = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    head = "".join(text.format(name) for name in ("编号", "企业", "时间", "比例"))
    empty = "<table:table-cell/>"
    tables = (
        '<table:table table:name="旧" table:style-name="ta2"><table:table-row>'
        + text.format("不读") + "</table:table-row></table:table>"
        f'<table:table table:name="台账"><table:table-row>{head}</table:table-row>'
        "<table:table-row>" + text.format("A1")
        + '<table:table-cell office:value-type="string" table:number-rows-spanned="2">'
        "<office:annotation><text:p>批注不是内容</text:p></office:annotation>"
        '<text:p>许昌<text:s text:c="2"/>钻石</text:p><text:p>公司</text:p></table:table-cell>'
        '<table:table-cell office:value-type="date" office:date-value="2019-04-25T09:30:00">'
        "<text:p>4月25日</text:p></table:table-cell>"
        '<table:table-cell office:value-type="percentage" office:value="0.5"><text:p>50%</text:p>'
        "</table:table-cell></table:table-row>"
        "<table:table-row>" + text.format("A2") + "<table:covered-table-cell/>"
        + text.format("#N/A") + empty + "</table:table-row>"
        '<table:table-row table:number-rows-repeated="3"><table:table-cell '
        'table:number-columns-repeated="1024"/></table:table-row>'
        "<table:table-row>" + text.format("A3") + empty + empty
        + '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
        "</table:table-row></table:table>"
    )  # fmt: skip
    moment, firm = datetime(2019, 4, 25, 9, 30, tzinfo=UTC).replace(tzinfo=None), "许昌  钻石\n公司"
    found = lines_of(ods_book(tmp_path / "a.ods", tables))
    assert [line for line in found if any(cell is not None for cell in line[1])] == [
        (1, ["编号", "企业", "时间", "比例"]),
        (2, ["A1", firm, moment, 0.5]),
        (3, ["A2", firm, "#N/A"]),
        (7, ["A3", None, None, True]),
    ]
