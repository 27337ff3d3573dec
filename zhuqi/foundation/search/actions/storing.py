"""Chunks and their grams into the tables of either database: the only place that writes them."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from zhuqi.foundation.audit.raw_cursor import cursor_of, numbered
from zhuqi.foundation.search.models import SearchText
from zhuqi.foundation.search.normal import grams

_TABLE = SearchText._meta.db_table  # noqa: SLF001 (Django's public name)
_COLUMNS = ("id", "kind", "object_id", "part", "part_id", "code", "owner", "place", "text")
# Chunks in one statement.
_MOST = 500


class Chunk(NamedTuple):
    """A row of the table; without an id it gets one."""

    pk: int | None
    kind: str
    object_id: int
    part: str
    part_id: int
    code: str
    owner: int
    place: int
    text: str


# What the grams of a chunk are made of: its id, its code, its text.
Grams = tuple[int, str, str]


def store(
    chunks: Sequence[Chunk], *, instead: Sequence[Grams] = (), gone: Sequence[Grams] = ()
) -> None:
    """Put chunks in. Those with an id stand in the place of others (`instead`, as they were until
    now); `gone` are taken out."""
    lifted, laid = [*instead, *gone], []
    for start in range(0, len(chunks), _MOST):
        laid += _put(chunks[start : start + _MOST])
    if gone:
        SearchText.objects.filter(pk__in=[pk for pk, _code, _text in gone]).delete()
    if connection.vendor == "sqlite":
        _grams_of_sqlite(lifted, laid)


def _put(chunks: Sequence[Chunk]) -> list[Grams]:
    """One statement, whether they are new or stand in the place of others."""
    postgres = connection.vendor == "postgresql"
    columns = [*_COLUMNS, "grams"] if postgres else [*_COLUMNS]
    values: list[Any] = []
    places = []
    for chunk in chunks:
        new = chunk.pk is None
        marks = ["DEFAULT" if new and postgres else "%s", *["%s"] * (len(_COLUMNS) - 1)]
        values += chunk[1:] if new and postgres else chunk
        if postgres:
            marks.append(_VECTOR)
            values.append(_spaced(chunk.code, chunk.text))
        places.append(f"({', '.join(marks)})")
    over = ", ".join(f'"{name}" = EXCLUDED."{name}"' for name in columns[1:])
    sql = (
        f"INSERT INTO {_TABLE} ({', '.join(columns)}) VALUES {', '.join(places)} "  # noqa: S608 (names)
        f'ON CONFLICT ("id") DO UPDATE SET {over} RETURNING "id"'
    )
    with cursor_of(connections[DEFAULT_DB_ALIAS]) as cursor:
        cursor.execute(numbered(sql) if postgres else sql, values)
        ids = {pk for (pk,) in cursor.fetchall()}
    # SQLite gives ids in any order, but counts them up.
    added = iter(sorted(ids - {chunk.pk for chunk in chunks}))
    return [(chunk.pk or next(added), chunk.code, chunk.text) for chunk in chunks]


# Grams hold no blanks: as one text they go ten times as quickly as in an array.
_VECTOR = "array_to_tsvector(string_to_array(%s, ' '))"


def _spaced(code: str, text: str) -> str:
    found = grams(text)
    return code + f" {code}".join(found) if found else ""


def _grams_of_sqlite(
    lifted: Sequence[Grams], laid: Sequence[Grams], into: BaseDatabaseWrapper | None = None
) -> None:
    """What goes is told as it was told when it came: the table keeps no texts."""

    def rows() -> Iterator[tuple[str | None, int, str]]:
        for what, some in (("delete", lifted), (None, laid)):
            for pk, code, text in some:
                yield what, pk, _spaced(code, text)

    if lifted or laid:
        with (into or connections[DEFAULT_DB_ALIAS]).cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_grams (search_grams, rowid, grams) VALUES (%s, %s, %s)",
                list(rows()),
            )


def lay_grams(rows: Sequence[Grams], into: BaseDatabaseWrapper | None = None) -> None:
    """Index chunks that are stored already: rows that were copied, here or in another database."""
    place = into or connections[DEFAULT_DB_ALIAS]
    if place.vendor == "sqlite":
        _grams_of_sqlite((), rows, place)
        return
    with place.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {_TABLE} SET grams = {_VECTOR} WHERE id = %s",  # noqa: S608 (a name)
            [(_spaced(code, text), pk) for pk, code, text in rows],
        )


def lift_grams(rows: Sequence[Grams]) -> None:
    """Take chunks out of the index before they go."""
    if connection.vendor == "sqlite":
        _grams_of_sqlite(rows, ())
