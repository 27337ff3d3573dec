"""Every way in which rows are written is noticed, and what was rolled back is not."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat

from tests.cast import Cast
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.actions import adopt_rows, record
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.audit.row_check import check_rows, differing
from zhuqi.foundation.directory.models import Enterprise, Item, Tag, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tags(cast: Cast) -> None:  # noqa: ARG001 (rows to be changed)
    Tag.objects.bulk_create(Tag(name=f"标签{n}", order=n) for n in range(3))
    adopt_rows(reason="the cast")
    happen()
    assert told() == []


def happen() -> Event:
    return record(object_type="tag", object_id=1, kind="changed", by=SYSTEM)


def told() -> list[str]:
    return [finding.sentence for finding in check_rows()]


def tag(n: int = 0) -> Tag:
    return Tag.objects.get(name=f"标签{n}")


def save_one() -> None:
    row = tag()
    row.note = "改"
    row.save()


def save_some_columns() -> None:
    row = tag()
    row.note = "改"
    row.save(update_fields=["note"])


def save_what_the_database_reckons() -> None:
    row = tag()
    row.order = F("order") + 5
    row.save()


def update_by_id() -> None:
    Tag.objects.filter(pk=tag().pk).update(note="改", order=9)


def update_by_what_changes() -> None:
    """Afterwards the filter finds none of them."""
    Tag.objects.filter(name__startswith="标签").update(name=Concat(Value("新"), F("name")))


def update_many_objects() -> None:
    rows = list(Tag.objects.filter(name__startswith="标签"))
    for row in rows:
        row.note = f"改{row.pk}"
    Tag.objects.bulk_update(rows, ["note"])


def add_many() -> None:
    Tag.objects.bulk_create([Tag(name="甲"), Tag(name="乙", active=False)])


def add_what_may_be_there() -> None:
    rows = [Tag(name="标签1", order=77), Tag(name="新的")]
    Tag.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["name"], update_fields=["order"]
    )


def delete_one() -> None:
    tag().delete()


def delete_many() -> None:
    Tag.objects.filter(name__startswith="标签").delete()


def tie_and_untie() -> None:
    unit = Unit.objects.order_by("pk")[0]
    items = list(Item.objects.order_by("pk")[:3])
    unit.items.set(items[:2])
    unit.items.add(items[2])
    unit.items.remove(items[0])
    unit.items.set(items[1:2])


def tie_from_the_other_side() -> None:
    firm = Enterprise.objects.order_by("pk")[0]
    tag().enterprises.add(firm) if hasattr(Tag, "enterprises") else firm.tags.add(tag())


def set_a_foreign_key() -> None:
    User.objects.filter(pk__in=[1, 2]).update(official=None)


WAYS = [
    save_one, save_some_columns, save_what_the_database_reckons, update_by_id,
    update_by_what_changes, update_many_objects, add_many, add_what_may_be_there, delete_one,
    delete_many, tie_and_untie, tie_from_the_other_side, set_a_foreign_key,
]  # fmt: skip


@pytest.mark.parametrize("write", WAYS, ids=lambda way: way.__name__)
def test_the_next_event_vouches_for_it(write: Callable[[], None]) -> None:
    with transaction.atomic():
        write()
        happen()
    assert told() == []


@pytest.mark.parametrize("write", [save_one, update_by_id, add_many, delete_one])
def test_without_an_event_it_is_told(write: Callable[[], None]) -> None:
    write()
    assert told() != []


def test_what_was_rolled_back_is_forgotten() -> None:
    with transaction.atomic():
        with transaction.atomic():
            save_one()
            delete_many()
            transaction.set_rollback(True)
        update_by_id()
        happen()
    assert told() == []


def test_what_a_lost_event_vouched_for_waits_for_the_next() -> None:
    with transaction.atomic():
        save_one()
        with transaction.atomic():
            happen()
            transaction.set_rollback(True)
        happen()
    assert told() == []


def test_several_changes_of_one_row_count_as_the_last() -> None:
    with transaction.atomic():
        row = Tag.objects.create(name="多次")
        Tag.objects.filter(pk=row.pk).update(note="一")
        Tag.objects.filter(pk=row.pk).update(note="二")
        happen()
        Tag.objects.filter(pk=row.pk).update(note="三")
        gone = Tag.objects.create(name="来去")
        gone.delete()
        happen()
    assert told() == []


def test_no_query_more_for_a_row_that_is_saved_or_changed_by_its_id(
    django_assert_num_queries: Callable[..., object],
) -> None:
    row, rows = tag(), list(Tag.objects.filter(name__startswith="标签"))
    with django_assert_num_queries(3):  # type: ignore[attr-defined]  # a context manager
        row.save()
        Tag.objects.filter(pk=row.pk).update(note="改")
        Tag.objects.bulk_create([Tag(name="甲"), Tag(name="乙")])
    assert len(rows) == 3


def test_an_upgrade_takes_over_what_it_changed_and_nothing_else() -> None:
    before, other = tag(0), tag(1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE directory_tag SET note = '偷改' WHERE id = %s", [before.pk])
        known = differing()
        # What a migration does.
        cursor.execute("UPDATE directory_tag SET note = '升级' WHERE id = %s", [other.pk])
        cursor.execute("DELETE FROM directory_tag WHERE id = %s", [tag(2).pk])

    assert adopt_rows(reason="upgrade", known=known) == 2

    [finding] = check_rows()
    assert (finding.pk, finding.column) == (before.pk, "note")
    assert Event.objects.filter(object_type="log", kind="log.adopted").last() is not None
