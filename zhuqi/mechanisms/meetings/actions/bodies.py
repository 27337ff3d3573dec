"""The verbs of a body that meets."""

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from django.db import transaction

from zhuqi.foundation.access import SYSTEM_PERSON, NotYours, Person
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.changes import Now, RowChange, RowNoun, alone
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.mechanisms.meetings import queries
from zhuqi.mechanisms.meetings.actions.items import put_by_rule
from zhuqi.mechanisms.meetings.enums import BodyKind, BodyRole, BodyState, BodyVerb
from zhuqi.mechanisms.meetings.lifecycle import BODY, BodyFacts
from zhuqi.mechanisms.meetings.models import Adviser, Body, Member
from zhuqi.mechanisms.meetings.models.bodies import current_on
from zhuqi.mechanisms.meetings.proposing import found_by_rule

BodyChange: TypeAlias = RowChange[Body, BodyVerb]
OBJECT, SET_UP = "meeting_body", "set_up"
NOT_YOURS = "只有活动办的受理、审核人员可以设会议机构"
LONGEST_EVERY, MOST_COUNTED = 366, 999
V = BodyVerb


def facts_of(row: Body, by: Person) -> BodyFacts:
    """What the table decides on."""
    roles = standing_as(
        (BodyRole.OFFICE, row.office_id in by.scope.units(*queries.WRITERS)),
        (BodyRole.SYSTEM, by is SYSTEM_PERSON),
    )
    return BodyFacts(BodyState(row.state), roles)


BODIES = RowNoun[Body, BodyVerb](
    model=Body,
    object_type=OBJECT,
    load=alone(
        "office_id", "kind", "every", "chair_id", "group_id", "proposers", "by_scheme",
        "takes_disputed", "takes_major", "takes_common", "takes_urged", "state",
    ),
    stale="这个会议机构刚刚被其他人更新过，请核对后再提交",
    state_of=lambda row: str(row.get_state_display()),
    table=BODY,
    facts=facts_of,
)  # fmt: skip


def set_up(
    *,
    office: Unit,
    kind: str,
    name: str,
    duty: str,
    cadence: str,
    every: int | None,
    chair: User | None,
    group: Enterprise | None,
    proposers: str,
    units: Sequence[Unit],
    by: Person,
    now: Now = None,
) -> Body:
    """设会议机构: of one's own office, with its member units from today.

    NotYours for who neither receives nor reviews in the office; NotValid for a name it has
    already, a chair or a unit that is none of its level.
    """
    if office.pk not in by.scope.units(*queries.WRITERS):
        raise NotYours(NOT_YOURS)
    row = Body(office=office, kind=kind, group=group)
    by = by.holding(office.pk, *queries.WRITERS)
    with transaction.atomic(), BODIES.new(row, by=by, now=now) as change:
        _fill(change, name, duty, cadence, every, chair, proposers)
        wanted = _allowed(change, units)
        consults = kind == BodyKind.CONSULTATION
        change.require(consults or group is None, "group", "只有集团会商才选集团企业")
        change.require(not consults or group is not None, "group", "请选择会商的集团企业")
        change.refuse_wrong()
        row.save()
        _join(row, wanted, change.today)
        change.record(SET_UP, {"member_units": wanted})
    return row


def revise(
    change: BodyChange,
    *,
    name: str,
    duty: str,
    cadence: str,
    every: int | None,
    chair: User | None,
    proposers: str,
) -> None:
    """修改: name, duty, cadence, chair, who may put items. NotValid for a name there already."""
    _fill(change, name, duty, cadence, every, chair, proposers)
    change.step(V.REVISE)


def rule(
    change: BodyChange,
    *,
    by_scheme: bool,
    takes_disputed: bool,
    takes_major: bool,
    takes_common: int,
    takes_urged: int,
) -> None:
    """定议题规则: what it takes up by itself; 0: none of these. What was put before stays."""
    row = change.row
    row.by_scheme = by_scheme
    for name, number in (("takes_common", takes_common), ("takes_urged", takes_urged)):
        fits = 0 <= number <= MOST_COUNTED
        change.require(fits, name, f"请填 0 到 {MOST_COUNTED}，0 表示不按这条找议题")
    row.takes_disputed, row.takes_major = takes_disputed, takes_major
    row.takes_common, row.takes_urged = takes_common, takes_urged
    change.step(V.RULE)


def add(change: BodyChange, *, units: Sequence[Unit], since: date) -> None:
    """增加成员单位: several from one day on. NotValid for those in it already."""
    there = set(Member.objects.filter(body=change.row, until=None).values_list("unit", flat=True))
    twice = next((str(one) for one in units if one.pk in there), "")
    change.require(bool(units), "units", "请选择成员单位")
    wanted = _allowed(change, units)
    change.require(not twice, "units", f"“{twice}”已经是成员单位")
    change.begin(V.ADD)
    _join(change.row, wanted, since)
    change.record(V.ADD.value, {"member_units": wanted, "since": since.isoformat()})


def leave(change: BodyChange, *, member: Member, until: date) -> None:
    """成员单位退出: its row stays, with its last day. NotValid for one that left, or a day before
    it came."""
    ours = member.body_id == change.row.pk and member.until is None
    change.require(ours, "member", "请选择现在的成员单位")
    change.require(until >= member.since, "until", "退出日期不能早于加入日期")
    change.begin(V.LEAVE)
    Member.objects.filter(pk=member.pk).update(until=until)
    change.record(V.LEAVE.value, {"member_units": [member.unit_id], "until": until.isoformat()})


def name_adviser(change: BodyChange, *, user: User, kind: str, since: date) -> None:
    """聘请专家顾问: a person who signs in. NotValid for one who is it already."""
    known = queries.officials(change.row).filter(pk=user.pk).exists()
    change.require(known, "user", "请选择本地可以登录的人员")
    there = Adviser.objects.filter(body=change.row, user=user, kind=kind, until=None)
    change.require(not there.exists(), "user", f"{user.name}已经聘请")
    change.begin(V.NAME)
    Adviser.objects.create(body=change.row, user=user, kind=kind, since=since)
    change.record(V.NAME.value, {"adviser": user.pk, "since": since.isoformat()})


def release(change: BodyChange, *, adviser: Adviser, until: date) -> None:
    """解除聘请: the row stays, with its last day; opinions given stand."""
    ours = adviser.body_id == change.row.pk and adviser.until is None
    change.require(ours, "adviser", "请选择现在聘请的人员")
    change.require(until >= adviser.since, "until", "解聘日期不能早于聘请日期")
    change.begin(V.RELEASE)
    Adviser.objects.filter(pk=adviser.pk).update(until=until)
    change.record(V.RELEASE.value, {"adviser": adviser.user_id, "until": until.isoformat()})


def propose(change: BodyChange) -> int:
    """按规则找议题: each becomes an item to be confirmed; how many. Done twice, nothing twice."""
    change.begin(V.PROPOSE)
    found = found_by_rule(change.row)
    put_by_rule(change.row, found, by=change.by, now=change.now)
    change.record(V.PROPOSE.value, {"found_items": len(found)})
    return len(found)


def end(change: BodyChange, *, reason: str) -> None:
    """停止运行: no more meetings; what it decided goes on."""
    change.write(reason=reason)
    change.require(bool(change.row.reason), "reason", "请填写停止运行的原因")
    change.step(V.END)


def resume(change: BodyChange) -> None:
    """恢复运行."""
    change.step(V.RESUME)


def propose_everywhere(now: Now = None) -> int:
    """For every body with a rule that has something new, as the worker does each morning."""
    rows = Body.objects.filter(state=BodyState.ACTIVE).order_by("pk")
    done = 0
    for row in rows:
        if found_by_rule(row):
            with BODIES.open(row.pk, by=SYSTEM_PERSON, now=now) as change:
                done += propose(change)
    return done


def _fill(  # noqa: PLR0917 (the columns of a body)
    change: BodyChange,
    name: str,
    duty: str,
    cadence: str,
    every: int | None,
    chair: User | None,
    proposers: str,
) -> None:
    row = change.row
    change.write(name=name, duty=duty, cadence=cadence)
    same = Body.objects.filter(office=row.office, name=row.name).exclude(pk=row.pk)
    change.require(not same.exists(), "name", "本活动办已有同名的会议机构")
    fits = every is None or 1 <= every <= LONGEST_EVERY
    change.require(fits, "every", f"间隔天数请填 1 到 {LONGEST_EVERY}")
    kept = chair is None or chair.pk == row.chair_id
    known = kept or queries.officials(row).filter(pk=chair.pk if chair else 0).exists()
    change.require(known, "chair", "请选择本地可以登录的人员")
    row.every, row.chair, row.proposers = every, chair, proposers


def _allowed(change: BodyChange, units: Sequence[Unit]) -> list[int]:
    """Their ids; NotValid, later, for one that may not be a member."""
    wanted = sorted(one.pk for one in units)
    there = queries.answering(change.row).filter(pk__in=wanted).order_by()
    known = set(there.values_list("pk", flat=True))
    beyond = next((str(one) for one in units if one.pk not in known), "")
    change.require(not beyond, "units", f"“{beyond}”不在本级")
    return wanted


def _join(row: Body, units: Sequence[int], since: date) -> None:
    Member.objects.bulk_create(Member(body=row, unit_id=pk, since=since) for pk in units)


def advisers_on(row: Body, day: date) -> list[Adviser]:
    """Who advises it on a day."""
    found = Adviser.objects.filter(current_on(day), body=row).select_related("user")
    return list(found.order_by("pk"))
