"""What is told is looked at again when it leaves: Sunday's deeds, Monday's mails."""

from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.core import mail
from pytest_django import Settings

from tests.cast import Cast, person
from tests.scenes.life import SUBMISSION, accept, assign, sign, submit
from tests.scenes.reminding import remind
from zhuqi.foundation.accounts.models import RoleAssignment, User
from zhuqi.foundation.notices.actions import mark_read
from zhuqi.foundation.notices.actions.sending import deliver
from zhuqi.foundation.notices.enums import Channel, DeliveryState
from zhuqi.foundation.notices.leaving import Leaving, current
from zhuqi.foundation.notices.models import Delivery, Gateway, Message
from zhuqi.foundation.notices.queries import inbox
from zhuqi.foundation.outbox.models import OutboxItem
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.interfaces.shell.inbox import MessageRow, lines_of
from zhuqi.ledgers.cases.actions import handling, intake
from zhuqi.ledgers.cases.actions.store import NOTIFY, open_case
from zhuqi.ledgers.cases.enums import ClockKind
from zhuqi.ledgers.cases.models import Case, Clock
from zhuqi.ledgers.cases.notifications.actions import notify_of
from zhuqi.ledgers.cases.notifications.texts import Level
from zhuqi.ledgers.cases.secrecy import actions as secrecy

pytestmark = pytest.mark.django_db

SUNDAY = datetime(2026, 11, 15, 15, 0, tzinfo=SHANGHAI)
MONDAY = datetime(2026, 11, 16, 8, 31, tzinfo=SHANGHAI)
FIRM = "许昌钻石公司"


@pytest.fixture(autouse=True)
def _by_mail(cast: Cast, settings: Settings) -> None:
    """Everybody has a mailbox, and letters leave."""
    settings.EMAIL_HOST = "localhost"
    Gateway.objects.create(channel=Channel.EMAIL, enabled=True)
    for user in User.objects.exclude(pk=cast.audit_admin.pk):
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@example.com")


def tell(now: datetime) -> None:
    """What the worker does after each deed: find whom to tell, at that moment."""
    for item in OutboxItem.objects.filter(kind=NOTIFY, done_at=None).order_by("pk"):
        with patch("django.utils.timezone.now", return_value=now):
            notify_of(int(item.payload["event"]))
        item.done_at = now
        item.save()


def monday() -> list[mail.EmailMessage]:
    """What leaves when the office opens."""
    mail.outbox.clear()
    for pk in Delivery.objects.order_by("pk").values_list("pk", flat=True):
        deliver(pk, now=MONDAY)
    return list(mail.outbox)


def letters_to(user: User) -> list[mail.EmailMessage]:
    return [letter for letter in mail.outbox if letter.to == [f"{user.username}@example.com"]]


def assigned_on_sunday(cast: Cast) -> Case:
    case = submit(cast, SUNDAY)
    accept(cast, case, SUNDAY + timedelta(minutes=10))
    assign(cast, case, SUNDAY + timedelta(minutes=11))
    tell(SUNDAY + timedelta(minutes=12))
    return case


def change(case: Case, by: User, now: datetime = SUNDAY + timedelta(hours=2)):  # type: ignore[no-untyped-def]
    return open_case(case.pk, by=person(by), now=now)


def notes(user: User) -> list[str]:
    """Why what was meant for somebody did not leave."""
    rows = Delivery.objects.filter(message__user=user, state=DeliveryState.SKIPPED)
    return list(rows.order_by("pk").values_list("reason", flat=True))


def inbox_of(user: User) -> list[MessageRow]:
    reader = person(user)
    return lines_of(reader, list(inbox(reader.scope)[:30]))


def test_a_plain_monday_tells_the_unit_to_sign(cast: Cast) -> None:
    assigned_on_sunday(cast)
    monday()
    [letter] = letters_to(cast.sun)
    assert letter.subject == "新交办，请签收"
    assert FIRM in letter.body


def test_marked_confidential_on_sunday_the_firm_is_in_no_mail_and_in_no_inbox(cast: Cast) -> None:
    case = assigned_on_sunday(cast)
    assert FIRM in inbox_of(cast.sun)[0].body
    with change(case, cast.he_fan) as work:
        secrecy.conceal(work, reason="企业来电要求")
    monday()
    [letter] = letters_to(cast.sun)
    assert FIRM not in letter.body
    assert "某企业（保密）" in letter.body
    assert letters_to(cast.lin) == []
    for user in (cast.sun, cast.zhou, cast.lin):
        for line in inbox_of(user):
            assert FIRM not in f"{line.title}{line.body}"
    assert "您已看不到这件诉求" in inbox_of(cast.lin)[0].body
    assert FIRM in inbox_of(cast.he_fan)[0].body
    # What was written stays as it was, for the day it may be read again.
    assert FIRM in Message.objects.filter(user=cast.sun)[0].body


def test_withdrawn_on_sunday_nobody_is_asked_for_anything_on_monday(cast: Cast) -> None:
    case = assigned_on_sunday(cast)
    with change(case, cast.zhao) as work:
        intake.ask_withdrawal(work, reason="已自行解决")
    with change(case, cast.he_fan) as work:
        intake.withdraw(work, reason="电话核实，企业撤回")
    tell(SUNDAY + timedelta(hours=3))
    asked = [letter.subject for letter in monday()]
    assert "新交办，请签收" not in asked
    assert "新诉求待受理" not in asked
    assert "企业申请撤回，请电话核实" not in asked
    assert [letter.subject for letter in letters_to(cast.sun)] in ([], ["诉求已撤回，不用再办"])
    assert "已过时：其后已“撤回诉求”" in {
        row.reason for row in Delivery.objects.filter(text_code="case.assign.lead")
    }
    asked_to_sign = Delivery.objects.get(message__user=cast.zhou, text_code="case.assign.co")
    assert asked_to_sign.reason.startswith("已过时")


def test_recalled_on_sunday_neither_unit_nor_firm_is_told_it_went_there(cast: Cast) -> None:
    case = assigned_on_sunday(cast)
    with change(case, cast.he_fan) as work:
        handling.recall(work, reason="派错了")
    tell(SUNDAY + timedelta(hours=3))
    monday()
    assert letters_to(cast.sun) == []
    [letter] = letters_to(cast.zhao)
    assert letter.subject == "您的诉求重新确定由谁办理"
    assert "许昌供电" not in letter.body
    assert "此前：您的诉求已受理" in letter.body


def test_what_is_done_by_monday_is_not_asked_for(cast: Cast) -> None:
    case = assigned_on_sunday(cast)
    sign(cast, case, SUNDAY + timedelta(hours=1))
    monday()
    assert letters_to(cast.sun) == []
    assert notes(cast.sun) == ["已过时：要办的已经办了"]
    assert notes(cast.he_fan) == ["已过时：要办的已经办了"]


def test_several_steps_within_minutes_are_one_letter(cast: Cast) -> None:
    assigned_on_sunday(cast)
    assert Delivery.objects.filter(message__user=cast.zhao).count() == 2
    monday()
    [letter] = letters_to(cast.zhao)
    assert letter.subject == "您的诉求已交办"
    assert "已交给许昌供电办理" in letter.body
    assert letter.body.endswith("此前：您的诉求已受理")
    assert notes(cast.zhao) == ["并入同一件事的另一条通知"]


def test_several_steps_within_minutes_are_one_line_of_the_inbox(cast: Cast) -> None:
    assigned_on_sunday(cast)
    [line] = inbox_of(cast.zhao)
    assert (line.title, line.before) == ("您的诉求已交办", ["您的诉求已受理"])
    mark_read(message_id=line.pk, by=person(cast.zhao).scope)
    assert not Message.objects.filter(user=cast.zhao, read_at=None).exists()


def test_another_case_of_the_same_person_is_another_letter(cast: Cast) -> None:
    assigned_on_sunday(cast)
    other = intake.submit(
        enterprise=cast.diamond, submission=SUBMISSION, by=person(cast.zhao), now=SUNDAY
    )
    accept(cast, other, SUNDAY + timedelta(minutes=10))
    tell(SUNDAY + timedelta(minutes=12))
    monday()
    assert len(letters_to(cast.zhao)) == 2


def test_who_left_the_unit_by_monday_is_not_told(cast: Cast) -> None:
    assigned_on_sunday(cast)
    RoleAssignment.objects.filter(user=cast.sun).delete()
    monday()
    assert letters_to(cast.sun) == []
    assert notes(cast.sun)[0].startswith("已过时：收件人")


def test_a_reminder_of_a_clock_that_stopped_does_not_leave(cast: Cast) -> None:
    case = assigned_on_sunday(cast)
    clock = Clock.objects.get(case=case, clock=ClockKind.SIGN, sheet=1)
    late = clock.due_at + timedelta(minutes=1)
    assert remind(clock.pk, Level.OVER, clock.due_at, late) == 1
    row = Delivery.objects.get(message__user=cast.sun, about__has_key="clock")
    sign(cast, case, late)
    mail.outbox.clear()
    deliver(row.pk, now=late + timedelta(hours=1))
    row.refresh_from_db()
    assert letters_to(cast.sun) == []
    assert row.reason == "已过时：已办结或时限已变"


def test_a_group_is_told_nothing_that_is_overtaken(cast: Cast) -> None:
    case = submit(cast, SUNDAY)
    accept(cast, case, SUNDAY)
    assign(cast, case, SUNDAY)
    event = OutboxItem.objects.filter(kind=NOTIFY).latest("pk").payload["event"]
    told = Leaving(None, cast.power.pk, {"event": event, "to": "lead"}, MONDAY)
    assert current("case", told).values["企业"] == "一家企业"
    with change(case, cast.he_fan) as work:
        handling.recall(work, reason="派错了")
    assert current("case", told).why_not
