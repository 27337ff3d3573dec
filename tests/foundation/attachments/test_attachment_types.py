"""What a file is, is read in the file; what it is called, hardly matters."""

import io

import pytest

from tests.foundation.attachments.attachment_files import JPEG, PDF, PNG, compound, zipped
from zhuqi.foundation.attachments.rules import PDF as PDF_TYPE
from zhuqi.foundation.attachments.rules import TYPES, accepted, content_type


def named(value: object) -> str:
    """Short names for the cases: bytes say nothing to a reader."""
    return value if isinstance(value, str) else "bytes"


def judged(content: bytes, name: str = "文件") -> str | None:
    return content_type(io.BytesIO(content), name)


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (PDF, ".pdf"),
        (JPEG, ".jpg"),
        (PNG, ".png"),
        (b"GIF89a" + bytes(20), ".gif"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(20), ".webp"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(20), ".heic"),
        (
            b"BM" + (70).to_bytes(4, "little") + bytes(4) + b"\x36\0\0\0\x28\0\0\0" + bytes(52),
            ".bmp",
        ),
        (b"II*\0\x08\0\0\0" + bytes(20), ".tif"),
        (b"MM\0*\0\0\0\x08" + bytes(20), ".tif"),
        (b"\x00\x00\x00\x14ftypqt  " + bytes(20), ".mov"),
        (b"\x00\x00\x00\x20ftypisom" + bytes(20), ".mp4"),
        (b"\x00\x00\x00\x20ftypmp42" + bytes(20), ".mp4"),
        (zipped("[Content_Types].xml", "word/document.xml"), ".docx"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), ".xlsx"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), ".pptx"),
        (zipped("OFD.xml", "Doc_0/Document.xml"), ".ofd"),
        (compound("Root Entry", "WordDocument", "1Table"), ".doc"),
        (compound("Root Entry", "Workbook"), ".xls"),
        (compound("Root Entry", "PowerPoint Document"), ".ppt"),
    ],
    ids=named,
)
def test_each_accepted_kind_is_known_by_its_content_whatever_its_name(
    content: bytes, ending: str
) -> None:
    kind = judged(content, "改了名字.exe")
    assert kind is not None
    assert TYPES[kind][0] == ending


def test_pictures_and_movies_as_phones_and_older_cameras_make_them() -> None:
    for brand in (b"hevx", b"hevc", b"msf1"):
        assert judged(b"\0\0\0\x1cftyp" + brand + bytes(40)) == "image/heic"
    for atom in (b"moov", b"wide", b"mdat"):
        assert judged(b"\0\0\0\x08" + atom + bytes(40), "现场.MOV") == "video/quicktime"
        assert judged(b"\0\0\0\x08" + atom + bytes(40), "现场.jpg") is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("name", ["说明.txt", "名单.CSV"])
def test_chinese_text_in_both_encodings_is_accepted_under_its_own_endings(
    encoding: str, name: str
) -> None:
    # Longer than any piece that is read at once, so that characters are cut at its edges.
    content = ("企业名称,诉求,时限\r\n" * 9000).encode(encoding)
    assert judged(content, name) == "text/plain"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\x00" + bytes(100), "合同.pdf"),
        (b"\x7fELF" + bytes(100), "合同.pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "图.svg"),
        (b"<svg onload='alert(1)'/>", "图.png"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><script>1</script>", "说明.txt"),
        ("<HTML>网页".encode("gb18030"), "说明.txt"),
        (b"#!/bin/sh\nrm -rf /\n", "说明.txt"),
        (b"@echo off\r\n", "双击我.bat"),
        ("普通文字".encode(), "没有扩展名"),
        (b"text\x00binary", "说明.txt"),
        ("前面是文字，最后一字节不是".encode() + b"\xff", "说明.txt"),
        (zipped("说明.txt"), "资料.zip"),
        (zipped("说明.txt"), "资料.docx"),
        (zipped("word/evil.txt"), "资料.docx"),
        (zipped("word/document.xml", "word/vbaProject.bin"), "宏.docx"),
        (zipped("xl/workbook.xml", "xl/VBAPROJECT.BIN"), "宏.xlsx"),
        (zipped("xl/workbook.xml")[:60], "断掉.xlsx"),
        (zipped("word/document.xml", before=b"MZ"), "自解压.docx"),
        (compound("Root Entry", "EncryptedPackage"), "加密.docx"),
        (compound("Root Entry", "!Property", "Binary.x"), "安装.doc"),
        (compound("Root Entry", "WordDocument", "Macros"), "宏.doc"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "声音.webp"),
        (b"BM is what this text begins with", "图.bmp"),
        (b" %PDF-1.7", "前面有空格.pdf"),
        (b"PK\x03\x04", "只有开头.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "只有开头.doc"),
    ],
    ids=named,
)
def test_programs_pages_archives_macros_and_torn_files_are_not_accepted(
    content: bytes, name: str
) -> None:
    assert judged(content, name) is None


def test_a_table_with_a_pasted_document_stays_a_table() -> None:
    both = compound("Root Entry", "WordDocument", "Workbook")
    assert judged(both, "统计.xls") == "application/vnd.ms-excel"
    assert judged(both, "报告.doc") == "application/msword"


def test_a_zip_that_claims_a_huge_directory_is_refused_quickly() -> None:
    content = bytearray(zipped("word/document.xml"))
    # The end record: number of entries, then size and place of the directory.
    content[-12:-4] = b"\xff" * 8
    assert judged(bytes(content), "合同.docx") is None


def test_the_picker_offers_exactly_what_is_taken() -> None:
    offered = accepted().split(",")
    endings = {one for one in offered if one.startswith(".")}
    assert endings == {ending for several in TYPES.values() for ending in several}
    assert set(offered) - endings == TYPES.keys() - {"text/plain"}
    assert not [one for one in offered if "*" in one]


def test_a_picker_of_scans_offers_those_kinds_alone() -> None:
    assert accepted(["image/jpeg", PDF_TYPE]) == "image/jpeg,application/pdf,.jpg,.jpeg,.pdf"
