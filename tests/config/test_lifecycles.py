"""The document of all lifecycles says what the tables say."""

from pathlib import Path

from zhuqi.config.lifecycles import document
from zhuqi.ledgers.cases.lifecycle import TABLES

KEPT = Path(__file__).parents[2] / "docs" / "lifecycles.md"


def test_the_document_is_written_from_the_tables() -> None:
    assert KEPT.read_text(encoding="utf-8") == document(), "run scripts/write_lifecycles.py"


def test_every_table_has_its_chapter_with_all_its_states_and_moves() -> None:
    chapters = KEPT.read_text(encoding="utf-8").split("\n## ")[1:]
    drawn = {chapter.splitlines()[0]: chapter for chapter in chapters}
    assert [table.name for table in TABLES] == [n for n in drawn if n in {t.name for t in TABLES}]
    for table in TABLES:
        said = drawn[table.name]
        for row in table.moves:
            assert str(row.verb.label) in said
            for state in row.states:
                assert f"{state.value}: {state.label}" in said
                if row.to not in {None, state}:
                    assert f"{state.value} --> {row.to.value}: " in said
