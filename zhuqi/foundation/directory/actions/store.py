"""Steps the verbs share: check the columns, apply changes, say what changed."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from zhuqi.foundation.access import NotValid

# Rows per INSERT; both databases take it in one statement.
BATCH = 500


def check_columns(row: models.Model, exclude: Iterable[str] = ()) -> None:
    """NotValid, field by field, for what a column can't hold. Asks the database nothing."""
    relations = {field.name for field in row._meta.fields if field.is_relation}  # noqa: SLF001
    try:
        row.clean_fields(exclude={"id", *relations, *exclude})
    except ValidationError as error:
        raise NotValid(
            {name: "；".join(texts) for name, texts in error.message_dict.items()}
        ) from error


def plain(value: object) -> object:
    """As it is written into an event: rows by id."""
    return value.pk if isinstance(value, models.Model) else value


def apply_changes(row: models.Model, changes: Mapping[str, Any]) -> dict[str, list[object]]:
    """Set the attributes that differ; returns field → [before, after] of those."""
    changed: dict[str, list[object]] = {}
    for name, after in changes.items():
        before = getattr(row, name)
        if before != after:
            setattr(row, name, after)
            changed[name] = [plain(before), plain(after)]
    return changed
