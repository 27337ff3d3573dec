"""Who is told by the ladder, and reminded before it: in office hours, and once."""

from datetime import datetime

from tests.cast import Cast, person
from tests.scenes.ladder import adopt, delegate, late, objected, on, sheets_on, sweeping
from tests.scenes.reminding import remind
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.outbox.models import OutboxItem
from zhuqi.foundation.workdays import DEFAULT_CALENDAR as DAYS
from zhuqi.ledgers.cases.enums import ClockKind
from zhuqi.ledgers.cases.models import (
    Case,
    Clock,
)
from zhuqi.ledgers.cases.notifications.actions import REMIND, enqueue_reminders
from zhuqi.ledgers.cases.notifications.texts import Level
from zhuqi.mechanisms.supervision import actions
from zhuqi.mechanisms.supervision.actions import SHEETS
from zhuqi.mechanisms.supervision.ladder.actions import DRAFTS
from zhuqi.mechanisms.supervision.ladder.notifications import tell_of_drafts
from zhuqi.mechanisms.supervision.models import SupervisionSheet
from zhuqi.mechanisms.supervision.notifications import NOTICES


def reminded(case: Case) -> list[str]:
    """Level and number of each reminder of what the lead owes, as they were queued."""
    clock = Clock.objects.get(case=case, clock=ClockKind.RESOLVE)
    items = OutboxItem.objects.filter(kind=REMIND, payload__clock=clock.pk).order_by("pk")
    return [f"{item.payload['level']} {item.payload['step']}" for item in items]


def test_every_reminder_of_the_ladder_is_sent_each_once_in_office_hours(cast: Cast) -> None:
    adopt(cast, "close")
    case = late(cast, due=on(8, 18))
    for day in range(1, 9):
        for hour in (3, 9, 12, 20):
            enqueue_reminders(on(day, hour))
    # Three days before is Thursday the 3rd, one before is Monday, then Tuesday itself.
    assert reminded(case) == ["soon 3", "soon 1", "soon 0", "over None"]
    items = OutboxItem.objects.filter(kind=REMIND, payload__level="soon").order_by("pk")
    assert [f"{DAYS.effective_start(i.not_before):%m-%d %H:%M}" for i in items] == [
        "12-03 08:30", "12-07 08:30", "12-08 08:30",
    ]  # fmt: skip
    assert all(DAYS.effective_start(i.not_before) == i.not_before for i in items)


def test_after_a_standstill_only_the_last_reminder_is_told(cast: Cast) -> None:
    adopt(cast, "close")
    case = late(cast, due=on(8, 18))
    enqueue_reminders(on(8, 9))
    assert reminded(case) == ["soon 0"]


def test_signers_are_told_of_drafts_once_a_day_and_addressees_of_a_withdrawal(
    cast: Cast,
) -> None:
    adopt(cast)
    late(cast)
    late(cast, "另一件")
    sweeping(on(1), on(1, 11))
    [item] = OutboxItem.objects.filter(kind=DRAFTS)
    assert tell_of_drafts(item.payload["office"], item.payload["day"]) == 1
    [told] = Message.objects.filter(text_code="supervision.drafts")
    assert (told.user, told.title) == (cast.lu_yuan, "有 2 份催办督办等您签发")


def test_a_withdrawn_sheet_tells_the_unit_and_a_dropped_draft_nobody(cast: Cast) -> None:
    adopt(cast)
    late(cast)
    sweeping(on(1))
    delegate(cast)
    late(cast, "另一件")
    sweeping(on(1, 10))
    told = []
    for sheet in SupervisionSheet.objects.order_by("pk"):
        with SHEETS.open(sheet.pk, by=person(cast.he_fan), now=on(1, 11)) as change:
            actions.withdraw(change, reason="发错了")
        event = Event.objects.get(object_id=sheet.pk, kind="supervision.withdraw")
        told.append(NOTICES.notify_of(event.pk))
    assert told[0] == 0 < told[1]
    titles = set(Message.objects.filter(text_code="supervision.withdrawn").values_list("title"))
    assert titles == {("催办单〔2026〕1号已撤回，不用回复",)}


def test_a_unit_that_is_sent_a_sheet_is_not_reminded_beside_it(cast: Cast) -> None:
    adopt(cast)
    delegate(cast)
    urged, disputed = late(cast), late(cast, "有异议的")
    objected(cast, disputed)

    def told(case: Case, now: datetime) -> int:
        clock = Clock.objects.get(case=case, clock=ClockKind.RESOLVE)
        return remind(clock.pk, Level.OVER, clock.due_at, now)

    # Before the sweep and after it, and next day by one sent by hand: one word is enough.
    assert told(urged, on(1)) == 0
    # Where nothing goes out, the reminder does.
    assert told(disputed, on(1)) > 0
    sweeping(on(1, 9, 10))
    assert [number for _kind, number, _day in sheets_on()] == ["〔2026〕1号"]
    assert told(urged, on(1, 10)) == 0
    # Withdrawn, it has said nothing.
    with SHEETS.open(SupervisionSheet.objects.get().pk, by=person(cast.he_fan)) as change:
        actions.withdraw(change, reason="发错了")
    assert told(urged, on(1, 11)) > 0


def test_what_waits_for_a_signature_keeps_no_reminder_back(cast: Cast) -> None:
    adopt(cast)
    case = late(cast)
    clock = Clock.objects.get(case=case, clock=ClockKind.RESOLVE)
    assert remind(clock.pk, Level.OVER, clock.due_at, on(1)) > 0
