"""A document as JSON, and back: what was issued is kept as it was, whatever templates say later."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from zhuqi.foundation.papers.layout import document
from zhuqi.foundation.papers.layout.document import Document

_KINDS = {
    kind.__name__: kind
    for kind in (
        document.Paragraph, document.Heading, document.Column, document.Table, document.Entry,
        document.KeyTable, document.PageBreak, document.Masthead, document.Attendance,
        document.Printing, Document,
    )
}  # fmt: skip
# What a part is; never text of anybody's.
IS, DAY = "is", "day"


def as_data(value: Any) -> Any:
    """A document, or a part of one, in lists, mappings, texts and numbers. TypeError for a picture:
    files are kept as attachments."""
    if is_dataclass(value):
        name = type(value).__name__
        if name not in _KINDS:
            raise TypeError(f"a {name} is not kept in a row")
        inside = {one.name: as_data(getattr(value, one.name)) for one in fields(value)}
        return {IS: name, **inside}
    if isinstance(value, tuple):
        return [as_data(one) for one in value]
    if isinstance(value, date):
        return {IS: DAY, "on": value.isoformat()}
    # An enumeration's member is a text, but JSON should not know of it.
    return str(value) if isinstance(value, str) else value


def from_data(data: Any) -> Any:
    """What `as_data` made, as it was."""
    if isinstance(data, list):
        return tuple(from_data(one) for one in data)
    if not isinstance(data, Mapping):
        return data
    if data[IS] == DAY:
        return date.fromisoformat(data["on"])
    inside = {name: from_data(value) for name, value in data.items() if name != IS}
    if data[IS] == Document.__name__:
        inside["form"] = document.Form(inside["form"])
    return _KINDS[data[IS]](**inside)


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of a document's data in canonical form: what the log vouches for."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
