"""An event is appended in the transaction of its change, and forms a chain with those before."""

import json
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from tests.foundation.audit.audit_cast import LIN, MONDAY, Log
from zhuqi.foundation.audit.actions import Entry, record, record_many
from zhuqi.foundation.audit.chain import canonical, event_hash
from zhuqi.foundation.audit.enums import ERASED_KIND
from zhuqi.foundation.audit.models import Event, Head
from zhuqi.foundation.audit.queries import events_of


@pytest.mark.django_db
def test_the_first_event_of_an_object_starts_its_chain() -> None:
    event = record(
        object_type="case",
        object_id=1,
        kind="submitted",
        by=LIN,
        data={"标题": "融资难"},
        now=MONDAY,
    )

    assert (event.seq, event.prev_hash, event.pk is not None) == (1, "", True)
    assert (event.actor_name, event.actor_unit, event.actor_id) == ("林受理", "市活动办", 7)
    assert event.occurred_at == event.recorded_at == MONDAY
    assert Event.objects.get().facts == {"标题": "融资难"}
    assert event_hash(Event.objects.get()) == event.hash


@pytest.mark.django_db
def test_each_further_event_names_the_hash_before_it() -> None:
    first = record(object_type="case", object_id=1, kind="submitted", by=LIN)
    second = record(object_type="case", object_id=1, kind="accepted", by=LIN)
    other = record(object_type="case", object_id=2, kind="submitted", by=LIN)

    assert (second.seq, second.prev_hash) == (2, first.hash)
    assert (other.seq, other.prev_hash) == (1, "")
    assert list(events_of("case", 1)) == [first, second]
    head = Head.objects.get(object_type="case", object_id=1)
    assert (head.seq, head.hash, head.sealed_seq) == (2, second.hash, 0)


@pytest.mark.django_db
def test_an_import_back_dates_what_happened_but_not_when_it_was_written() -> None:
    event = record(
        object_type="case",
        object_id=1,
        kind="submitted",
        by=LIN,
        occurred_at=MONDAY - timedelta(days=900),
        now=MONDAY,
    )

    assert event.occurred_at == MONDAY - timedelta(days=900)
    assert event.recorded_at == MONDAY


@pytest.mark.django_db
def test_thousands_at_once_keep_the_order_given_for_each_object() -> None:
    entries = [
        Entry(
            object_type="case",
            object_id=n % 700,
            kind="noted",
            by=LIN,
            data={"n": n},
            erasable={"phone": str(n)},
        )
        for n in range(3000)
    ]

    written = record_many(entries, now=MONDAY)

    assert [json.loads(event.data)["n"] for event in written] == list(range(3000))
    assert [event.facts["n"] for event in events_of("case", 5)] == [5, 705, 1405, 2105, 2805]
    assert [event.private for event in events_of("case", 5)][1] == {"phone": "705"}
    assert len({event.id for event in written}) == 3000


@pytest.mark.django_db
def test_nothing_to_record_is_no_error() -> None:
    assert record_many([]) == []


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded() -> None:
    with pytest.raises(TransactionManagementError, match=r"transaction\.atomic"):
        record(object_type="case", object_id=1, kind="submitted", by=LIN)

    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_neither_event_nor_head(log: Log) -> None:
    log.write(1, 2)
    with transaction.atomic():
        record(object_type="case", object_id=1, kind="accepted", by=LIN)
        record(object_type="case", object_id=2, kind="submitted", by=LIN)
        transaction.set_rollback(True)

    assert Event.objects.count() == 2
    assert Head.objects.get().seq == 2
    assert log.findings() == []


@pytest.mark.django_db
def test_only_erasing_writes_the_event_of_an_erasure() -> None:
    with pytest.raises(ValueError, match="erase"):
        record(object_type="case", object_id=1, kind=ERASED_KIND, by=LIN)


@pytest.mark.django_db
def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        record(
            object_type="case",
            object_id=1,
            kind="submitted",
            by=LIN,
            occurred_at=datetime(2026, 1, 1),  # noqa: DTZ001 (that is the point)
        )


def test_the_text_of_an_event_is_one_text() -> None:
    text = canonical(
        {"b": Decimal("1.50"), "a": gettext_lazy("已受理"), "at": MONDAY, "day": MONDAY.date()}
    )

    assert text == (
        '{"a":"已受理","at":"2026-03-02T09:00:00.000000+00:00","b":"1.50","day":"2026-03-02"}'
    )


@pytest.mark.parametrize("value", [float("nan"), object(), "\ud800"])
def test_what_cannot_be_one_text_is_refused(value: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        canonical({"value": value})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), json_values, max_size=4))
def test_the_order_of_keys_never_matters(data: dict[str, object]) -> None:
    shuffled = dict(reversed(data.items()))
    try:
        text = canonical(data)
    except (ValueError, UnicodeEncodeError):
        return  # lone surrogates and infinities have no text

    assert canonical(shuffled) == text
