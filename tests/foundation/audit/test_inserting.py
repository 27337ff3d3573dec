"""New rows past Django: as they were given, in their order, however many; seen by its log."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from zhuqi.foundation.audit.inserting import insert, put
from zhuqi.foundation.audit.models import Head

pytestmark = pytest.mark.django_db

# More than one statement takes.
MANY = 1203
NAMES = ("object_type", "object_id", "seq", "hash", "sealed_seq")


def heads(number: int, seq: int = 0) -> list[tuple[Any, ...]]:
    """Numbers as small and as large as their columns hold, words that end a text in SQL."""
    return [("o'$1%s", 2**62 - one, one + seq, "\\'--", 0) for one in range(number)]


def kept() -> list[tuple[Any, ...]]:
    return list(Head.objects.filter(object_type="o'$1%s").order_by("pk").values_list(*NAMES))


def test_ids_come_in_the_order_of_the_rows() -> None:
    ids = list(insert(Head, heads(MANY)))
    found = Head.objects.in_bulk(ids)
    assert [found[pk].object_id for pk in ids] == [row[1] for row in heads(MANY)]


@pytest.mark.parametrize("number", [0, 1, MANY])
def test_without_ids_the_same_rows_go_in(number: int) -> None:
    put(Head, heads(number))
    assert kept() == heads(number)


def test_a_row_that_is_there_is_written_over_where_it_is_told() -> None:
    put(Head, heads(3))
    put(Head, heads(4, seq=7), once=("object_type", "object_id"), over=("seq",))
    assert kept() == heads(4, seq=7)
    with pytest.raises(IntegrityError), transaction.atomic():
        put(Head, heads(1))


def test_what_goes_in_is_seen_as_any_other_statement() -> None:
    with CaptureQueriesContext(connection) as asked:
        put(Head, heads(MANY))
    said = [one["sql"] for one in asked]
    assert len(said) > 1
    assert all(one.startswith('INSERT INTO "audit_head"') for one in said)
