"""An import goes in by chunks: each costs the same, and wherever one is cut, none is lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast, person
from tests.foundation.spreadsheets.workbooks import Wrong, older_book
from zhuqi.foundation.audit.queries import verify
from zhuqi.foundation.search.checking import wrong_rows
from zhuqi.foundation.spreadsheets import Book, Line
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.imports.actions import importing
from zhuqi.ledgers.imports.actions.importing import import_file, plan_of
from zhuqi.ledgers.imports.models import ImportRun, PastRow
from zhuqi.ledgers.imports.report import Report

pytestmark = pytest.mark.django_db
HEAD = ("编号", "诉求", "提出时间", "答复", "答复时间")
COLUMNS = dict(zip(("number", "title", "submitted_at", "reply", "replied_at"), HEAD, strict=True))
Row = tuple[str, ...]
Rows = list[Row]


class Killed(BaseException):
    """Nothing that could be caught."""


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Callable[[Rows], None]:
    """Rows as if they were read from a file: reading is not what is asked here."""

    def given(rows: Rows) -> None:
        @contextmanager
        def opened(_path: Path, _sheet: str) -> Iterator[tuple[Book, Any]]:
            lines = (Line(n, [*cells]) for n, cells in enumerate([HEAD, *rows], 1))
            yield Book(), lines

        monkeypatch.setattr(importing, "opened_register", opened)

    return given


def row(number: int) -> Row:
    return (f"A{number}", f"第{number}件用电不足", "2019-04-25", f"已答复{number}", "2019-05-08")


def taken(cast: Cast, run: ImportRun | None = None) -> Report:
    plan = plan_of({"channel": "mailbox", "columns": COLUMNS}, cast.city_office)
    return import_file(Path("台账.xlsx"), plan, by=person(cast.he_fan), run=run)


def test_a_chunk_costs_as_many_queries_as_the_next_whatever_it_holds(
    cast: Cast, read: Callable[[Rows], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(first: int, rows: int, chunk: int) -> int:
        monkeypatch.setattr(importing, "CHUNK", chunk)
        read([row(number) for number in range(first, first + rows)])
        with CaptureQueriesContext(connection) as queries:
            assert taken(cast).imported == rows
        return len(queries)

    asked(0, 1, 3)
    one, two, three = (asked(first, rows, 3) for first, rows in ((10, 3), (20, 6), (30, 9)))
    assert three - two == two - one
    assert asked(40, 9, 9) == one


def test_a_run_killed_anywhere_and_begun_again_takes_every_row_once(
    cast: Cast, read: Callable[[Rows], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CHUNK", 3)
    read([*map(row, range(8)), ("A8", "", "2019-04-25", "", "")])
    run = ImportRun.objects.create(
        office=cast.city_office, state="importing", name="台账", file_name="台账.xlsx",
        sha256="0" * 64, size=1, uploaded_by=cast.he_fan.pk, uploaded_name="何凡",
        uploaded_at=timezone.now(),
    )  # fmt: skip
    chance, kills = Random(8), 0
    for _time in range(8):
        with connection.execute_wrapper(_killing(chance.randint(5, 70))):
            try:
                taken(cast, run)
            except Killed:
                kills += 1
    report = taken(cast, run)
    assert kills >= 3
    assert (report.imported, len(report.refused), report.known) == (8, 1, 0)
    numbers = Case.objects.order_by("foreign_number").values_list("foreign_number", flat=True)
    assert list(numbers) == [f"A{number}" for number in range(8)]
    assert PastRow.objects.filter(run=run).count() == 8
    assert list(verify()) == []
    assert [pk for kind, pk in wrong_rows() if kind == "case"] == []


def _killing(at: int) -> Callable[..., Any]:
    """Stops dead before that statement, once."""
    seen = 0

    def wrapper(execute: Callable[..., Any], *given: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == at:
            raise Killed
        return execute(*given)

    return wrapper


def test_an_error_of_an_older_workbook_is_refused_by_its_name_and_not_taken_for_nothing(
    cast: Cast, tmp_path: Path
) -> None:
    rows: list[list[object]] = [list(HEAD), list(row(1)), [*row(2)[:3], Wrong(0x2A), None]]
    given = plan_of({"channel": "mailbox", "columns": COLUMNS}, cast.city_office)
    path = older_book(tmp_path / "台账.xls", rows)
    report = import_file(path, given, by=person(cast.he_fan))
    assert report.imported == 1
    assert [line for line, _reason in report.refused] == [3]
    assert "#N/A" in report.refused[0][1]
