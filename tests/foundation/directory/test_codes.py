"""The shipped code tables."""

import runpy
from collections import Counter
from pathlib import Path

import pytest

from zhuqi.foundation.directory import codes
from zhuqi.foundation.directory.enums import Level

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "zhuqi" / "foundation" / "directory" / "data"


def test_every_division_hangs_below_one_of_the_table() -> None:
    table = codes.divisions()
    for line in table.values():
        assert bool(line.parent) == (line.level != Level.PROVINCE)
        assert not line.parent or line.parent in table
        assert not line.replaced_by or line.replaced_by in table


def test_the_country_is_complete_down_to_its_counties() -> None:
    levels = Counter(line.level for line in codes.divisions().values())
    assert levels[Level.PROVINCE] == 31
    assert levels[Level.CITY] == 342
    assert levels[Level.COUNTY] > 2950
    assert levels[Level.TOWN] == 105


def test_codes_that_registers_still_carry_point_at_their_heirs() -> None:
    table = codes.divisions()
    assert (table["411023"].name, table["411023"].replaced_by) == ("许昌县", "411003")
    assert table["411023"].retired_on is not None
    assert table["411001"].replaced_by == "411000"
    assert table["411001"].retired_on is None
    assert table["411071"].name == "许昌经济技术开发区"
    assert not table["411071"].replaced_by


def test_an_heir_is_never_itself_replaced() -> None:
    table = codes.divisions()
    heirs = {line.replaced_by for line in table.values()} - {""}
    assert not any(table[heir].replaced_by for heir in heirs)


def test_the_industries_count_what_the_note_says() -> None:
    levels = Counter(line.level for line in codes.industries().values())
    assert levels == {"section": 20, "division": 97, "group": 473, "class": 1381}
    without_t = [code for code in codes.industries() if len(code) == 5 and not code.startswith("T")]
    assert len(without_t) == 1380


def test_the_classes_of_every_group_are_numbered_without_a_gap() -> None:
    """Why no single class can be named as the odd one: none is doubled, loose or skipped."""
    digits: dict[str, list[int]] = {}
    for line in codes.industries().values():
        if line.level == "class":
            assert line.code.startswith(line.parent)
            digits.setdefault(line.parent, []).append(int(line.code[-1]))
    for found in digits.values():
        named = [digit for digit in found if digit not in (0, 9)]
        assert found == [0] or named == list(range(1, len(named) + 1))


@pytest.mark.parametrize("typed", ["C3311", "3311", " c3311 "])
def test_an_industry_is_found_with_and_without_its_letter(typed: str) -> None:
    found = codes.industry(typed)
    assert found is not None
    assert found.name == "金属结构制造"


@pytest.mark.parametrize("typed", ["", "X", "C33119", "３３１１", "\0"])
def test_what_is_no_industry_is_none(typed: str) -> None:
    assert codes.industry(typed) is None


def test_matters_have_two_levels_and_cover_what_the_seeds_tell_of() -> None:
    lines = codes.items()
    tops = {line.code for line in lines if not line.parent}
    assert len(tops) == 14
    assert all(line.parent in tops for line in lines if line.parent)
    names = {line.name for line in lines}
    assert {"用电", "用气", "用工", "公交线路", "未批先建", "担保链风险", "环保执法一刀切"} <= names


@pytest.mark.parametrize("name", ["divisions", "industries", "items", "size_classes"])
def test_every_file_begins_with_its_source_and_licence(name: str) -> None:
    first = (DATA / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# ")
    assert "许可证" in first


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("411025102", ["411025102", "411025", "411000", "410000"]),
        ("411025", ["411025", "411000", "410000"]),
        ("411000", ["411000", "410000"]),
        ("410000", ["410000"]),
    ],
)
def test_a_code_tells_who_stands_above_it(code: str, line: list[str]) -> None:
    assert codes.lineage(code) == line


@pytest.mark.shared
def test_the_committed_files_are_what_the_script_writes(
    shared_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHUQI_SHARED", str(shared_dir))
    script = runpy.run_path(str(ROOT / "scripts" / "make_code_tables.py"))
    script["main"].__globals__.update(TARGET=tmp_path, ROOT=tmp_path)
    script["main"]()
    for name in ("divisions.csv", "industries.csv"):
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes()
