"""The database tests begin with refuses on SQLite, too, a text longer than its column.

PostgreSQL does by itself; with SQLite alone such a fault would first be seen there.
"""

from collections.abc import Callable

import pytest
from django.db import DatabaseError
from django.db.models import Value
from django.db.models.functions import Concat

from zhuqi.foundation.directory.enums import Level
from zhuqi.foundation.directory.models import Region

FITS = "很" * 60
TOO_LONG = f"{FITS}长"


def county(name: str) -> Region:
    """Not stored yet; longer names have other codes."""
    return Region(code=f"9999{len(name)}", name=name, level=Level.COUNTY)


def stored() -> Region:
    row = county("县")
    row.save()
    return row


def save_again(name: str) -> None:
    row = stored()
    row.name = name
    row.save(update_fields=["name"])


def bulk_update(name: str) -> None:
    row = stored()
    row.name = name
    Region.objects.bulk_update([row], ["name"])


def update(name: object) -> None:
    Region.objects.filter(pk=stored().pk).update(name=name)


WAYS: dict[str, Callable[[str], object]] = {
    "save": lambda name: county(name).save(),
    "save again": save_again,
    "bulk_create": lambda name: Region.objects.bulk_create([county(name)]),
    "bulk_update": bulk_update,
    "update": update,
    "update with what the database makes": lambda name: update(
        Concat(Value(name[:1]), Value(name[1:]))
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_a_text_that_fits_is_stored(way: str) -> None:
    WAYS[way](FITS)
    assert Region.objects.filter(name=FITS).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_a_text_longer_than_its_column_is_refused(way: str) -> None:
    with pytest.raises(DatabaseError, match=r'length\("name"\) <= 60|too long'):
        WAYS[way](TOO_LONG)
