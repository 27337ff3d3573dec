"""From a kind's text and one row's values to a document. Pure."""

import re
from collections.abc import Iterator
from itertools import groupby

from zhuqi.foundation.papers.kinds import Contents, PaperKind, PaperText, Value
from zhuqi.foundation.papers.layout.body import body_from
from zhuqi.foundation.papers.layout.document import Block, Document, Entry, Form, KeyTable, Table
from zhuqi.foundation.typed.named_fields import faults, fields_in, filled

# What stands where a value is not known: nobody takes a gap for an answer.
UNKNOWN = "（未登记）"
_ALONE = re.compile(r"\s*\{([^{}\n]*)\}\s*")
_PAIR, _TWO_PAIRS = 2, 4
_HEADED = frozenset({Form.OFFICIAL, Form.LETTER, Form.MINUTES})


def text_faults(kind: PaperKind, text: PaperText) -> dict[str, list[str]]:
    """What is wrong with a text, by the part it stands in: unknown fields, braces by themselves,
    tables within a line, and lines of a sheet that are no pairs. Empty where nothing is."""
    plain = set(kind.fields) - kind.tables
    found = {name: faults(getattr(text, name), plain) for name in ("title", "to", "note")}
    found["body"] = faults(text.body, kind.fields)
    for number, line in enumerate(text.body.splitlines(), 1):
        if not _ALONE.fullmatch(line):
            found["body"] += [
                f"第 {number} 行：表格“{{{name}}}”要单独占一行"
                for name in fields_in(line)
                if name in kind.tables
            ]
        if _is_line_of_sheet(line) and len(_cells(line)) not in {_PAIR, _TWO_PAIRS}:
            found["body"].append(f"第 {number} 行：单式的一行写成 |名称|内容|，或并排写两组")
    return {name: wrong for name, wrong in found.items() if wrong}


def compose(kind: PaperKind, text: PaperText, contents: Contents, verification: str) -> Document:
    """The document of one paper, filled in whole: an unknown value says so. ValueError for a text
    with faults."""
    if wrong := text_faults(kind, text):
        raise ValueError(f"faults in a text: {wrong}")
    values = {name: contents.values.get(name) or UNKNOWN for name in kind.fields}
    said = {name: value for name, value in values.items() if isinstance(value, str)}
    sheet = kind.form == Form.PLAIN
    return Document(
        form=kind.form,
        title=filled(text.title, said),
        organs=(contents.office.name,) if kind.form in _HEADED else (),
        number=contents.number or None,
        addressees=tuple(one for one in filled(text.to, said).split("、") if one),
        body=tuple(_blocks(text.body, values, said)),
        signed_by=(contents.office.name,),
        day=contents.day,
        note=filled(text.note, said) if not sheet else "",
        verification=verification,
    )


def _blocks(body: str, values: dict[str, Value], said: dict[str, str]) -> Iterator[Block]:
    for of_sheet, lines in groupby(body.splitlines(), key=_is_line_of_sheet):
        if of_sheet:
            yield _sheet([_cells(line) for line in lines], said)
            continue
        for line in lines:
            alone = _ALONE.fullmatch(line)
            value = values.get(alone[1]) if alone else None
            if isinstance(value, Table):
                yield value
            else:
                yield from body_from(filled(line, said))


def _sheet(lines: list[list[str]], said: dict[str, str]) -> KeyTable:
    pairs = max(len(line) for line in lines) // _PAIR
    return KeyTable(
        tuple(
            Entry(label, filled(value, said), whole=pairs > 1 and len(line) == _PAIR)
            for line in lines
            for label, value in zip(line[::2], line[1::2], strict=True)
        ),
        pairs,
    )


def _is_line_of_sheet(line: str) -> bool:
    stripped = line.strip()
    return len(stripped) > 1 and stripped.startswith("|") and stripped.endswith("|")


def _cells(line: str) -> list[str]:
    return [one.strip() for one in line.strip()[1:-1].split("|")]
