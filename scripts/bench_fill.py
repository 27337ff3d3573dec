"""Fill a database with a province's history: the sample city's cases, many times over, in SQL.

    ZHUQI_DATABASE_URL=postgres:///bench python -m scripts.bench_fill --cases 1000000

Needs a database that holds a sample city. Every copy is one INSERT … SELECT a table with ids moved
by a whole city and times moved into earlier years, so that keys fit together: case, tags, sheets,
involved units, clocks, facts, entries, answers, ratings, notes, events. What is over is copied
every time, what is in hand only as often as `--open` says: that is bounded, history is what grows.
Left out, and therefore found by `zhuqi check`: chains are not hashed anew, nothing erasable lies
beside the copied events, firms are not multiplied. Killed, it goes on where it was.
"""

import argparse
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.config.settings")

import django

django.setup()

from django.db import connection, models, transaction  # noqa: E402 (after Django has started)
from stdnum import damm  # noqa: E402

from zhuqi.foundation.audit.models import Event  # noqa: E402
from zhuqi.ledgers.cases.models import (  # noqa: E402
    FAR,
    Answer,
    Assignment,
    Case,
    CaseFact,
    Clock,
    Entry,
    Involvement,
    Note,
    Rating,
)

YEARS_BACK = 3600
# Copies in one statement and transaction: some ten thousand cases on PostgreSQL.
BATCH = 10
TABLES: tuple[type[models.Model], ...] = (
    Case, Case.tags.through, Assignment, Involvement, Clock, CaseFact, Entry, Answer, Rating,
    Note, Event,
)  # fmt: skip
_OFFSET = "bench_fill"


@dataclass(frozen=True, slots=True)
class Plan:
    """How many copies, of which rows, how far back each goes."""

    copies: int
    open_copies: int
    spans: dict[type[models.Model], int]

    @property
    def step(self) -> int:
        """Days between one copy and the next."""
        return max(YEARS_BACK // max(self.copies, 1), 1)


def plan(wanted: int, wanted_open: int) -> Plan:
    """What is still the sample's own is remembered in a table beside, so that a killed run goes on
    with the same plan."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {_OFFSET} (name text PRIMARY KEY, n bigint)")
        cursor.execute(f"SELECT name, n FROM {_OFFSET}")  # noqa: S608
        known = dict(cursor.fetchall())
        if "copies" not in known:
            closed = Case.objects.filter(closed_at__isnull=False).count()
            in_hand = Case.objects.count() - closed
            known = {
                "copies": max((wanted - Case.objects.count()) // closed, 0),
                "open": max((wanted_open - in_hand) // in_hand, 0),
                **{_table(model): _last(model) for model in TABLES},
            }
            for name, n in known.items():
                cursor.execute(f"INSERT INTO {_OFFSET} VALUES (%s, %s)", [name, n])  # noqa: S608
    return Plan(known["copies"], known["open"], {m: known[_table(m)] for m in TABLES})


def _table(model: type[models.Model]) -> str:
    return model._meta.db_table  # noqa: SLF001 (Django's public name)


def _last(model: type[models.Model]) -> int:
    return int(model._default_manager.order_by("-pk").values_list("pk", flat=True)[0])  # noqa: SLF001


def fill(wanted: int, wanted_open: int) -> Plan:
    """Copies until there are about as many cases as wanted, about so many of them in hand."""
    made = plan(wanted, wanted_open)
    with _bare(), connection.cursor() as cursor:
        first = _done(made) + 1
        while first <= made.copies:
            last = min(first + BATCH - 1, made.copies)
            begun = time.perf_counter()
            with transaction.atomic():
                for model in TABLES:
                    _copy(cursor, made, model, first, last)
            seconds = time.perf_counter() - begun
            print(f"copies {first}-{last} of {made.copies}: {seconds:.1f} s", flush=True)
            first = last + 1
    _settle()
    return made


def _done(made: Plan) -> int:
    last = _last(Case)
    return 0 if last <= made.spans[Case] else (last - 1) // made.spans[Case]


def _copy(cursor: Any, made: Plan, model: type[models.Model], first: int, last: int) -> None:
    if connection.vendor == "postgresql":
        cursor.execute(_statement(made, model, "k", f"generate_series({first}, {last}) AS k"))
        return
    for k in range(first, last + 1):
        cursor.execute(_statement(made, model, str(k), f"(SELECT {k} AS copy)"))


# What is over, and late with nothing any more.
_OVER = f"due_at >= '{FAR:%Y-%m-%d}'"


def _statement(made: Plan, model: type[models.Model], k: str, copies: str) -> str:
    """INSERT … SELECT of the sample's own rows of one table, for some copies."""
    table, span = _table(model), made.spans[Case]
    fields = model._meta.concrete_fields  # noqa: SLF001
    picked = ", ".join(_expression(made, model, f, k) for f in fields)
    into = ", ".join(f'"{f.column}"' for f in fields)
    case = {Case: "id", Event: "object_id"}.get(model, "case_id")
    own = "AND t.object_type = 'case'" if model is Event else ""
    over = f"SELECT id FROM cases_case WHERE id <= {span} AND closed_at IS NOT NULL AND {_OVER}"  # noqa: S608
    which = f"(t.{case} IN ({over}) OR {k} <= {made.open_copies})"
    # One order for all rows of a copy: neighbours in time lie near each other, as in life. SQLite
    # gets a statement for each copy, and would take its number for a column's place.
    order = f"{k}, " if connection.vendor == "postgresql" else ""
    return (
        f"INSERT INTO {table} ({into}) SELECT {picked} FROM {table} t CROSS JOIN {copies} "  # noqa: S608
        f"WHERE t.id <= {made.spans[model]} AND t.{case} <= {span} AND {which} {own} "
        f"ORDER BY {order}t.id"
    )


def _expression(made: Plan, model: type[models.Model], field: Any, k: str) -> str:
    column = f't."{field.column}"'
    target = field.related_model if field.is_relation else None
    if field.primary_key:
        return f"{column} + {k} * {made.spans[model]}"
    if target in made.spans:
        return f"{column} + {k} * {made.spans[target]}"
    if model is Event and field.name == "object_id":
        return f"{column} + {k} * {made.spans[Case]}"
    if isinstance(field, models.DateTimeField):
        return _moved(column, f"{k} * {made.step}")
    return _OWN.get((model, field.name), "{0}").format(column, k)


_OWN: dict[tuple[type[models.Model], str], str] = {
    (Case, "number"): "bench_number({0}, {1})",
    (Case, "submission_key"): "NULL",
    # Common topics are looked into by the dozen, not by the thousand.
    (Case, "topic"): "NULL",
    (Case, "foreign_number"): "CASE {0} WHEN '' THEN '' ELSE {0} || '-' || {1} END",
    (Case, "foreign_key"): "CASE {0} WHEN '' THEN '' ELSE {0} || '-' || {1} END",
}


def _moved(column: str, days: str) -> str:
    """Some days earlier; what never ends stays that way, and so does what is in hand yet."""
    if connection.vendor == "postgresql":
        earlier = f"{column} - make_interval(days => ({days})::int)"
        return f"CASE WHEN {column} >= '{FAR.isoformat()}' THEN {column} ELSE {earlier} END"
    earlier = f"strftime('%Y-%m-%d %H:%M:%S', {column}, '-' || ({days}) || ' days')"
    far = f"{FAR:%Y-%m-%d}"
    return f"CASE WHEN {column} >= '{far}' THEN {column} ELSE {earlier} END"


def number_of(number: str, copy: int) -> str:
    """A number of the same office and year, with a check digit that holds."""
    prefix, year, serial, _check = number.split("-")
    moved = f"{int(serial) + 10_000 * copy:04d}"
    return f"{prefix}-{year}-{moved}-{damm.calc_check_digit(f'{prefix}{year}{moved}')}"


_DAMM = "".join(str(n) for row in damm._operation_table for n in row)  # noqa: SLF001
_NUMBER_SQL = f"""
CREATE OR REPLACE FUNCTION bench_number(old text, copy int) RETURNS text AS $$
DECLARE
  p text[] := string_to_array(old, '-');
  serial text := to_char(p[3]::int + 10000 * copy, 'FM999999990000');
  digits text := p[1] || p[2] || serial;
  d int := 0;
BEGIN
  FOR i IN 1..length(digits) LOOP
    d := substr('{_DAMM}', d * 10 + substr(digits, i, 1)::int + 1, 1)::int;
  END LOOP;
  RETURN p[1] || '-' || p[2] || '-' || serial || '-' || d;
END $$ LANGUAGE plpgsql IMMUTABLE
"""


@contextmanager
def _bare() -> Iterator[None]:
    """Without secondary indexes and foreign keys while rows go in; on PostgreSQL they are written
    down first, so that a run that was killed puts them back too."""
    connection.ensure_connection()
    if connection.vendor != "postgresql":
        connection.connection.create_function("bench_number", 2, number_of, deterministic=True)
        with connection.constraint_checks_disabled():
            yield
        return
    names = [_table(model) for model in TABLES]
    with connection.cursor() as cursor:
        cursor.execute(_NUMBER_SQL)
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_fill_index (name text, says text)")
        cursor.execute(
            "INSERT INTO bench_fill_index SELECT indexname, indexdef FROM pg_indexes "
            "WHERE tablename = ANY(%s) AND indexname NOT IN "
            "(SELECT conname FROM pg_constraint) "
            "AND indexname NOT IN (SELECT name FROM bench_fill_index)",
            [names],
        )
        for name, _says in _indexes(cursor):
            cursor.execute(f'DROP INDEX IF EXISTS "{name}"')
    yield
    with connection.cursor() as cursor:
        for _name, says in _indexes(cursor):
            cursor.execute(says.replace("INDEX", "INDEX IF NOT EXISTS", 1))
        cursor.execute("SET session_replication_role = origin")


def _indexes(cursor: Any) -> Sequence[tuple[str, str]]:
    cursor.execute("SELECT name, says FROM bench_fill_index")
    found: Sequence[tuple[str, str]] = cursor.fetchall()
    return found


def _settle() -> None:
    """Ids go on behind the copies; the planner knows what there is."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute("ANALYZE")
            return
        for model in TABLES:
            table = _table(model)
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
            )
            cursor.execute(f"VACUUM ANALYZE {table}")


def main() -> None:
    """Fill the database of ZHUQI_DATABASE_URL (or ZHUQI_DATA_DIR)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--open", type=int, default=5_000)
    asked = parser.parse_args()
    begun = time.perf_counter()
    fill(asked.cases, asked.open)
    print(f"{Case.objects.count():,} cases in {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
