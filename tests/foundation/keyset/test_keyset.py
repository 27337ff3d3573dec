"""Pages by key: forward and back over ties, cursors nobody can forge or carry elsewhere."""

import pytest
from django.db import connection
from django.db.models import Count, QuerySet
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.keyset import KeysetPage, keys_of, keyset_page

# Regions and kinds are the same for many: whatever is sorted by them has ties at every page's end.
ORDERS = (
    ("pk",),
    ("short_name", "pk"),
    ("-short_name", "-pk"),
    ("kind", "-region__code", "pk"),
    ("-kind", "region__code", "-short_name", "-pk"),
)


def units() -> QuerySet[Unit]:
    return Unit.objects.select_related("region")


@pytest.fixture(autouse=True)
def _more_units(cast: Cast) -> None:
    for place in range(17):
        kind = (UnitKind.DEPARTMENT, UnitKind.PARK)[place % 2]
        Unit.objects.create(
            name=f"单位{place}", short_name=f"同名{place // 6}", kind=kind, region=cast.power.region
        )


def page(order: tuple[str, ...], cursor: str = "", size: int = 4) -> KeysetPage[Unit]:
    return keyset_page(units(), keys_of(*order), cursor, size=size, salt="test")


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("size", [1, 3, 4, 100])
def test_pages_hold_every_row_once_forward_and_back(order: tuple[str, ...], size: int) -> None:
    whole = list(units().order_by(*order))
    forward = [page(order, size=size)]
    while forward[-1].after:
        forward.append(page(order, forward[-1].after, size))
    assert [row for one in forward for row in one.rows] == whole
    back = [forward[-1]]
    while back[-1].before:
        back.append(page(order, back[-1].before, size))
    assert [one.rows for one in reversed(back)] == [one.rows for one in forward]
    assert back[-1].after == forward[0].after


def test_a_page_is_one_query_that_seeks_and_counts_nothing() -> None:
    first = page(("short_name", "pk"))
    with CaptureQueriesContext(connection) as asked:
        page(("short_name", "pk"), first.after)
    (query,) = asked.captured_queries
    assert '"short_name" >= ' in query["sql"]
    assert "COUNT(" not in query["sql"]
    assert "OFFSET" not in query["sql"]


def test_what_was_counted_can_be_sorted_by() -> None:
    rows = Unit.objects.annotate(n=Count("posts"))
    keys = keys_of("-n", "pk")
    found: list[Unit] = []
    cursor = ""
    while True:
        one = keyset_page(rows, keys, cursor, size=2, salt="test")
        found += one.rows
        cursor = one.after
        if not cursor:
            break
    assert found == list(rows.order_by("-n", "pk"))


@pytest.mark.parametrize("cursor", ["forged", "a:b:c", ":", "\0", "é" * 400, "WyJhIl0:1wXyZ:zzz"])
def test_a_forged_cursor_is_the_first_page(cursor: str) -> None:
    assert page(("short_name", "pk"), cursor) == page(("short_name", "pk"))


def test_a_cursor_of_another_list_or_order_is_the_first_page() -> None:
    after = page(("short_name", "pk")).after
    assert page(("-short_name", "-pk"), after) == page(("-short_name", "-pk"))
    other = keyset_page(units(), keys_of("short_name", "pk"), after, size=4, salt="other")
    assert other.rows == page(("short_name", "pk")).rows


def test_where_the_rows_beyond_have_gone_the_first_page_is_shown() -> None:
    first = page(("pk",))
    second = page(("pk",), first.after, size=100)
    Unit.objects.filter(pk__in=[row.pk for row in second.rows]).update(active=False)
    active = units().filter(active=True)
    left = keyset_page(active, keys_of("pk"), first.after, size=4, salt="test")
    assert left.rows == first.rows
    assert not left.after
