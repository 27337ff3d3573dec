"""Steps that verbs about one row share: check the columns, apply changes, say what changed.

A declared table (`table.Table`) is made of them; rows with verbs of their own use them one by one.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from zhuqi.foundation.access import Actor, NotNow, NotValid
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.audit.queries import last_seq
from zhuqi.foundation.reference_tables.text import tidy

# Rows per INSERT; both databases take it in one statement.
BATCH = 500

M = TypeVar("M", bound=models.Model)


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


def tidied(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The same with every text in one clean line."""
    return {
        name: tidy(value) if isinstance(value, str) else value for name, value in changes.items()
    }


def locked_row(row: M) -> M:
    """The row as it stands now, locked until the transaction ends."""
    manager: models.Manager[M] = type(row)._default_manager  # noqa: SLF001 (Django's public name)
    return manager.select_for_update(of=("self",)).get(pk=row.pk)


STALE = "这一条刚刚被他人修改过，您填写的内容还在下面，请核对后再保存"


@contextmanager
def as_seen(row: models.Model, *, object_type: str, object_id: int, seen: int) -> Iterator[None]:
    """The row, locked, and still as the page showed it: `seen` is the number of its last event.

    NotNow if anything has happened to it since. The verbs inside are part of the transaction.
    """
    with transaction.atomic():
        locked_row(row)
        if last_seq(object_type, object_id) != seen:
            raise NotNow(STALE, state="已被修改")
        yield


def store_row(row: models.Model, *, taken: str) -> None:
    """Save a checked row. NotValid with `taken` where its name or code is in use already."""
    check_columns(row)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise NotValid(taken) from error


def reason_data(reason: str) -> dict[str, str]:
    """The reason as an event holds it; nothing where none was given."""
    return {"reason": reason} if (reason := tidy(reason)) else {}


def enter_row(
    row: M,
    *,
    object_type: str,
    fields: Iterable[str],
    taken: str,
    by: Actor,
    reason: str = "",
    now: datetime | None = None,
) -> M:
    """Store a new row; its first event holds the fields as they were entered."""
    with transaction.atomic():
        store_row(row, taken=taken)
        record(
            object_type=object_type,
            object_id=row.pk,
            kind=f"{object_type}.added",
            by=by,
            data={name: plain(getattr(row, name)) for name in fields} | reason_data(reason),
            now=now,
        )
    return row


def record_changes(
    row: models.Model,
    changed: Mapping[str, list[object]],
    *,
    object_type: str,
    by: Actor,
    kind: str = "changed",
    reason: str = "",
    now: datetime | None = None,
) -> None:
    """The event of a change: field → [before, after], and why."""
    record(
        object_type=object_type,
        object_id=row.pk,
        kind=f"{object_type}.{kind}",
        by=by,
        data={"changes": changed, **reason_data(reason)},
        now=now,
    )


def switch_row(
    row: M,
    *,
    on: bool,
    object_type: str,
    by: Actor,
    reason: str = "",
    now: datetime | None = None,
) -> M:
    """Retire a locked row or take it back into use. NotNow if it is so already."""
    if getattr(row, "active", on) == on:
        raise NotNow(f"{row}已{'在用' if on else '停用'}", state="在用" if on else "已停用")
    changed = apply_changes(row, {"active": on})
    row.save(update_fields=["active"])
    kind = "restored" if on else "retired"
    record_changes(row, changed, object_type=object_type, by=by, kind=kind, reason=reason, now=now)
    return row
