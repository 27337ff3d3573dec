"""Fifty reminders at once say what each would have said, at the price of one."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from tests.scenes.life import in_progress, submit
from tests.scenes.reminding import remind
from zhuqi.foundation.accounts.models import RoleAssignment, User
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.outbox.actions import claim_several, work_several
from zhuqi.foundation.outbox.models import OutboxItem
from zhuqi.foundation.outbox.worker import drain
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.models import FAR, Case, Clock, Involvement, RecusalKind
from zhuqi.ledgers.cases.notifications.actions import (
    REMIND,
    Reminder,
    enqueue_reminders,
    remind_all,
)
from zhuqi.ledgers.cases.notifications.texts import Level
from zhuqi.ledgers.cases.secrecy import actions as secrecy
from zhuqi.ledgers.cases.secrecy.redaction import HIDDEN_FIRM

pytestmark = pytest.mark.django_db(transaction=True)


def all_over() -> None:
    """Whatever runs has been over for an hour, and is reminded of now."""
    late = timezone.now() - timedelta(hours=1)
    running = Clock.objects.filter(stopped_at=None, due_at__lt=FAR)
    running.update(due_at=late, warn_at=late - timedelta(days=1))
    OutboxItem.objects.all().delete()
    with transaction.atomic():
        enqueue_reminders(timezone.now())
    OutboxItem.objects.update(not_before=timezone.now())


def owed() -> list[Reminder]:
    return [Reminder.of(row.payload) for row in OutboxItem.objects.filter(kind=REMIND)]


def inboxes() -> set[tuple[str, str, str, str]]:
    """Who was told of which case, in which words."""
    rows = Message.objects.filter(text_code__startswith="case.due")
    return set(rows.values_list("user__username", "object_ref", "title", "body"))


def told_of(user: User) -> set[str]:
    rows = Message.objects.filter(user=user, text_code__startswith="case.due")
    return set(rows.values_list("object_ref", flat=True))


def several(cast: Cast) -> list[Case]:
    """Clocks of an office, of units that lead and help, and of a firm; one firm is hidden."""
    return [
        submit(cast),
        in_progress(cast),
        scenes.co_signed(cast),
        scenes.confidential(cast),
        scenes.extension_asked(cast),
        scenes.second_round(cast),
    ]


def test_together_they_tell_whom_each_alone_tells_the_same(cast: Cast) -> None:
    several(cast)
    all_over()
    reminders = owed()
    assert len({(one.clock, one.level) for one in reminders}) > 6
    with transaction.atomic():
        for one in reminders:
            remind(one.clock, one.level, one.due, timezone.now(), one.step)
    alone = inboxes()
    Message.objects.all().delete()
    with transaction.atomic():
        assert remind_all(reminders, timezone.now()) == len(alone)
    assert inboxes() == alone
    bodies = {body for _who, _case, _title, body in alone}
    assert any(HIDDEN_FIRM in body for body in bodies)
    assert any(cast.diamond.name in body for body in bodies)


def test_more_of_them_ask_no_more_often(cast: Cast) -> None:
    asked = []
    for more in (1, 3):
        for _one in range(more):
            in_progress(cast)
            submit(cast)
        all_over()
        reminders = owed()
        Message.objects.all().delete()
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            assert remind_all(reminders, timezone.now()) > more
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_one_that_fails_is_left_and_the_others_are_told(cast: Cast) -> None:
    first, second = in_progress(cast), in_progress(cast)
    all_over()
    clocks = set(Clock.objects.filter(case=first).values_list("pk", flat=True))
    broken = [row for row in OutboxItem.objects.all() if row.payload["clock"] in clocks]
    for row in broken:
        OutboxItem.objects.filter(pk=row.pk).update(payload={**row.payload, "level": "?"})
    drain()
    assert told_of(cast.sun) == {second.number}
    left = OutboxItem.objects.filter(kind=REMIND, done_at=None)
    assert {row.pk for row in left} == {row.pk for row in broken}
    assert all("ValueError" in row.last_error for row in left)

    # Mended, it is told, and nobody is told twice.
    told = Message.objects.filter(object_ref=second.number).count()
    for row in broken:
        mended = OutboxItem.objects.filter(pk=row.pk)
        mended.update(payload=row.payload, not_before=timezone.now())
    drain()
    assert told_of(cast.sun) == {first.number, second.number}
    assert Message.objects.filter(object_ref=second.number).count() == told


@pytest.mark.parametrize("lost", ["role", "unit", "recused"])
def test_who_lost_the_right_to_see_a_row_is_not_told_of_it(lost: str, cast: Cast) -> None:
    gone, kept = in_progress(cast), in_progress(cast)
    handler = cast.sun
    all_over()
    if lost == "role":
        RoleAssignment.objects.filter(user=handler).delete()
    elif lost == "unit":
        Involvement.objects.filter(case=gone, unit=cast.power).delete()
    else:
        with open_case(gone.pk, by=person(cast.he_fan)) as work:
            secrecy.recuse(work, kind=RecusalKind.RELATION, person=handler, reason="亲属关系")
    drain()
    assert told_of(handler) == (set() if lost == "role" else {kept.number})


def test_what_stopped_meanwhile_is_left_out(cast: Cast) -> None:
    ended, runs = in_progress(cast), in_progress(cast)
    all_over()
    Clock.objects.filter(case=ended).update(stopped_at=timezone.now())
    drain()
    assert told_of(cast.sun) == {runs.number}


def test_a_worker_killed_in_the_middle_loses_nothing_and_tells_nobody_twice(cast: Cast) -> None:
    cases = [in_progress(cast) for _one in range(3)]
    all_over()
    held = claim_several(worker="killed", now=timezone.now())
    assert len(held) >= 3
    with transaction.atomic():
        remind_all(owed(), timezone.now())
        transaction.set_rollback(True)
    assert not inboxes()
    OutboxItem.objects.update(lease_until=None, leased_by="")
    drain()
    told = inboxes()
    assert told_of(cast.sun) == {case.number for case in cases}
    assert work_several(held) == 0
    assert inboxes() == told


def test_nobody_is_asked_for_where_nothing_runs(cast: Cast) -> None:
    assert cast.he_fan.pk
    nothing: Sequence[Reminder] = [Reminder(1, Level.OVER, timezone.now())]
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        assert remind_all(nothing, timezone.now()) == 0
    assert len(queries) <= 5
