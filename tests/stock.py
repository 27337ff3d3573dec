"""What many tests begin with is built once a session and put back by its rows.

`@stocked` marks a function that fills the database through the product's own verbs (the cast, a
case in some state). Its first call in a session really builds; what that changed, row by row, is
kept with the value it gave. Called again from the same rows, a test gets the very same rows and a
copy of the value for about three queries a table instead of a hundred or more.

The same rows: nothing else was written since the test began. Any write that is not a session
makes the stock stand aside for the rest of the test, and the function builds as it always did.
So does a test without a transaction around it (`scenes` there have to commit), but for the cast.
"""

import pickle
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import time
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.apps import apps
from django.db import connection, transaction

from tests.database import FILLED_BY_DJANGO
from zhuqi.foundation.audit.keys import current_id
from zhuqi.foundation.search.actions import lay_grams, lift_grams
from zhuqi.foundation.search.models import SearchText

P = ParamSpec("P")
R = TypeVar("R")
Key = tuple[object, ...]
Rows = dict[Any, tuple[Any, ...]]
Dump = dict[str, Rows]

# Signing in before or after a case is built changes nothing of the case; the others stay.
_ASIDE = frozenset({"django_session"}) | FILLED_BY_DJANGO
# What lies beside these rows and is no column of theirs comes and goes with them.
_TEXTS = "search_searchtext"
_WRITE = re.compile(
    r'\s*(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE|DELETE FROM|TRUNCATE) +"?(\w+)',
    re.IGNORECASE,
)


class Single:
    """Of such a thing there is one in a database, so it says nothing about which rows are meant."""


@dataclass(frozen=True)
class Change:
    """What goes from a table and what comes into it."""

    table: str
    gone: list[Any]
    come: list[tuple[Any, ...]]


@dataclass(frozen=True)
class Kept:
    """What a function changed, what it gave, and what the database held then."""

    changes: list[Change]
    value: bytes
    rows: Dump


class Stock:
    """The shelf of one process, and what the database of the running test holds."""

    def __init__(self) -> None:
        self.shelf: dict[Key, Kept] = {}
        self.base: Dump = {}
        # The functions whose rows stand in the database; None after any other write, and where
        # nobody watches what is written (the server of the browser tests).
        self.standing: Key | None = None
        self.rows: Dump = {}
        # Tables written to since somebody began to listen.
        self.touched: set[str] = set()
        self.wrote: set[str] = set()
        self.columns: dict[str, tuple[str, list[str]]] = {}

    def open(self) -> None:
        """Once the session's database is as every test shall find it."""
        connection.execute_wrappers.append(self._watch)
        self.base = self._dump(self._tables())
        self.begin()

    def begin(self) -> None:
        """A test begins; what the one before wrote is gone."""
        self.standing = () if self.base else None
        self.rows = self.base

    def _fill(self) -> None:
        """Put back what comes with the program, where a test has emptied the database."""
        table = max(self.base, key=lambda name: len(self.base[name]))
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1')  # noqa: S608
            if cursor.fetchone():
                return
        self._put(Change(name, [], list(rows.values())) for name, rows in self.base.items() if rows)
        self.standing = ()

    def take(self, key: Key, build: Callable[[], R]) -> R:
        """What the function gives, with its rows in the database."""
        if self.standing is None:
            return build()
        if not self.standing:
            self._fill()
        path = (*self.standing, key)
        kept = self.shelf.get(path)
        if kept is None:
            before, value = self.rows, self._listening(build)
            kept = self._keep(before, value)
            self.shelf[path] = kept
        else:
            self._put(kept.changes)
            value = pickle.loads(kept.value)  # noqa: S301 (our own, of this very process)
        self.standing, self.rows = path, kept.rows
        return value

    def _listening(self, build: Callable[[], R]) -> R:
        """Build, and know afterwards which tables were written to, by inner functions too."""
        outer, self.touched = self.touched, set()
        try:
            return build()
        finally:
            self.wrote, self.touched = self.touched, outer | self.touched

    def _keep(self, before: Dump, value: object) -> Kept:
        written = self._dump(self.wrote & self._tables().keys())
        return Kept(_changes(before, written), pickle.dumps(value), {**before, **written})

    def _watch(self, execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        found = _WRITE.match(sql)
        if found and found[1] not in _ASIDE:
            self.standing = None
            self.touched.add(found[1])
        return execute(sql, *more)

    def _tables(self) -> dict[str, tuple[str, list[str]]]:
        """Every table with its key and its columns."""
        if not self.columns:
            for model in apps.get_models(include_auto_created=True):
                options = model._meta
                if options.managed and not options.proxy and options.db_table not in _ASIDE:
                    names = [str(field.column) for field in options.local_concrete_fields]
                    self.columns[options.db_table] = (str(options.pk.column), names)
        return self.columns

    def _dump(self, tables: Iterable[str]) -> Dump:
        found: Dump = {}
        with connection.cursor() as cursor:
            for table in tables:
                key, names = self._tables()[table]
                at = names.index(key)
                columns = ", ".join(f'"{name}"' for name in names)
                cursor.execute(f'SELECT {columns} FROM "{table}"')  # noqa: S608
                found[table] = {row[at]: tuple(map(_bound, row)) for row in cursor.fetchall()}
        return found

    def _put(self, changes: Iterable[Change]) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for change in changes:
                key, names = self._tables()[change.table]
                if change.table == _TEXTS:
                    gone = SearchText.objects.filter(pk__in=change.gone)
                    lift_grams(list(gone.order_by("pk").values_list("pk", "code", "text")))
                if change.gone:
                    cursor.executemany(
                        f'DELETE FROM "{change.table}" WHERE "{key}" = %s',  # noqa: S608
                        [(one,) for one in change.gone],
                    )
                if change.come:
                    columns = ", ".join(f'"{name}"' for name in names)
                    places = ", ".join(["%s"] * len(names))
                    cursor.executemany(
                        f'INSERT INTO "{change.table}" ({columns}) VALUES ({places})',  # noqa: S608
                        change.come,
                    )
                if change.table == _TEXTS:
                    at = [names.index(name) for name in (key, "code", "text")]
                    lay_grams([(row[at[0]], row[at[1]], row[at[2]]) for row in change.come])


def _bound(value: object) -> object:
    """As it is put in again: SQLite gives a time of day that it would not take."""
    return str(value) if isinstance(value, time) else value


def _changes(before: Dump, after: Dump) -> list[Change]:
    found = []
    for table, rows in after.items():
        old = before[table]
        gone = [key for key, row in old.items() if rows.get(key) != row]
        come = [row for key, row in rows.items() if old.get(key) != row]
        if gone or come:
            found.append(Change(table, gone, come))
    return found


STOCK = Stock()


def stocked(build: Callable[P, R]) -> Callable[P, R]:
    """Built once a session for each set of arguments, inside the transaction of a test."""

    @wraps(build)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        if not connection.in_atomic_block:
            return build(*args, **kwargs)
        return STOCK.take(_key(build, args, kwargs), lambda: build(*args, **kwargs))

    return inner


def cast_of(build: Callable[[], R]) -> Callable[[], R]:
    """People and places every test of a room begins with, transaction or not."""

    @wraps(build)
    def inner() -> R:
        return STOCK.take(_key(build, (), {}), build)

    return inner


def _key(build: Callable[..., object], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Key:
    told = tuple(one for one in args if not isinstance(one, Single))
    # Events are keyed: rows made under another key are other rows.
    return (build.__module__, build.__qualname__, told, tuple(sorted(kwargs.items())), current_id())
