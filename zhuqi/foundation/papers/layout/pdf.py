"""A paper as PDF, set by Typst from one fixed template. For the worker: 80 MB are loaded."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any, Final

from zhuqi.foundation.papers.layout import geometry, words
from zhuqi.foundation.papers.layout.document import (
    Block,
    Document,
    Entry,
    Heading,
    KeyTable,
    PageBreak,
    Paragraph,
    Picture,
    Table,
    day_text,
)
from zhuqi.foundation.papers.layout.fonts import Face, Fonts, book
from zhuqi.foundation.papers.layout.pictures import measured
from zhuqi.foundation.papers.layout.texts import breakable, one_line, shown, width_of

TEMPLATE: Final = Path(__file__).with_name("paper.typ")
# A row that takes more lines than this may run on over the page's end: it might be longer than one.
_LONG_ROW: Final = 12
_LONG_NOTE: Final = 200
# Heads that take half a page are not repeated: there would be no room below them.
_LONG_HEAD: Final = 8
_ACROSS: Final = geometry.AREA_HEIGHT / geometry.AREA_WIDTH
# What a line of a sheet's value holds, in characters of 四号: with one pair in a line, with two.
_VALUES: Final = {1: 24.0, 2: 10.0}
_LABEL: Final = 5.0

Data = dict[str, Any]


def to_pdf(document: Document, fonts: Fonts) -> bytes:
    """The paper's PDF; the same paper is the same bytes. ValueError of a picture that is broken.

    Characters that no face has are drawn as the face's own sign for that (see
    `fonts.without_glyph`); nothing is fetched from anywhere.
    """
    # Here, not above: it is as large as the rest of the house together.
    import typst

    with tempfile.TemporaryDirectory(prefix="zhuqi-paper-") as folder:
        root = Path(folder)
        data = _data(document, fonts, root)
        (root / "data.json").write_text(json.dumps(data), encoding="utf-8")
        (root / "paper.typ").write_bytes(_template())
        return typst.compile(
            str(root / "paper.typ"),
            root=folder,
            font_paths=book(fonts.folders),
            package_path=folder,
            package_cache_path=folder,
            timestamp=0,
        )


@lru_cache(maxsize=1)
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def _data(document: Document, fonts: Fonts, root: Path) -> Data:
    names = count()
    blocks = [_block(block, root, names) for block in words.blocks_of(document)]
    ends = bool(blocks) and blocks[-1]["kind"] == "paragraph"
    for place, block in enumerate(blocks):
        block["last"] = ends and place == len(blocks) - 1
    rows = words.signature_rows(document)
    masthead, printing = document.masthead, document.printing
    return {
        "form": document.form.value,
        "geometry": _geometry(),
        "fonts": {face.value: fonts.families(face) for face in Face},
        "head": asdict(geometry.head_of(document)),
        "author": one_line("、".join(document.organs)),
        "title": one_line(document.title),
        "title_lines": [_body(line, 20) for line in words.title_of(document)],
        "number": _body(one_line(document.number or ""), 12),
        "urgency": _body(one_line(document.urgency), 12),
        "signer": _body(one_line(document.signer), 8),
        "addressees": _body(words.addressees_of(document)),
        "blocks": blocks,
        "ends_in_paragraph": ends,
        "attachments": [_body(one_line(name), 22) for name in document.attachments],
        "signed_by": [one_line(name) for name in document.signed_by],
        "signature_rows": [[_body(name) for name in row] for row in rows],
        "signed": bool(rows) or (words.is_signed(document) and document.day is not None),
        "day": words.day_of(document),
        "note": _body(one_line(document.note)),
        "note_long": len(one_line(document.note)) > _LONG_NOTE,
        "attendance": [
            {
                "label": _body(one_line(each.label), 8),
                "wide": min(len(one_line(each.label)) + 1, 8),
                "names": _body(one_line(each.names), 18),
            }
            for each in document.attendance
        ],
        "copies_to": _body(words.copies_of(document)),
        "printing": printing and {
            "organ": one_line(printing.organ), "day": day_text(printing.day)},
        "masthead": masthead and {
            "issue": one_line(masthead.issue), "organ": one_line(masthead.organ),
            "day": day_text(masthead.day)},
        "verification": breakable(one_line(document.verification), 30),
        "imprint": words.has_imprint(document),
        "even": words.on_even_page(document),
    }  # fmt: skip


def _geometry() -> dict[str, float]:
    """The measures by the names the template knows them by."""
    return {
        "page_width": geometry.PAGE_WIDTH, "page_height": geometry.PAGE_HEIGHT,
        "top": geometry.TOP, "left": geometry.LEFT,
        "right": geometry.RIGHT, "bottom": geometry.BOTTOM,
        "area_width": geometry.AREA_WIDTH, "area_height": geometry.AREA_HEIGHT,
        "pitch": geometry.PITCH, "character": geometry.CHARACTER,
        "second": geometry.SECOND, "third": geometry.THIRD, "fourth": geometry.FOURTH,
        "small_fourth": geometry.SMALL_FOURTH, "small_fifth": geometry.SMALL_FIFTH,
        "head_below": geometry.HEAD_BELOW_AREA, "letter_head": geometry.LETTER_HEAD_BELOW_PAGE,
        "rule_below": geometry.RULE_BELOW, "letter_rule": geometry.LETTER_RULE,
        "letter_rule_above_edge": geometry.LETTER_RULE_ABOVE_EDGE,
        "number_below": geometry.NUMBER_BELOW,
    }  # fmt: skip


def _body(text: str, width: float = geometry.CHARACTERS - 2) -> str:
    return breakable(text, width)


def _block(block: Block, root: Path, names: Iterator[int]) -> Data:
    match block:
        case Paragraph():
            return {"kind": "paragraph", "text": _body(block.text), "flush": block.flush}
        case Heading():
            text, rest = _body(one_line(block.text)), _body(one_line(block.rest))
            return {"kind": "heading", "text": text, "rest": rest, "level": block.level}
        case Table():
            return _table(block)
        case KeyTable():
            rows = [_key_row(line, block.pairs) for line in block.lines]
            return {"kind": "key_table", "pairs": block.pairs, "rows": rows}
        case Picture():
            size = measured(block)
            name = f"{next(names)}.{size.ending}"
            (root / name).write_bytes(block.content)
            return {"kind": "picture", "file": name, "width": size.width, "height": size.height,
                    "caption": _body(one_line(block.caption))}  # fmt: skip
        case PageBreak():
            return {"kind": "break"}


def _table(table: Table) -> Data:
    asked = sum(max(column.width, 1) for column in table.columns)
    line = 36 * (_ACROSS if table.across else 1)
    # Cells have a blank at either side, about a third of a character.
    widths = [max(column.width, 1) / asked * line - 1 for column in table.columns]
    columns = [
        {"head": _cell(column.head, wide), "width": max(column.width, 1), "figures": column.figures}
        for column, wide in zip(table.columns, widths, strict=True)
    ]
    heads = max(_lines(c.head, wide) for c, wide in zip(table.columns, widths, strict=True))
    return {
        "kind": "table",
        "across": table.across,
        "caption": _body(one_line(table.caption)),
        "columns": columns,
        "heads_repeat": heads <= _LONG_HEAD,
        "rows": [
            {
                "cells": [_cell(each, wide) for each, wide in zip(row, widths, strict=True)],
                "long": any(
                    _lines(each, wide) > _LONG_ROW for each, wide in zip(row, widths, strict=True)
                ),
            }
            for row in table.full_rows
        ],
    }


def _key_row(line: tuple[Entry, ...], pairs: int) -> Data:
    widths = [_VALUES[pairs]] * len(line)
    if len(line) < pairs:
        widths[-1] = _VALUES[1]
    cells = list(zip(line, widths, strict=True))
    return {
        "entries": [
            {"label": _cell(entry.label, _LABEL), "value": _cell(entry.value, wide)}
            for entry, wide in cells
        ],
        "long": any(
            max(_lines(entry.value, wide), _lines(entry.label, _LABEL)) > _LONG_ROW
            for entry, wide in cells
        ),
    }


def _cell(text: str, width: float) -> str:
    return breakable(shown(text).strip(), width)


def _lines(text: str, width: float) -> float:
    """How many lines a cell takes, about."""
    return sum(1 + width_of(line) / max(width, 1) for line in text.split("\n"))
