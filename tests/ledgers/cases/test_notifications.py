"""Whom each event of a case tells: everyone concerned, once, and nobody else."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from tests.cast import Cast, person
from tests.scenes.life import (
    MONDAY,
    SUBMISSION,
    accept,
    answer,
    assign,
    complete,
    completed,
    in_progress,
    sign,
    submit,
)
from tests.scenes.reminding import remind
from zhuqi.foundation.accounts.models import Deputy, User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.notices.texts import texts
from zhuqi.foundation.outbox.models import OutboxItem
from zhuqi.foundation.outbox.worker import drain
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.actions import closing, handling, intake
from zhuqi.ledgers.cases.actions.history import PastCase, import_past
from zhuqi.ledgers.cases.actions.store import NOTIFY, open_case
from zhuqi.ledgers.cases.enums import ClockKind, Satisfaction, Verb, Verdict
from zhuqi.ledgers.cases.models import Case, Clock, Involvement
from zhuqi.ledgers.cases.notifications.actions import REMIND, enqueue_reminders, notify_of
from zhuqi.ledgers.cases.notifications.texts import (
    NOTIFICATIONS,
    Level,
    reminder_code,
    text_code,
    unnamed,
)

pytestmark = pytest.mark.django_db(transaction=True)


def told(user: User) -> list[str]:
    """The titles of somebody's inbox, oldest first."""
    return list(Message.objects.filter(user=user).order_by("id").values_list("title", flat=True))


def everyone_told() -> set[str]:
    return set(Message.objects.values_list("user__username", flat=True))


def last_event(case: Case) -> Event:
    event = Event.objects.filter(object_type="case", object_id=case.pk).order_by("-seq").first()
    assert event is not None
    return event


# Old registers, notes, tags, arithmetic, what goes outside and comes back; a sheet taken back is no
# longer the unit's to see; signing and calling the firm sees by itself; recusals are not told.
SILENT = {
    *(
        Verb.CALL_AGAIN,
        Verb.IMPORT,
        Verb.NOTE,
        Verb.TAG,
        Verb.UNTAG,
        Verb.RECOMPUTE,
        Verb.SEND_BACK,
        Verb.RECEIPT,
        Verb.PACK,
    ),
    *(Verb.RELEASE, Verb.SIGN, Verb.CONTACT, Verb.SIGN_ANSWER),
    *(Verb.RECUSE, Verb.LIFT_RECUSAL, Verb.IDENTIFY, Verb.COVER),
}


def test_every_verb_tells_somebody_or_is_silent_on_purpose() -> None:
    assert NOTIFICATIONS.keys() & SILENT == set()
    assert set(Verb) - NOTIFICATIONS.keys() - SILENT == set(), (
        "give each new verb its lines in verbs.py"
    )


def test_every_line_of_the_table_has_its_text() -> None:
    codes = {text_code(verb, line.to) for verb, lines in NOTIFICATIONS.items() for line in lines}

    assert codes <= texts().keys()
    assert sum(len(lines) for lines in NOTIFICATIONS.values()) == len(codes), (
        "one line a group and verb"
    )


def test_what_a_firm_submits_reaches_the_registrar_and_the_liaison_and_nobody_else(
    cast: Cast,
) -> None:
    case = submit(cast)
    assert everyone_told() == set()

    drain()

    assert everyone_told() == {"hefan", "lin"}
    [message] = Message.objects.filter(user=cast.he_fan)
    assert message.title == "新诉求待受理"
    assert message.body == "许昌钻石公司提交了“电压波动致压机停机”，请在 11月17日 18:00 前受理。"
    assert (message.object_type, message.object_ref) == ("case", case.number)


def test_a_whole_life_tells_each_what_concerns_them(cast: Cast) -> None:
    case = submit(cast)
    accept(cast, case, MONDAY + timedelta(hours=1))
    assign(cast, case, MONDAY + timedelta(hours=2))
    sign(cast, case, MONDAY + timedelta(hours=3))
    answer(cast, case, MONDAY + timedelta(days=1))
    complete(cast, case, MONDAY + timedelta(days=2))
    drain()

    assert told(cast.zhao) == [
        "您的诉求已受理", "您的诉求已交办", "您的诉求已有结果，请您评价"
    ]  # fmt: skip
    assert told(cast.qian) == told(cast.zhao)
    assert told(cast.sun) == ["新交办，请签收", "诉求已办结，等企业评价"]
    assert told(cast.zhou) == told(cast.wu) == ["新协办，请签收"]
    assert told(cast.shen_jing) == ["答复待办结审核"]
    assert told(cast.lu_yuan) == []
    for stranger in (cast.jia, cast.feng, cast.ma, cast.qin_lan, cast.mayor, cast.audit_admin):
        assert told(stranger) == []


def test_nobody_is_told_of_what_they_did_themselves(cast: Cast) -> None:
    case = in_progress(cast)
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        intake.supplement(work, text="电话里补充")
    drain()

    assert "诉求有补充材料" not in told(cast.he_fan)
    assert "诉求有补充材料" in told(cast.sun)


def test_telling_the_same_event_again_tells_nobody_again(cast: Cast) -> None:
    case = submit(cast)
    drain()

    assert notify_of(last_event(case).pk) == 0
    assert told(cast.he_fan) == ["新诉求待受理"]


def test_who_lost_sight_of_the_case_meanwhile_is_not_told(cast: Cast) -> None:
    case = submit(cast)
    accept(cast, case, MONDAY + timedelta(hours=1))
    assign(cast, case, MONDAY + timedelta(hours=2))
    Involvement.objects.filter(case=case, unit=cast.power).delete()
    drain()

    assert told(cast.sun) == []
    assert told(cast.zhou) == ["新协办，请签收"]


def test_who_stands_in_for_someone_away_is_told_too(cast: Cast) -> None:
    today = datetime.now(SHANGHAI).date()
    Deputy.objects.create(
        absent=cast.zhou, deputy=cast.head_zheng, unit=cast.industry, since=today, until=today,
        why="开会", entered_by=cast.head_zheng, entered_at=MONDAY,
    )  # fmt: skip
    case = submit(cast)
    accept(cast, case, MONDAY + timedelta(hours=1))
    assign(cast, case, MONDAY + timedelta(hours=2))
    drain()

    assert told(cast.head_zheng) == ["新协办，请签收"]


def test_the_verdict_reaches_whoever_has_to_act_on_it(cast: Cast) -> None:
    case = completed(cast)
    with open_case(case.pk, by=person(cast.zhao), now=MONDAY + timedelta(days=4)) as work:
        closing.rate(work, verdict=Verdict.SOLVED, satisfaction=Satisfaction.SATISFIED)
    drain()

    assert told(cast.lu_yuan) == ["企业已认可，待销号或挂账"]
    assert "企业未认可，请研判" not in told(cast.shen_jing)


def test_an_inner_note_tells_nobody(cast: Cast) -> None:
    case = in_progress(cast)
    drain()
    before = Message.objects.count()
    with open_case(case.pk, by=person(cast.sun)) as work:
        handling.note(work, text="内部备注")

    assert drain() == 0
    assert Message.objects.count() == before


def test_old_registers_are_imported_in_silence(cast: Cast) -> None:
    past = PastCase("A1", "旧事", "旧事的内容", MONDAY, reply="已答复", replied_at=MONDAY)
    import_past(cast.city_office, "mailbox", [past], by=person(cast.he_fan))

    assert not OutboxItem.objects.filter(kind=NOTIFY).exists()


def test_a_group_robot_is_told_neither_firm_nor_words(cast: Cast) -> None:
    case = submit(cast)

    assert case.title not in "".join(unnamed(case).values())
    assert cast.diamond.name not in "".join(unnamed(case).values())


# Clocks


def clock_of(case: Case, kind: ClockKind) -> Clock:
    return Clock.objects.get(case=case, clock=kind, stopped_at__isnull=True)


def remind_all(now: datetime) -> list[int]:
    """Give every reminder owed so far, at that moment."""
    find(now)
    with transaction.atomic():
        return [
            remind(
                row.payload["clock"],
                Level(row.payload["level"]),
                datetime.fromisoformat(row.payload["due"]),
                now,
            )
            for row in OutboxItem.objects.filter(kind=REMIND).order_by("id")
        ]


def find(now: datetime) -> None:
    with transaction.atomic():
        enqueue_reminders(now)


def test_a_clock_near_its_end_reminds_its_keeper_once_however_often_one_looks(cast: Cast) -> None:
    case = submit(cast)
    clock = clock_of(case, ClockKind.ACCEPT)

    remind_all(clock.warn_at)
    remind_all(clock.warn_at + timedelta(minutes=5))

    assert told(cast.he_fan) == ["受理即将到期"]
    assert OutboxItem.objects.filter(kind=REMIND).count() == 1


def test_a_clock_that_ran_out_reminds_again_at_its_own_level(cast: Cast) -> None:
    case = submit(cast)
    clock = clock_of(case, ClockKind.ACCEPT)
    remind_all(clock.warn_at)
    remind_all(clock.due_at)
    remind_all(clock.due_at + timedelta(days=1))

    assert told(cast.he_fan) == ["受理即将到期", "受理已经逾期"]


def test_before_its_warning_a_clock_is_quiet(cast: Cast) -> None:
    case = submit(cast)
    clock = clock_of(case, ClockKind.ACCEPT)
    remind_all(clock.warn_at - timedelta(seconds=1))

    assert not OutboxItem.objects.filter(kind=REMIND).exists()


def test_a_reminder_that_waited_until_the_clock_had_stopped_says_nothing(cast: Cast) -> None:
    case = submit(cast)
    clock = clock_of(case, ClockKind.ACCEPT)
    find(clock.warn_at)
    accept(cast, case, clock.warn_at)

    assert remind(clock.pk, Level.SOON, clock.due_at, clock.warn_at) == 0


def test_a_clock_whose_end_was_moved_reminds_anew(cast: Cast) -> None:
    case = submit(cast)
    clock = clock_of(case, ClockKind.ACCEPT)
    remind_all(clock.warn_at)
    Clock.objects.filter(pk=clock.pk).update(due_at=clock.due_at + timedelta(days=7))
    remind_all(clock.warn_at + timedelta(days=7))

    assert told(cast.he_fan) == ["受理即将到期", "受理即将到期"]


def test_reminders_found_at_night_land_in_working_time(cast: Cast) -> None:
    case = submit(cast, now=datetime(2026, 11, 20, 9, 0, tzinfo=SHANGHAI))
    clock = clock_of(case, ClockKind.ACCEPT)
    saturday_night = datetime(2026, 11, 21, 23, 30, tzinfo=SHANGHAI)
    Clock.objects.filter(pk=clock.pk).update(warn_at=saturday_night - timedelta(hours=1))

    find(saturday_night)

    [row] = OutboxItem.objects.filter(kind=REMIND)
    assert row.not_before == datetime(2026, 11, 23, 8, 30, tzinfo=SHANGHAI)


def test_a_unit_s_clock_reminds_its_handlers_by_its_sheet(cast: Cast) -> None:
    case = in_progress(cast)
    clock = clock_of(case, ClockKind.RESOLVE)
    remind_all(clock.due_at)

    assert "办理已经逾期" in told(cast.sun)
    assert "办理已经逾期" not in told(cast.zhou)
    assert "办理已经逾期" not in told(cast.he_fan)


def test_a_firm_that_has_not_judged_is_asked_kindly_and_then_the_office_is_told(cast: Cast) -> None:
    case = completed(cast)
    clock = clock_of(case, ClockKind.RATING)
    remind_all(clock.warn_at)
    remind_all(clock.due_at)

    # Told before it is phoned, too: it may still rate by itself.
    assert told(cast.zhao) == ["请您评价办理结果", "还可以评价，活动办会来电话"]
    assert told(cast.he_fan) == ["评价期已满，请电话回访"]


def test_a_ledger_seen_for_the_first_time_floods_nobody(cast: Cast) -> None:
    case = submit(cast)
    clock = clock_of(case, ClockKind.ACCEPT)
    find(clock.due_at + timedelta(days=30))

    assert not OutboxItem.objects.filter(kind=REMIND).exists()


def test_every_reminder_has_its_text() -> None:
    from zhuqi.ledgers.cases.notifications.texts import OFFICE_CLOCKS

    for level in Level:
        for to in OFFICE_CLOCKS.values():
            assert reminder_code(level, to) in texts()


def test_the_office_that_registers_on_behalf_reveals_firm(cast: Cast) -> None:
    intake.register(
        enterprise=cast.diamond, submission=SUBMISSION, channel="visit", by=person(cast.he_fan),
        now=MONDAY,
    )  # fmt: skip
    drain()

    assert told(cast.zhao) == ["您反映的困难已经登记"]
    assert told(cast.he_fan) == []
