"""Personal values can be erased; the chain stays whole and says that it was done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.foundation.audit.audit_cast import LIN, Log
from zhuqi.foundation.audit.actions import erase, record
from zhuqi.foundation.audit.models import ErasableValue, Event
from zhuqi.foundation.audit.queries import events_of

pytestmark = pytest.mark.django_db


def test_erased_values_are_gone_and_the_check_is_content(log: Log) -> None:
    log.write(1, 3, erasable={"phone": "13800000000", "name": "王五"})
    log.seal()

    gone = erase(
        object_type="case", object_id=1, names=["phone"], by=LIN, reason="当事人申请", now=log.now
    )

    assert gone == 3
    assert [event.private for event in events_of("case", 1)][:3] == [
        {"name": "王五", "phone": None}
    ] * 3
    assert not ErasableValue.objects.filter(name="phone").exclude(value=None, salt="").exists()
    told = Event.objects.get(seq=4)
    assert told.facts == {
        "erased": [[1, "phone"], [2, "phone"], [3, "phone"]],
        "reason": "当事人申请",
    }
    assert log.findings() == []
    log.seal()
    assert log.findings() == []


def test_one_event_only_can_be_meant(log: Log) -> None:
    log.write(1, 2, erasable={"phone": "13800000000"})
    second = events_of("case", 1)[1]

    assert erase(
        object_type="case",
        object_id=1,
        names=["phone"],
        by=LIN,
        reason="错登",
        event_ids=[second.pk],
    )

    assert [event.private.get("phone") for event in events_of("case", 1)[:2]] == [
        "13800000000",
        None,
    ]
    assert log.findings() == []


def test_erasing_again_changes_nothing(log: Log) -> None:
    log.write(1, 1, erasable={"phone": "13800000000"})
    for expected in (1, 0):
        assert (
            erase(object_type="case", object_id=1, names=["phone"], by=LIN, reason="申请")
            == expected
        )

    assert Event.objects.count() == 2


def test_it_happened_when_it_was_done_whenever_it_was_recorded(log: Log) -> None:
    """A life played over years is recorded today; nothing of it happened today."""
    log.write(1, 1, erasable={"phone": "13800000000"})
    done = timezone.now() - timedelta(days=400)
    erase(object_type="case", object_id=1, names=["phone"], by=LIN, reason="申请", now=done)
    assert list(events_of("case", 1))[-1].occurred_at == done


def test_other_objects_keep_their_values(log: Log) -> None:
    log.write(1, 1, erasable={"phone": "1"})
    log.write(2, 1, erasable={"phone": "2"})

    erase(object_type="case", object_id=1, names=["phone"], by=LIN, reason="申请")

    assert events_of("case", 2)[0].private == {"phone": "2"}


def test_an_empty_value_is_a_value(log: Log) -> None:
    record(object_type="case", object_id=1, kind="submitted", by=LIN, erasable={"phone": ""})

    assert events_of("case", 1)[0].private == {"phone": ""}
    assert log.findings() == []


def test_a_value_wiped_without_a_word_is_found(log: Log) -> None:
    log.write(1, 2, erasable={"phone": "13800000000"})
    log.tamper(
        "UPDATE audit_erasablevalue SET value = NULL, salt = '' WHERE id = "
        "(SELECT min(id) FROM audit_erasablevalue)"
    )

    (finding,) = log.findings()
    assert (finding.kind, finding.seq) == ("altered", 1)
    assert finding.sentence == "case 1：第1条的“phone”不见了，也没有清除它的记录。"


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("UPDATE audit_erasablevalue SET value = '13900000000'", "altered"),
        ("DELETE FROM audit_erasablevalue", "altered"),
        ("UPDATE audit_erasablevalue SET name = 'fax'", "inserted"),
    ],
)
def test_a_value_that_is_not_the_one_recorded_is_found(log: Log, sql: str, kind: str) -> None:
    log.write(1, 1, erasable={"phone": "13800000000"})
    log.tamper(sql)

    assert (kind, "case", 1, 1) in log.kinds()
