"""Notices every row the program writes, so that the next event of the transaction can vouch for it.

Nothing has to be said where rows are written, by whichever way of Django: a verb that forgot to
say so would be taken for tampering. Django has no signal for its bulk writes, nor for what it
does in tables between two others, so those methods of its querysets are wrapped here, once, at
start-up. Other rows come by signals.

Marks wait in the connection's list of things to do after the commit. That is how a savepoint that
is rolled back takes them away, and how rows written after the last event of a transaction are
found: `tell_rows` decides about them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from types import NoneType
from typing import Any
from weakref import WeakKeyDictionary

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.lookups import Exact, In
from django.db.models.signals import post_delete, post_save

from zhuqi.foundation.audit.inserting import insert, values_of
from zhuqi.foundation.audit.keys import current_id, mark_key
from zhuqi.foundation.audit.marks import GONE, Column, RowKey, RowMark, columns_of, part, whole

# Ids in one IN list; both databases take it.
BATCH = 500

Row = models.Model
Marks = dict[RowKey, RowMark]


class _Noticed:
    """Rows written by one statement. Called after the commit: what no event told gets its own."""

    def __init__(self, marks: Marks, behind: Callable[[Marks], None]) -> None:
        self.marks = marks
        self.told = False
        self._behind = behind

    def __call__(self) -> None:
        if not self.told:
            self.told = True
            self._behind(self.marks)


class _Told:
    """That an event took these; gone with the savepoint in which the event was written."""

    def __init__(self, noticed: Sequence[_Noticed]) -> None:
        self.noticed = noticed

    def __call__(self) -> None:
        """Nothing is left to do after the commit."""


class _Waiting:
    """What one connection has written and not yet told."""

    def __init__(self) -> None:
        self.rows: list[_Noticed] = []
        self.quiet = False
        self._list: object = None

    def settle(self, connection: BaseDatabaseWrapper) -> None:
        """Forget what was rolled back or belongs to an earlier transaction.

        Django puts a new list in place where one of these happens, and never otherwise.
        """
        if connection.run_on_commit is self._list:
            return
        self._list = connection.run_on_commit
        acts = [entry[1] for entry in connection.run_on_commit]
        told = {id(one) for act in acts if isinstance(act, _Told) for one in act.noticed}
        self.rows = [act for act in acts if isinstance(act, _Noticed) and id(act) not in told]
        for one in self.rows:
            one.told = False


_waiting: WeakKeyDictionary[BaseDatabaseWrapper, _Waiting] = WeakKeyDictionary()
_behind: list[Callable[[Marks], None]] = []


def _here() -> tuple[BaseDatabaseWrapper, _Waiting]:
    connection = connections[DEFAULT_DB_ALIAS]
    found = _waiting.get(connection)
    if found is None:
        found = _waiting[connection] = _Waiting()
    return connection, found


def take() -> Marks:
    """What was written since the last event of this transaction; the caller's event tells it."""
    connection, waiting = _here()
    waiting.settle(connection)
    if not waiting.rows:
        return {}
    taken, waiting.rows = waiting.rows, []
    marks: Marks = {}
    for one in taken:
        one.told = True
        for key, mark in one.marks.items():
            before = marks.get(key)
            marks[key] = mark if before is None else before.then(mark)
    transaction.on_commit(_Told(taken))
    return marks


def _notice(marks: Marks) -> None:
    if not marks:
        return
    connection, waiting = _here()
    waiting.settle(connection)
    one = _Noticed(marks, _behind[0])
    if connection.in_atomic_block:
        waiting.rows.append(one)
    transaction.on_commit(one)


def connect(behind: Callable[[Marks], None]) -> None:
    """Begin to notice. `behind` is given what was written without an event, after the commit."""
    if _behind:
        return
    _behind.append(behind)
    for model in apps.get_models(include_auto_created=True):
        if columns_of(model):
            post_save.connect(_saved, sender=model)
            post_delete.connect(_deleted, sender=model)
    for name, wrap in (
        ("bulk_create", _bulk_create), ("bulk_update", _bulk_update), ("update", _update),
        ("delete", _delete),
    ):  # fmt: skip
        setattr(QuerySet, name, wrap(getattr(QuerySet, name)))


# One row


def _saved(
    sender: type[Row], instance: Row, update_fields: Iterable[str] | None, **_kwargs: Any
) -> None:
    if update_fields is None:
        _notice(_whole_rows(sender, [instance]))
        return
    named = set(update_fields)
    columns = [c for c in columns_of(sender) if c.name in named or c.attname in named]
    _notice(_parts(sender, [instance], columns))


def _deleted(sender: type[Row], instance: Row, **_kwargs: Any) -> None:
    _notice({(sender._meta.label, int(instance.pk)): RowMark(GONE)})  # noqa: SLF001


def _key() -> bytes:
    key = mark_key(current_id())
    if key is None:
        raise ValueError("The key in use is always among those known.")
    return key


def insert_rows(rows: Sequence[Row]) -> None:
    """Insert new rows of one table as bulk_create does, in a third of its time; they get ids."""
    if not rows:
        return
    model = type(rows[0])
    values = values_of(rows)
    if values is None:
        model._default_manager.bulk_create(rows)  # noqa: SLF001
        return
    for row, pk in zip(rows, insert(model, values), strict=True):
        row.pk = pk
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS  # noqa: SLF001
    key, label = _key(), model._meta.label  # noqa: SLF001
    if columns_of(model):
        _notice({(label, int(row.pk)): whole(key, model, row) for row in rows})


def _whole_rows(model: type[Row], rows: Sequence[Row]) -> Marks:
    key, label = _key(), model._meta.label  # noqa: SLF001
    columns = columns_of(model)
    computed = [c for c in columns if any(_is_computed(getattr(r, c.attname)) for r in rows)]
    if computed:
        ids = [row.pk for row in rows]
        return _read_again(model, ids, columns)
    return {(label, int(row.pk)): whole(key, model, row) for row in rows}


def _parts(model: type[Row], rows: Sequence[Row], columns: Sequence[Column]) -> Marks:
    if not columns:
        return {}
    key, label = _key(), model._meta.label  # noqa: SLF001
    if any(_is_computed(getattr(row, c.attname)) for row in rows for c in columns):
        return _read_again(model, [row.pk for row in rows], columns)
    return {
        (label, int(row.pk)): part(
            key, model, row.pk, [(c, getattr(row, c.attname)) for c in columns]
        )
        for row in rows
    }


def _read_again(model: type[Row], ids: Sequence[Any], columns: Sequence[Column]) -> Marks:
    """What the database computed has to be asked of it."""
    key, label = _key(), model._meta.label  # noqa: SLF001
    found: Marks = {}
    for start in range(0, len(ids), BATCH):
        rows = model._base_manager.filter(pk__in=ids[start : start + BATCH]).order_by()  # noqa: SLF001
        for pk, *values in rows.values_list("pk", *[c.attname for c in columns]):
            found[label, int(pk)] = part(key, model, pk, zip(columns, values, strict=True))
    return found


def _is_computed(value: object) -> bool:
    return type(value) not in _VALUES and hasattr(value, "resolve_expression")


# Asked of every value that is written: nearly all are one of these.
_VALUES = frozenset({str, int, bool, datetime, NoneType})


# Many rows


@contextmanager
def _quiet() -> Iterator[None]:
    """What the wrapped method does by another wrapped one is not noticed twice."""
    waiting = _here()[1]
    before, waiting.quiet = waiting.quiet, True
    try:
        yield
    finally:
        waiting.quiet = before


def _bulk_create(original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def bulk_create(self: QuerySet[Row], objs: Iterable[Row], *args: Any, **kwargs: Any) -> Any:
        if not columns_of(self.model):
            return original(self, objs, *args, **kwargs)
        rows = list(objs)
        with _quiet():
            made = original(self, rows, *args, **kwargs)
        # Where conflicts are ignored, the database does not say which rows are new.
        known = rows if all(row.pk is not None for row in rows) else _found_again(self.model, rows)
        _notice(_whole_rows(self.model, known) if known else {})
        return made

    return bulk_create


def _found_again(model: type[Row], rows: Sequence[Row]) -> list[Row]:
    """Rows as they are stored, by what may be there only once."""
    meta = model._meta  # noqa: SLF001
    once = [*meta.unique_together, *(c.fields for c in meta.total_unique_constraints)]
    if not once:
        raise TypeError(f"{meta.label}: rows without id and without what makes them unique.")
    found: list[Row] = []
    for start in range(0, len(rows), BATCH):
        these = models.Q()
        for row in rows[start : start + BATCH]:
            these |= models.Q(
                **{name: getattr(row, name + "_id", None) or getattr(row, name) for name in once[0]}
            )
        found += model._base_manager.filter(these).order_by("pk")  # noqa: SLF001
    return found


def _bulk_update(original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def bulk_update(
        self: QuerySet[Row], objs: Iterable[Row], fields: Iterable[str], *args: Any, **kwargs: Any
    ) -> Any:
        rows, names = list(objs), list(fields)
        with _quiet():
            changed = original(self, rows, names, *args, **kwargs)
        columns = [c for c in columns_of(self.model) if c.name in names or c.attname in names]
        _notice(_parts(self.model, rows, columns))
        return changed

    return bulk_update


def _update(original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def update(self: QuerySet[Row], **values: Any) -> Any:
        columns = [c for c in columns_of(self.model) if c.name in values or c.attname in values]
        if not columns or _here()[1].quiet:
            return original(self, **values)
        ids = _ids(self)
        changed = original(self, **values)
        said = [(c, _plain(values.get(c.name, values.get(c.attname)))) for c in columns]
        if len(ids) != changed or any(_is_computed(value) for _column, value in said):
            _notice(_read_again(self.model, ids, columns))
        else:
            key, label = _key(), self.model._meta.label  # noqa: SLF001
            _notice({(label, int(pk)): part(key, self.model, pk, said) for pk in ids})
        return changed

    return update


def _delete(original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def delete(self: QuerySet[Row]) -> Any:
        between = bool(self.model._meta.auto_created) and bool(columns_of(self.model))  # noqa: SLF001
        ids = list(self.order_by().values_list("pk", flat=True)) if between else []
        gone = original(self)
        label = self.model._meta.label  # noqa: SLF001
        _notice({(label, int(pk)): RowMark(GONE) for pk in ids})
        return gone

    return delete


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value


def _ids(rows: QuerySet[Row]) -> list[Any]:
    """Which rows a queryset is about; asked of the database unless it names them."""
    where, key = rows.query.where, rows.model._meta.pk  # noqa: SLF001
    if len(where.children) == 1 and not where.negated and not rows.query.is_sliced:
        [only] = where.children
        if isinstance(only, Exact | In) and getattr(only.lhs, "target", None) is key:
            rhs = only.rhs
            if isinstance(rhs, int):
                return [rhs]
            if isinstance(rhs, list | tuple | set | frozenset):
                return list(rhs)
    asked = rows.order_by().values_list("pk", flat=True)
    # Both databases lock rows of one table; joined ones are as they were before this was asked.
    alone = len(rows.query.alias_map) <= 1 and not rows.query.distinct
    if alone and connections[rows.db].in_atomic_block:
        asked = asked.select_for_update()
    return list(asked)
