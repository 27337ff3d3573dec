"""Files made to hurt and files that were hurt: each gets its sentence, soon, in little memory."""

import os
import resource
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.foundation.spreadsheets.workbooks import HEAD, book, raw_book, replaced, text_cell
from zhuqi.foundation.access import NotValid
from zhuqi.foundation.spreadsheets import MAX_BYTES, MAX_ROWS, inspection, read_rows, reading

_LOCKED = "EncryptedPackage".encode("utf-16-le")


@pytest.fixture(autouse=True)
def _stays_small() -> Iterator[None]:
    """Whatever the file asks for, this process does not grow by more than 100 MB."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def refusal(path: Path, *, max_rows: int = MAX_ROWS, max_bytes: int = MAX_BYTES) -> str:
    with pytest.raises(NotValid) as caught:
        list(read_rows(path, max_rows=max_rows, max_bytes=max_bytes))
    return caught.value.reason


def test_a_cell_in_the_last_corner_is_refused_before_anyone_makes_room_for_it(
    tmp_path: Path,
) -> None:
    path = raw_book(
        tmp_path / "a.xlsx",
        f'<row r="1">{text_cell("A1", "x")}</row>'
        f'<row r="1048576">{text_cell("XFD1048576", "y")}</row>',
    )
    assert path.stat().st_size < 2000
    assert "XFD1048576" in refusal(path)


@pytest.mark.parametrize("cell", ["<c r='XFD1048576'>", '<x:c s="1" t="n"  r="XFD1048576">'])
def test_other_ways_to_write_the_place_are_seen_too(tmp_path: Path, cell: str) -> None:
    assert "XFD1048576" in refusal(raw_book(tmp_path / "a.xlsx", f"<row>{cell}<v>1</v></row>"))


def test_a_place_cut_by_the_edge_of_a_piece_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = raw_book(tmp_path / "a.xlsx", " " * 700 + text_cell("XFD1048576", "y"))
    for chunk in range(780, 860):
        monkeypatch.setattr(inspection, "_CHUNK", chunk)
        with zipfile.ZipFile(path) as book, pytest.raises(NotValid, match="XFD1048576"):
            inspection.scan(book, "xl/worksheets/sheet1.xml")


def test_a_sheet_that_lies_elsewhere_is_looked_through_too(tmp_path: Path) -> None:
    # Where no inspection by name would look for one, asking for 17 thousand million cells.
    path = raw_book(
        tmp_path / "a.xlsx",
        f'<row r="1">{text_cell("A1", "x")}{text_cell("XFD1048576", "y")}</row>',
        sheet="xl/elsewhere/sheet1.xml",
    )
    assert "XFD1048576" in refusal(path)


def test_entities_that_would_grow_without_end_are_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [HEAD, [1, 2, 3]])
    laughs = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(10)
    )
    part = f"<!DOCTYPE worksheet [{laughs}]><worksheet><row><c><v>&l9;</v></c></row></worksheet>"
    replaced(path, "xl/worksheets/sheet1.xml", part.encode())
    assert "已损坏" in refusal(path)


def test_a_row_far_down_written_in_utf_16_meets_the_limit_as_it_is_read(tmp_path: Path) -> None:
    path = raw_book(tmp_path / "a.xlsx", "")
    far = f'<worksheet><sheetData><row r="1048576">{text_cell("A1048576", "y")}</row></sheetData>'
    replaced(path, "xl/worksheets/sheet1.xml", f"{far}</worksheet>".encode("utf-16"))
    assert "A1048576" in refusal(path)


def test_a_loop_without_end_meets_the_limit_of_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "SECONDS", 1)
    path = raw_book(tmp_path / "a.xlsx", "<c " * 500_000)
    assert "时间限制" in refusal(path)


def test_a_zip_bomb_is_refused_by_what_it_declares(tmp_path: Path) -> None:
    path = raw_book(tmp_path / "a.xlsx", " " * 12_000_000)
    assert path.stat().st_size < 50_000
    assert "展开后过大" in refusal(path)


def test_a_zip_bomb_that_declares_little_is_refused_by_what_it_is(tmp_path: Path) -> None:
    path = raw_book(tmp_path / "a.xlsx", " " * 12_000_000)
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    data = path.read_bytes()
    # In the part's own header and in the directory at the end.
    assert data.count(size) == 2
    path.write_bytes(data.replace(size, (1000).to_bytes(4, "little")))
    assert refusal(path)


def test_far_too_many_rows_are_refused_with_the_limit(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [HEAD, *([n, "x", 1] for n in range(11))])
    assert refusal(path, max_rows=10) == "表格超过 10 行，请分开导入"
    assert len(list(read_rows(path, max_rows=11))) == 11


def test_a_row_longer_than_any_office_program_makes_is_refused(tmp_path: Path) -> None:
    wide = "".join(text_cell(f"{column}2", os.urandom(150_000).hex()) for column in "ABCD")
    path = raw_book(
        tmp_path / "a.xlsx", f'<row r="1">{text_cell("A1", "头")}</row><row r="2">{wide}</row>'
    )
    assert refusal(path) == "第 2 行内容过长"


def test_too_big_a_file_is_refused_unread(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [HEAD, [1, 2, 3]])
    assert "超过 0.000976562 MB" in refusal(path, max_bytes=1024)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.xlsx", "文件是空的"),
        (b"just text", "a.xlsx", "不是 .xlsx"),
        (b"%PDF-1.7", "a.xlsx", "不是 .xlsx"),
        (b"\x00\x01\x02", "a.csv", "编码"),
        (b'"' + b"x" * 200_000, "a.csv", "读不懂"),
        (b"\r\n , \r\n", "a.csv", "表格是空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "a.xls", "已损坏"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + _LOCKED,
            "a.xlsx",
            "有密码",
        ),
        (b"PK\x03\x04" + bytes(100), "a.xlsx", "已损坏"),
    ],
    ids=lambda value: value if isinstance(value, str) else "bytes",
)  # fmt: skip
def test_what_is_no_workbook_is_told_apart(
    tmp_path: Path, content: bytes, name: str, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert said in refusal(path)


def test_a_zip_that_is_no_workbook_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert "不是 .xlsx" in refusal(path)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.999])
def test_a_torn_file_is_called_torn(tmp_path: Path, share: float) -> None:
    path = book(tmp_path / "a.xlsx", [HEAD, *([n, "x", 1] for n in range(200))])
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    assert "已损坏" in refusal(path)


def test_flipped_bytes_never_end_in_a_traceback(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [HEAD, *([n, "x", 1] for n in range(50))])
    data = bytearray(path.read_bytes())
    for at in range(40, len(data), len(data) // 8):
        hurt = data.copy()
        hurt[at : at + 20] = bytes(byte ^ 0xFF for byte in hurt[at : at + 20])
        path.write_bytes(hurt)
        with suppress(NotValid):
            list(read_rows(path))


def test_an_empty_workbook_is_called_empty(tmp_path: Path) -> None:
    assert refusal(book(tmp_path / "a.xlsx", [])) == "表格是空的"


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    assert "打不开文件 a.xlsx" in refusal(tmp_path / "a.xlsx")


def test_the_child_is_told_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, str] = {}
    real = subprocess.Popen

    def watched(*args: Any, **options: Any) -> object:
        seen.update(options["env"])
        return real(*args, **options)

    monkeypatch.setenv("ZHUQI_SEAL_KEY", "a secret")
    monkeypatch.setattr(subprocess, "Popen", watched)
    list(read_rows(book(tmp_path / "a.xlsx", [HEAD])))
    assert set(seen) == {"PYTHONPATH", "PYTHONUTF8"}
