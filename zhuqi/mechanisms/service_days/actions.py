"""The verbs of a service day; the only place that writes one."""

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from django.db import transaction

from zhuqi.foundation.access import Actor, NotYours, Person
from zhuqi.foundation.changes import Now, RowChange, RowNoun, alone
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.ledgers.cases.actions import intake
from zhuqi.ledgers.cases.actions.intake import Submission
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.retention.erasure import erase_rows
from zhuqi.ledgers.cases.retention.queries import GONE
from zhuqi.mechanisms.service_days import queries
from zhuqi.mechanisms.service_days.enums import ServiceDayRole, ServiceDayState, ServiceDayVerb
from zhuqi.mechanisms.service_days.lifecycle import SERVICE_DAY, ServiceDayFacts
from zhuqi.mechanisms.service_days.models import ServiceDay, Speech

ServiceDayChange: TypeAlias = RowChange[ServiceDay, ServiceDayVerb]
OBJECT, PLAN, CHANNEL = "service_day", "plan", "talks"
MOST_TOPICS, MOST_FIRMS = 5, 50
V = ServiceDayVerb


def facts_of(row: ServiceDay, by: Person) -> ServiceDayFacts:
    """What the table decides on."""
    mine = row.office_id in by.scope.units(*queries.WRITERS)
    roles = standing_as((ServiceDayRole.OFFICE, mine))
    return ServiceDayFacts(ServiceDayState(row.state), roles, bool(row.pending))


SERVICE_DAYS = RowNoun[ServiceDay, ServiceDayVerb](
    model=ServiceDay,
    object_type=OBJECT,
    load=alone("office_id", "state", "day"),
    stale="这次服务日刚刚被其他人更新过，请核对后再提交",
    state_of=lambda row: str(row.get_state_display()),
    table=SERVICE_DAY,
    facts=facts_of,
)


@transaction.atomic
def plan(
    *,
    office: Unit,
    day: date,
    place: str,
    topics: str,
    firms: Sequence[Enterprise],
    by: Person,
    now: Now = None,
) -> ServiceDay:
    """安排服务日: of one's own office, with at most `MOST_TOPICS` topics.

    NotYours for who neither receives nor reviews there; NotValid for a day gone by, too many topics
    or firms, or none.
    """
    if office.pk not in by.scope.units(*queries.WRITERS):
        raise NotYours("只有活动办的受理、审核人员可以安排企业服务日")
    by = by.holding(office.pk, *queries.WRITERS)
    row = ServiceDay(office=office, day=day)
    with SERVICE_DAYS.new(row, by=by, now=now) as change:
        _write(change, day, place, topics, firms)
        change.record(PLAN)
    row.invited.set(firms)
    return row


def revise(
    change: ServiceDayChange,
    *,
    day: date,
    place: str,
    topics: str,
    firms: Sequence[Enterprise],
) -> None:
    """修改安排: as long as it is to come."""
    _write(change, day, place, topics, firms)
    change.row.day = day
    change.step(V.REVISE)
    change.row.invited.set(firms)


def hold(change: ServiceDayChange, *, attended: Sequence[Enterprise], minutes: str) -> None:
    """记录举行: who of those invited came. NotValid before its day, or for a firm not invited."""
    change.require(change.row.day <= change.today, "attended", "服务日还没有到这一天")
    _judge_invited(change, attended, "attended")
    change.write(minutes=minutes)
    change.step(V.HOLD)
    change.row.attended.set(attended)


def hear(
    change: ServiceDayChange, *, enterprise: Enterprise, topic: str, said: str, solved: str
) -> None:
    """记企业发言: of a firm that was invited, and how it was solved where it was on the spot."""
    _judge_invited(change, [enterprise], "enterprise")
    typed = change.texts(Speech, topic=topic, said=said, solved=solved)
    change.step(V.HEAR, {"enterprise": enterprise.pk})
    speech = Speech(service_day=change.row, enterprise=enterprise, **typed)
    change.aggregate.new_rows.append(speech)


def solve(change: ServiceDayChange, *, speech: Speech, solved: str) -> None:
    """记解决情况: of what was said there and is open."""
    one = _pending(change, speech)
    solved = change.texts(Speech, solved=solved)["solved"]
    change.require(bool(solved), "solved", "请填写解决情况")
    change.step(V.SOLVE, {"speech": speech.pk})
    if one:
        one.solved = solved
        change.touch(one)


def raise_case(
    change: ServiceDayChange,
    *,
    speech: Speech,
    title: str,
    reporter_name: str,
    reporter_phone: str,
    consent: bool,
) -> Case:
    """转为诉求: in the words of the firm, with its consent; from here on the ledger's clocks run,
    and it is urged as every case is.

    All that `intake.register` refuses; NotValid without the consent, or for what is not open.
    """
    _pending(change, speech)
    change.require(consent, "consent", "企业同意后才能登记为诉求")
    change.begin(V.RAISE)
    told = Submission(title, speech.said, "", reporter_name, reporter_phone)
    case = intake.register(
        enterprise=speech.enterprise, submission=told, channel=CHANNEL, by=change.by,
        now=change.now,
    )  # fmt: skip
    one = next(mine for mine in change.row.pending if mine.pk == speech.pk)
    one.case = case
    change.touch(one)
    change.record(V.RAISE, {"case": case.pk})
    return case


def cancel(change: ServiceDayChange, *, reason: str) -> None:
    """取消: with the reason, before it is held."""
    change.write(reason=reason)
    change.step(V.CANCEL)


def erase_about(case_id: int, by: Actor, reason: str, now: Now = None) -> None:
    """What was said that became a case of which no copy may be kept, and who said it there."""
    said = Speech.objects.filter(case=case_id)
    days = ServiceDay.objects.filter(pk__in=list(said.values_list("service_day", flat=True)))
    said.update(said=GONE, topic="", solved="", case=None)
    erase_rows(OBJECT, days, {"minutes": ""}, by=by, reason=reason, now=now)


def _pending(change: ServiceDayChange, speech: Speech) -> Speech | None:
    mine = {one.pk: one for one in change.row.pending}
    change.require(speech.pk in mine, "speech", "请选择一项未解决的发言")
    return mine.get(speech.pk)


def _judge_invited(change: ServiceDayChange, firms: Sequence[Enterprise], name: str) -> None:
    invited = set(change.row.invited.values_list("pk", flat=True))
    known = all(one.pk in invited for one in firms)
    change.require(known, name, "请选择邀请了的企业")


def _write(
    change: ServiceDayChange, day: date, place: str, topics: str, firms: Sequence[Enterprise]
) -> None:
    kept = day == change.row.day and bool(change.row.pk)
    change.require(kept or day >= change.today, "day", "不能早于今天")
    lines = [line.strip() for line in topics.splitlines() if line.strip()]
    change.write(place=place, topics="\n".join(lines))
    change.require(len(lines) <= MOST_TOPICS, "topics", f"议题最多 {MOST_TOPICS} 个")
    change.require(0 < len(firms) <= MOST_FIRMS, "firms", f"请写 1 到 {MOST_FIRMS} 家企业")
