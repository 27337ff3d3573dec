"""A check of the whole log leaves what it found; one that is broken off leaves nothing."""

import pytest
from django.db import transaction

from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.audit.actions import check_log, record
from zhuqi.foundation.audit.models import Event, LogCheck
from zhuqi.foundation.audit.queries import last_check

pytestmark = pytest.mark.django_db


def some(count: int) -> None:
    with transaction.atomic():
        for number in range(1, count + 1):
            record(object_type="case", object_id=number, kind="submit", by=SYSTEM)


def test_a_whole_log_is_remembered_as_whole() -> None:
    assert last_check() is None
    some(3)
    assert list(check_log()) == []
    last = last_check()
    assert last is not None
    assert (last.events, last.findings, last.grave, last.sentences) == (3, 0, 0, [])
    assert last.started_at <= last.ended_at


def test_what_was_found_is_counted_whole_and_told_in_part() -> None:
    some(15)
    Event.objects.update(kind="forged")
    found = list(check_log())
    last = last_check()
    assert last is not None
    assert (last.findings, last.grave) == (len(found), sum(one.grave for one in found))
    assert last.sentences == [one.sentence for one in found][:10]


def test_a_check_broken_off_is_not_kept() -> None:
    some(5)
    Event.objects.update(kind="forged")
    for _finding in check_log():
        break
    assert not LogCheck.objects.exists()
