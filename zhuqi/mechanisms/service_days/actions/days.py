"""The verbs of a service day; the only place that writes one."""

from collections.abc import Sequence
from datetime import date, time
from typing import TypeAlias

from django.db import transaction

from zhuqi.foundation.access import NotValid, NotYours, Person
from zhuqi.foundation.changes import Now, RowChange, RowNoun, alone
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.mechanisms.service_days import queries
from zhuqi.mechanisms.service_days.enums import DayRole, DayState, DayVerb, GuestState
from zhuqi.mechanisms.service_days.lifecycle import DAY, DayFacts
from zhuqi.mechanisms.service_days.models import Guest, ServiceDay

DayChange: TypeAlias = RowChange[ServiceDay, DayVerb]
OBJECT, ARRANGE, NOTIFY = "service_day", "arrange", "service_day.notify"
# A few fixed topics [S0]; so many firms at most, that each may speak (ours).
TOPICS, TOPIC_LENGTH, GUESTS = 5, 60, 100
NOT_YOURS = "只有活动办的受理、审核人员可以安排企业服务日"
V = DayVerb


def facts_of(row: ServiceDay, by: Person) -> DayFacts:
    """What the table decides on."""
    asked = set(row.guests.order_by().values_list("enterprise", flat=True)) if row.pk else set()
    roles = standing_as(
        (DayRole.OFFICE, row.office_id in by.scope.units(*queries.WRITERS)),
        (DayRole.FIRM, bool(asked & by.scope.enterprises)),
    )
    still = row.said.filter(queries.unsettled()).count() if row.pk else 0
    return DayFacts(DayState(row.state), roles, len(asked), still)


DAYS = RowNoun[ServiceDay, DayVerb](
    model=ServiceDay,
    object_type=OBJECT,
    load=alone("office_id", "state", "day", "at"),
    stale="这个企业服务日刚刚有了变化，请看最新情况",
    state_of=lambda row: str(row.get_state_display()),
    table=DAY,
    facts=facts_of,
    notify=NOTIFY,
    notified=frozenset(f"{OBJECT}.{word}" for word in (V.INVITE, V.REVISE, V.CANCEL)),
)


def arrange(
    *, office: Unit, day: date, at: time, place: str, topics: str, by: Person, now: Now = None
) -> ServiceDay:
    """安排企业服务日: of one's own office, today or later, with one to five topics.

    NotYours for who neither receives nor reviews there; NotValid for a second one on the day.
    """
    if office.pk not in by.scope.units(*queries.WRITERS):
        raise NotYours(NOT_YOURS)
    row = ServiceDay(office=office, day=day, at=at)
    by = by.holding(office.pk, *queries.WRITERS)
    with transaction.atomic(), DAYS.new(row, by=by, now=now) as change:
        _write(change, place, topics)
        _free(change)
        change.record(ARRANGE)
    return row


def revise(change: DayChange, *, day: date, at: time, place: str, topics: str) -> None:
    """修改安排: another day, hour, place or topics; the firms asked are told."""
    change.row.day, change.row.at = day, at
    _write(change, place, topics)
    _free(change)
    change.step(V.REVISE)


def _write(change: DayChange, place: str, topics: str) -> None:
    lines = list(dict.fromkeys(filter(None, (line.strip() for line in topics.splitlines()))))
    longest = max(map(len, lines), default=0)
    few = 1 <= len(lines) <= TOPICS
    change.write(place=place, topics="\n".join(lines))
    change.require(few or not lines, "topics", f"议题最多 {TOPICS} 个，一行一个")
    said = f"每个议题最多 {TOPIC_LENGTH} 字，最长的一个有 {longest} 字"
    change.require(longest <= TOPIC_LENGTH, "topics", said)


def _free(change: DayChange) -> None:
    row = change.row
    change.require(row.day >= change.today, "day", "不能早于今天")
    others = ServiceDay.objects.filter(office=row.office_id, day=row.day).exclude(pk=row.pk)
    taken = others.exclude(state=DayState.CANCELLED).exists()
    change.require(not taken, "day", "这一天已经安排了企业服务日")


def invite(change: DayChange, *, firms: Sequence[Enterprise], names: str) -> None:
    """邀请企业: those ticked, and those typed by name or credit code, a line each; they are told.

    NotValid for a line that is no firm of the office's ledger, or several; those asked already are
    left as they are.
    """
    row = change.row
    lines = list(dict.fromkeys(filter(None, (line.strip() for line in names.splitlines()))))
    found = queries.named_firms(row, lines)
    wrong = [line for line in lines if len(found[line]) != 1]
    said = f"本级台账里没有这家企业，或不止一家：{'、'.join(wrong[:5])}"
    change.require(not wrong, "names", said)
    elsewhere = [one.name for one in firms if one.office_id != row.office_id]
    change.require(not elsewhere, "firms", f"不是本级台账的企业：{'、'.join(elsewhere[:5])}")
    asked = set(row.guests.order_by().values_list("enterprise", flat=True))
    chosen = {one.pk: one for one in (*firms, *(firm for line in lines for firm in found[line]))}
    new = [one for pk, one in chosen.items() if pk not in asked]
    change.require(bool(new) or bool(change.errors), "firms", "请勾选或填写还没有邀请的企业")
    most = f"一次服务日最多邀请 {GUESTS} 家，已邀请 {len(asked)} 家"
    change.require(len(asked) + len(new) <= GUESTS, "firms", most)
    change.step(V.INVITE, {"firms": [one.pk for one in new]})
    change.aggregate.new_rows += [Guest(service_day=row, enterprise=one) for one in new]


def reply(
    change: DayChange, *, enterprise: Enterprise, coming: bool, attendee: str, question: str
) -> None:
    """企业回复: whether it comes, who, and what it wants to speak of; may be changed until the day.

    NotYours for a firm that is not one's own or was not asked.
    """
    guest = change.row.guests.filter(enterprise=enterprise).first()
    if guest is None or enterprise.pk not in change.by.scope.enterprises:
        raise NotYours("只能以受邀企业的名义回复")
    typed = change.texts(Guest, attendee=attendee, question=question)
    change.require(not coming or bool(typed["attendee"]), "attendee", "请写明谁来参加")
    change.step(V.REPLY, {"enterprise": enterprise.pk, "coming": coming})
    guest.state = GuestState.COMING if coming else GuestState.DECLINED
    guest.attendee, guest.question = typed["attendee"], typed["question"]
    change.touch(guest)


def hold(change: DayChange) -> None:
    """开始记录: the day has come. NotValid before it."""
    if change.row.day > change.today:
        raise NotValid(f"还没有到举办日期 {change.row.day:%Y-%m-%d}，提前举办的请先修改安排")
    change.step(V.HOLD)


def end(change: DayChange, *, summary: str) -> None:
    """结束: everything said has become something."""
    change.write(summary=summary)
    change.step(V.END)


def cancel(change: DayChange, *, reason: str) -> None:
    """取消: with the reason, which the firms asked are told."""
    change.write(reason=reason)
    change.step(V.CANCEL)
