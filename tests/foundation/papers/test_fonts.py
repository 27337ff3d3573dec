"""Which faces are there, and what none of them can show."""

import struct
from pathlib import Path

import pytest

from tests.scenes.laid_out import has_faces
from zhuqi.foundation.papers.layout.fonts import (
    Absent,
    Face,
    Fonts,
    absent_faces,
    installed,
    without_glyph,
)
from zhuqi.foundation.papers.layout.glyphs import covered

here = pytest.mark.skipif(not has_faces(), reason="no Chinese font on this machine")


def test_the_standards_faces_are_named_as_absent_with_what_stands_in() -> None:
    absent = {each.face: each.instead for each in absent_faces(Fonts(("/nowhere",)))}
    there = {family for family, _path, _index in installed(())}
    if not any("XiaoBiaoSong" in family or "小标宋" in family for family in there):
        assert Face.TITLE in absent
    assert all(not instead or instead in there for instead in absent.values())


@here
def test_a_family_that_is_preferred_and_there_counts() -> None:
    family = next(family for family, path, _index in installed(()) if path)
    fonts = Fonts(preferred=((Face.TITLE, (family,)),))
    assert Face.TITLE not in {each.face for each in absent_faces(fonts)}
    assert fonts.families(Face.TITLE)[0] == family


@here
def test_characters_without_a_shape_are_listed_once() -> None:
    # Of rare characters only what no family has; never what is blank or has no shape to show.
    assert without_glyph(["许昌 2026", "\U000f0000", "\n\x00"], Fonts()) == ""
    assert without_glyph(["\U00013000许\U00013000"], Fonts()) == "\U00013000"
    assert "㛃" not in without_glyph(["㛃"], Fonts())


def test_a_docx_asks_for_the_standards_own_faces() -> None:
    assert [Fonts().word_family(face) for face in Face] == [
        "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "content", [b"", b"OTTO", b"ttcf" + b"\xff" * 40, b"\x00\x01\x00\x00\x00\x09"]
)
def test_a_broken_font_has_no_characters(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "broken.ttf"
    file.write_bytes(content)
    assert covered(file, 0) == frozenset()
    assert covered(tmp_path / "absent.ttf", 0) == frozenset()


def font(table: bytes, platform: tuple[int, int]) -> bytes:
    cmap = struct.pack(">HHHHI", 0, 1, *platform, 12) + table
    directory = struct.pack(">4sIII", b"cmap", 0, 28, len(cmap))
    return struct.pack(">IHHHH", 0x00010000, 1, 0, 0, 0) + directory + cmap


def test_both_tables_of_characters_are_read(tmp_path: Path) -> None:
    segments = struct.pack(">HHHHHHH", 4, 0, 0, 6, 0, 0, 0)
    segments += struct.pack(">HHHH", 0x42, 0x4E01, 0xFFFF, 0) + struct.pack(
        ">HHH", 0x41, 0x4E00, 0xFFFF
    )
    # The second segment looks its shapes up: the first of its two has none.
    segments += (
        struct.pack(">HHH", 0, 0, 1) + struct.pack(">HHH", 0, 4, 0) + struct.pack(">HH", 0, 7)
    )
    groups = struct.pack(">HHIII", 12, 0, 0, 0, 1) + struct.pack(">III", 0x20000, 0x20002, 5)
    for name, table, platform, expected in (
        ("segments", segments, (3, 1), {0x41, 0x42, 0x4E01}),
        ("groups", groups, (3, 10), {0x20000, 0x20001, 0x20002}),
        ("other", groups, (1, 0), set()),
    ):
        file = tmp_path / f"{name}.ttf"
        file.write_bytes(font(table, platform))
        assert covered(file, 0) == expected


def test_what_is_absent_can_be_compared() -> None:
    assert Absent(Face.KAI, "") == Absent(Face.KAI, "")
