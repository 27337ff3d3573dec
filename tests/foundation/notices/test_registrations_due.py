"""A registration nears or passes the promised time: the office's registrars are told, once."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from tests.cast import Cast, official_user, person
from zhuqi.foundation.access import SYSTEM_PERSON
from zhuqi.foundation.accounts.actions import (
    move_member,
    name_deputy,
    refuse_member,
    register_another_firm,
)
from zhuqi.foundation.accounts.claims import FirmClaim
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.notices.due_levels import Level
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.notices.reminders import (
    REMIND,
    enqueue_sign_up_reminders,
    remind_of_registration,
)
from zhuqi.foundation.outbox.models import OutboxItem
from zhuqi.foundation.workdays import SHANGHAI

# Monday; promised for the close of office of Wednesday the 18th.
MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=SHANGHAI)
SOON = MONDAY + timedelta(days=2)
LATE = MONDAY + timedelta(days=3)


@pytest.fixture
def asked(cast: Cast) -> FirmMember:
    claim = FirmClaim(name="许昌新材料有限公司", region_code="411000", preparing=True)
    member = register_another_firm(user=cast.jia, firm=claim, now=MONDAY)
    assert member.due_at is not None
    assert timezone.localtime(member.due_at).date().isoformat() == "2026-11-18"
    return member


def sweep(now: datetime) -> None:
    """What the worker does every quarter of an hour, and then with what it found."""
    with transaction.atomic():
        enqueue_sign_up_reminders(now)
    for outbox_item in OutboxItem.objects.filter(kind=REMIND).order_by("pk"):
        due = datetime.fromisoformat(outbox_item.payload["due"])
        with transaction.atomic():
            remind_of_registration(
                outbox_item.payload["member"], Level(outbox_item.payload["level"]), due, now
            )


def told(user: User) -> list[str]:
    rows = Message.objects.filter(user=user, text_code__startswith="member.due").order_by("pk")
    return list(rows.values_list("title", flat=True))


def test_the_registrars_are_told_when_it_is_near_and_when_it_has_passed_each_once(
    cast: Cast, asked: FirmMember
) -> None:
    sweep(MONDAY + timedelta(hours=1))
    assert told(cast.he_fan) == []
    for _again in range(3):
        sweep(SOON)
    assert told(cast.he_fan) == ["企业登记即将到承诺时间"]
    for hours in (0, 1, 30):
        sweep(LATE + timedelta(hours=hours))
    assert told(cast.he_fan) == ["企业登记即将到承诺时间", "企业登记已过承诺时间"]
    message = Message.objects.filter(user=cast.he_fan).latest("pk")
    assert "许昌新材料有限公司" in message.body
    assert "承诺 11月18日" in message.body
    assert (message.object_type, message.object_ref) == ("member", str(asked.pk))
    for other in (cast.shen_jing, cast.lu_yuan, cast.qin_lan, cast.jia, cast.zhou):
        assert told(other) == []


def test_what_is_decided_meanwhile_is_not_reminded_of(cast: Cast, asked: FirmMember) -> None:
    with transaction.atomic():
        enqueue_sign_up_reminders(SOON)
    refuse_member(member=asked, by=person(cast.he_fan), reason="名称不符", now=SOON)
    sweep(SOON)
    sweep(LATE)
    assert told(cast.he_fan) == []


@pytest.mark.usefixtures("asked")
def test_a_reminder_that_comes_too_late_for_its_level_is_not_given(cast: Cast) -> None:
    with transaction.atomic():
        enqueue_sign_up_reminders(SOON)
    sweep(LATE)
    assert told(cast.he_fan) == ["企业登记已过承诺时间"]


@pytest.mark.usefixtures("cast", "asked")
def test_it_is_given_in_working_time_and_an_old_list_floods_nobody() -> None:
    night = datetime(2026, 11, 18, 22, 0, tzinfo=SHANGHAI)
    with transaction.atomic():
        enqueue_sign_up_reminders(night)
    [outbox_item] = OutboxItem.objects.filter(kind=REMIND)
    assert timezone.localtime(outbox_item.not_before).date().isoformat() == "2026-11-19"
    OutboxItem.objects.all().delete()
    with transaction.atomic():
        enqueue_sign_up_reminders(MONDAY + timedelta(days=30))
    assert not OutboxItem.objects.filter(kind=REMIND).exists()


@pytest.mark.usefixtures("asked")
def test_whoever_stands_in_for_the_registrar_is_told_too(cast: Cast) -> None:
    aide = official_user("代班员", "daiban", cast.city_office)
    name_deputy(
        absent=cast.he_fan, deputy=aide, unit=cast.city_office, since=SOON.date(),
        until=LATE.date(), why="出差", by=SYSTEM_PERSON, now=SOON,
    )  # fmt: skip
    sweep(SOON)
    assert told(aide) == told(cast.he_fan) == ["企业登记即将到承诺时间"]


def test_handed_on_to_another_office_it_is_new_there(cast: Cast, asked: FirmMember) -> None:
    sweep(LATE)
    move_member(member=asked, office=cast.county_office, by=person(cast.he_fan), now=LATE)
    sweep(LATE + timedelta(hours=1))
    assert told(cast.qin_lan) == ["企业登记已过承诺时间"]
    assert told(cast.he_fan) == ["企业登记已过承诺时间"]
