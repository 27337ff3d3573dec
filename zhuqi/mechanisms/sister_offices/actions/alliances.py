"""The verbs of an alliance: who stands with whom, by each office's own word."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TypeAlias

from django.db import models, transaction
from django.utils import timezone

from zhuqi.foundation.access import SYSTEM_PERSON, ActorKind, NotYours, Person
from zhuqi.foundation.changes import Now, RowChange, RowNoun, alone
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.mechanisms.sister_offices import queries
from zhuqi.mechanisms.sister_offices.actions import sharings
from zhuqi.mechanisms.sister_offices.enums import AllianceRole, AllianceState, AllianceVerb
from zhuqi.mechanisms.sister_offices.lifecycle import ALLIANCE, AllianceFacts
from zhuqi.mechanisms.sister_offices.models import Alliance, AllianceMember

AllianceChange: TypeAlias = RowChange[Alliance, AllianceVerb]
OBJECT, ENTER, NOTIFY = "sister_alliance", "enter", "sister_alliance.notify"
V = AllianceVerb
TOLD = frozenset(f"{OBJECT}.{word}" for word in (ENTER, V.JOIN, V.INVITE, V.LEAVE, V.END))


def facts_of(row: Alliance, by: Person) -> AllianceFacts:
    """What the table decides on."""
    mine = by.scope.units(*queries.DECIDERS)
    # Its keeper ends an alliance and never leaves it.
    there = [
        one
        for one in row.members.all()
        if one.left_at is None and one.office_id in mine - {row.keeper_id}
    ]
    roles = standing_as(
        (AllianceRole.KEEPER, row.keeper_id in mine),
        (AllianceRole.INVITED, any(one.joined_at is None for one in there)),
        (AllianceRole.MEMBER, any(one.joined_at is not None for one in there)),
        (AllianceRole.SYSTEM, by.actor.kind is ActorKind.SYSTEM),
    )
    return AllianceFacts(AllianceState(row.state), roles)


ALLIANCES = RowNoun[Alliance, AllianceVerb](
    model=Alliance,
    object_type=OBJECT,
    load=alone("state", "name", "source", "since", "until"),
    stale="这个联动刚刚被其他人更新过，请核对后再提交",
    state_of=lambda row: str(row.get_state_display()),
    table=ALLIANCE,
    facts=facts_of,
    notify=NOTIFY,
    notified=TOLD,
)


def enter(
    *, keeper: Unit, name: str, source: str, since: date, until: date | None,
    offices: Sequence[Unit], by: Person, now: Now = None,
) -> Alliance:  # fmt: skip
    """建立联动: by whoever reviews or signs in the keeper; the others are asked to join, and are
    sisters from their own word on.

    NotYours for anybody else; NotValid for offices of another place, or none.
    """
    if keeper.pk not in by.scope.units(*queries.DECIDERS):
        raise NotYours("由活动办的审核、签发人员建立联动")
    row = Alliance(keeper=keeper, since=since, until=until)
    by = by.holding(keeper.pk, *queries.DECIDERS)
    with transaction.atomic(), ALLIANCES.new(row, by=by, now=now) as change:
        others = _fitting(change, offices)
        change.require(bool(others), "offices", "请选择一起联动的活动办")
        change.require(until is None or until >= since, "until", "截止日期不能早于起始日期")
        ahead = until is None or until >= change.today
        change.require(ahead, "until", "截止日期不能早于今天")
        change.write(name=name, source=source)
        change.refuse_wrong()
        # Before its event, which vouches for the members too.
        row.save()
        _ask(row, [keeper], change.now, joined=True)
        _ask(row, others, change.now)
        change.record(ENTER, {"keeper": keeper.pk, "offices": [one.pk for one in others]})
    return row


def join(change: AllianceChange) -> None:
    """确认加入: from now on the office is a sister of the others."""
    change.begin(V.JOIN)
    joined = _mine(change, joined=False)
    _open(change.row).filter(pk__in=[one.pk for one in joined]).update(joined_at=change.now)
    change.record(V.JOIN.value, {"offices": [one.office_id for one in joined]})


def invite(change: AllianceChange, *, offices: Sequence[Unit]) -> None:
    """增加成员: offices of the same place, who then answer for themselves."""
    others = _fitting(change, offices)
    change.require(bool(others), "offices", "请选择一起联动的活动办")
    change.begin(V.INVITE)
    _ask(change.row, others, change.now)
    change.record(V.INVITE.value, {"offices": [one.pk for one in others]})


def revise(change: AllianceChange, *, source: str, until: date | None) -> None:
    """修改: the paper it goes by, the last day; the log keeps what stood there."""
    row = change.row
    change.write(source=source)
    change.require(until is None or until >= change.today, "until", "截止日期不能早于今天")
    change.require(until is None or until >= row.since, "until", "截止日期不能早于起始日期")
    row.until = until
    change.step(V.REVISE)


def leave(change: AllianceChange, *, reason: str) -> None:
    """退出联动, or not joining at all: what it shared in this alliance, and was shared with it, is
    over. The keeper ends the alliance instead."""
    _why(change, reason)
    change.begin(V.LEAVE)
    gone = _mine(change, joined=None)
    offices = [one.office_id for one in gone]
    _open(change.row).filter(pk__in=[one.pk for one in gone]).update(left_at=change.now)
    sharings.end_in(change.row, by=change.by, now=change.now, offices=offices)
    change.record(V.LEAVE.value, {"offices": offices})


def end(change: AllianceChange, *, reason: str) -> None:
    """结束联动: nobody is anybody's sister by it any more, and what was shared is over."""
    _why(change, reason)
    change.begin(V.END)
    row = change.row
    _open(row).update(left_at=change.now)
    row.until = max(row.since, min(row.until or change.today, change.today))
    sharings.end_in(row, by=change.by, now=change.now)
    change.record(V.END.value)


def end_by_date(now: datetime) -> int:
    """Those whose last day is over; how many. Twice or late ends none a second time."""
    over = Alliance.objects.filter(state=AllianceState.RUNNING, until__lt=timezone.localdate(now))
    ended = list(over.order_by("pk").values_list("pk", flat=True))
    for pk in ended:
        with ALLIANCES.open(pk, by=SYSTEM_PERSON, now=now) as change:
            end(change, reason="联动到期")
    return len(ended)


def _why(change: AllianceChange, reason: str) -> None:
    change.write(reason=reason)
    change.require(bool(change.row.reason), "reason", "请填写原因")


def _open(row: Alliance) -> models.QuerySet[AllianceMember]:
    return AllianceMember.objects.filter(alliance=row, left_at=None)


def _mine(change: AllianceChange, *, joined: bool | None) -> list[AllianceMember]:
    """The rows of the offices one answers for."""
    mine = change.by.scope.units(*queries.DECIDERS) - {change.row.keeper_id}
    rows = _open(change.row).filter(office__in=sorted(mine))
    if joined is not None:
        rows = rows.filter(joined_at__isnull=not joined)
    return list(rows.order_by("pk"))


def _fitting(change: AllianceChange, offices: Collection[Unit]) -> list[Unit]:
    """Those that are not in it yet. NotValid for one of another place."""
    row = change.row
    known = queries.neighbours(Unit.objects.filter(pk=row.keeper_id))
    near = set(known.filter(pk__in=[one.pk for one in offices]).values_list("pk", flat=True))
    there = set(_open(row).values_list("office_id", flat=True)) if row.pk else set()
    far = [str(one) for one in offices if one.pk not in near]
    change.require(not far, "offices", f"“{'、'.join(far)}”不是同一地方的活动办")
    return [one for one in offices if one.pk not in {*there, row.keeper_id}]


def _ask(row: Alliance, offices: Collection[Unit], now: datetime, *, joined: bool = False) -> None:
    AllianceMember.objects.bulk_create(
        AllianceMember(
            alliance=row, office=office, asked_at=now, joined_at=now if joined else None
        )
        for office in offices
    )  # fmt: skip
