"""按期清除 of what was told: addresses and words of what left the house go after their months."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.cast import Cast
from zhuqi.foundation.audit.actions import seal
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.audit.queries import verify
from zhuqi.foundation.notices.actions import deliver, erase_due
from zhuqi.foundation.notices.enums import Channel, DeliveryState
from zhuqi.foundation.notices.models import Delivery, Message
from zhuqi.foundation.notices.retention import due, months_before, outlook, schedule
from zhuqi.foundation.outbox.registry import handler_of
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.interfaces.console.main import main

SENT = datetime(2026, 5, 20, 10, 0, tzinfo=SHANGHAI)
LAST_DAY = datetime(2026, 11, 20, 23, 59, tzinfo=SHANGHAI)
DAY_AFTER = datetime(2026, 11, 21, 3, 20, tzinfo=SHANGHAI)


def message(cast: Cast, key: str = "case:1:1") -> Message:
    return Message.objects.create(
        user=cast.zhao, text_code="case.assign.firm", topic="progress", title="已交办",
        body="诉求已交办", key=key, created_at=SENT,
    )  # fmt: skip


def delivery(cast: Cast, state: DeliveryState, key: str = "d", **more: object) -> Delivery:
    row: dict[str, object] = {
        "key": key, "message": message(cast, key), "channel": Channel.SMS,
        "text_code": "case.assign.firm", "address": "138****0000", "state": state,
        "reason": "HTTP 200 ok", "created_at": SENT, "send_at": SENT, "ended_at": SENT,
    }  # fmt: skip
    return Delivery.objects.create(**(row | more))


def left(row: Delivery) -> str:
    row.refresh_from_db()
    return row.address + row.to + row.title + row.body + row.reason


def test_six_months_after_it_was_sent_the_address_is_gone_and_the_result_stays(
    cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    settings.SEAL_LOG = tmp_path / "seals.log"
    row = delivery(cast, DeliveryState.SENT)
    seal(SENT)
    events = Event.objects.count()
    assert erase_due(LAST_DAY) == 0
    assert left(row) == "138****0000HTTP 200 ok"
    assert erase_due(DAY_AFTER) == 1
    assert left(row) == ""
    assert (row.state, row.ended_at) == (DeliveryState.SENT, SENT)
    # What people have not read stays theirs, and the log is as it was.
    assert Message.objects.filter(user=cast.zhao, body="诉求已交办").exists()
    assert Event.objects.count() == events
    assert list(verify()) == []
    assert erase_due(DAY_AFTER) == 0


def test_what_never_ended_loses_its_words_and_is_not_sent_empty(cast: Cast) -> None:
    words = {"to": "13800000000", "title": "题", "body": "诉求内容", "ended_at": None}
    outbox_item = delivery(cast, DeliveryState.QUEUED, "owed", **words)
    cut = delivery(cast, DeliveryState.UNCONFIRMED, "cut", **words)
    assert erase_due(DAY_AFTER) == 2
    assert left(outbox_item) == left(cut) == ""
    assert (outbox_item.state, cut.state) == (DeliveryState.SKIPPED, DeliveryState.UNCONFIRMED)
    for row in (outbox_item, cut):
        deliver(row.pk, now=DAY_AFTER)
        row.refresh_from_db()
        assert row.attempts == 0


def test_what_is_younger_keeps_its_address(cast: Cast) -> None:
    late = delivery(cast, DeliveryState.SENT, ended_at=SENT + timedelta(days=1))
    assert erase_due(DAY_AFTER) == 0
    assert left(late).startswith("138")


def test_more_than_a_chunk_goes_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhuqi.foundation.notices.actions.retention.CHUNK", 2)
    for number in range(5):
        delivery(cast, DeliveryState.SENT, f"d{number}")
    assert erase_due(DAY_AFTER) == 5
    assert not Delivery.objects.exclude(address="").exists()


def test_the_list_counts_and_erases_nothing(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    row = delivery(cast, DeliveryState.FAILED)
    lines = {line.rule.code: line for line in outlook(DAY_AFTER)}
    assert (lines["delivered"].rows, lines["delivered"].oldest) == (1, SENT)
    assert lines["read"].rows == 0
    assert main(["check", "retention"]) == 0
    out = capsys.readouterr().out
    assert all(rule.name in out for rule in schedule())
    assert "保存 6 个月，依据：自定" in out
    assert left(row) == "138****0000HTTP 200 ok"
    assert handler_of("notices.tidy").outside


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 11, 21), 6, date(2026, 5, 21)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 12, date(2025, 1, 15)),
        (date(2024, 12, 31), 10, date(2024, 2, 29)),
    ],
)
def test_months_are_counted_by_the_calendar(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


@pytest.mark.django_db
def test_every_rule_can_be_asked() -> None:
    assert all(due(rule, DAY_AFTER).count() == 0 for rule in schedule())
