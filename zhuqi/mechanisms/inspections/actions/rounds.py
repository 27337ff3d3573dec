"""The verbs of an inspection round."""

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from django.db import transaction
from django.db.models import Count, Q

from zhuqi.foundation.access import NotYours, Person, Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import scopes_of
from zhuqi.foundation.changes import TEXT_GUARDS, Now, RowChange, RowNoun, alone
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.mechanisms.inspections import queries
from zhuqi.mechanisms.inspections.actions.visits import VISITS, arranged
from zhuqi.mechanisms.inspections.enums import (
    TO_COME,
    RoundRole,
    RoundState,
    RoundVerb,
    VisitState,
)
from zhuqi.mechanisms.inspections.lifecycle import ROUND, RoundFacts
from zhuqi.mechanisms.inspections.models import (
    ChecklistItem,
    InspectionRound,
    InspectionVisit,
    TeamMember,
)
from zhuqi.mechanisms.inspections.models.rounds import works_for
from zhuqi.mechanisms.inspections.rules import checklist, fault_of

RoundChange: TypeAlias = RowChange[InspectionRound, RoundVerb]
PLAN = "plan"
NOT_YOURS = "只有活动办的受理、审核人员可以拟定督导检查"


def facts_of(row: InspectionRound, by: Person) -> RoundFacts:
    """What the table decides on."""
    scope, state = by.scope, RoundState(row.state)
    roles = standing_as(
        (RoundRole.OFFICE, row.office_id in scope.units(*queries.WRITERS)),
        (RoundRole.REVIEWER, row.office_id in scope.units(Role.REVIEWER, Role.SIGNER)),
    )
    if state not in {RoundState.PLANNED, RoundState.UNDERWAY} or not row.pk:
        return RoundFacts(state, roles)
    counted = InspectionVisit.objects.filter(round=row).aggregate(
        to_come=Count("pk", filter=Q(state__in=sorted(TO_COME))),
        visited=Count("pk", filter=Q(state__in=(VisitState.CHECKING, VisitState.VISITED))),
    )
    missing = _missing(row) if state == RoundState.PLANNED else ""
    return RoundFacts(state, roles, missing, counted["to_come"], counted["visited"])


def _missing(row: InspectionRound) -> str:
    """What has to be there before anybody goes out."""
    members = [one.user for one in row.team.select_related("user")]
    to_come = row.visits.filter(state__in=sorted(TO_COME)).select_related("unit")
    units = [one.unit for one in to_come]
    wanting = [
        words
        for words, there in (("还没有定检查组", members), ("还没有安排被查单位", units))
        if not there
    ]
    if wanting:
        return "，".join(wanting)
    scopes = scopes_of(members).values()
    bare = [str(unit) for unit in units if all(works_for(scope, unit) for scope in scopes)]
    return f"检查组的人都在“{bare[0]}”任职，没有人可以去检查" if bare else ""


ROUNDS = RowNoun[InspectionRound, RoundVerb](
    model=InspectionRound,
    object_type="inspection",
    load=alone("state", "since", "until"),
    stale="这一轮刚刚被其他人更新过，请核对后再提交",
    state_of=lambda row: str(row.get_state_display()),
    table=ROUND,
    facts=facts_of,
)


def plan(
    *,
    office: Unit,
    title: str,
    basis: str,
    since: date,
    until: date,
    copy_from: InspectionRound | None,
    items: str,
    by: Person,
    now: Now = None,
) -> InspectionRound:
    """拟定: of one's own office, with a checklist of its own or that of an earlier round.

    NotYours for who neither receives nor reviews in the office.
    """
    if office.pk not in by.scope.units(*queries.WRITERS):
        raise NotYours(NOT_YOURS)
    row = InspectionRound(office=office)
    by = by.holding(office.pk, *queries.WRITERS)
    with transaction.atomic(), ROUNDS.new(row, by=by, now=now) as change:
        copied = "\n".join(copy_from.items.values_list("text", flat=True)) if copy_from else ""
        change.write(title=title, basis=basis)
        _lasting(change, since, until)
        listed = _listed(change, items.strip() or copied)
        change.refuse_wrong()
        row.save()
        _list_items(row, listed)
        change.record(PLAN, {"office": office.pk})
    return row


def revise(
    change: RoundChange, *, title: str, basis: str, since: date, until: date, items: str
) -> None:
    """修改方案: until it begins. NotValid where a unit's day would fall outside."""
    change.write(title=title, basis=basis)
    _lasting(change, since, until)
    listed = _listed(change, items)
    outside = change.row.visits.filter(state__in=sorted(TO_COME)).exclude(day__range=(since, until))
    first = outside.select_related("unit").first()
    words = f"“{first.unit}”安排在 {first.day:%Y-%m-%d}，请先改期" if first else ""
    change.require(first is None, "until", words)
    change.begin(RoundVerb.REVISE)
    if listed != list(change.row.items.values_list("text", flat=True)):
        change.row.items.all().delete()
        _list_items(change.row, listed)
    change.record(RoundVerb.REVISE.value)


def _lasting(change: RoundChange, since: date, until: date) -> None:
    change.require(since <= until, "until", "结束日期不能早于开始日期")
    change.row.since, change.row.until = since, until


def _listed(change: RoundChange, items: str) -> list[str]:
    """The checklist as it was typed; NotValid, later, for what is wrong with it."""
    for guard in TEXT_GUARDS:
        guard(items)
    listed = checklist(items)
    if fault := fault_of(listed):
        change.require(False, "items", fault)  # noqa: FBT003 (reads as it is)
    change.words["checklist"] = "\n".join(listed)
    return listed


def _list_items(row: InspectionRound, listed: Sequence[str]) -> None:
    ChecklistItem.objects.bulk_create(
        ChecklistItem(round=row, ordinal=place, text=text)
        for place, text in enumerate(listed, start=1)
    )


def name_team(change: RoundChange, *, members: Sequence[User]) -> None:
    """定检查组: people of the office, or called in from units of its level.

    NotValid for anybody else, or nobody. Who works for a unit may be in the team, and does not go
    there: each inspection refuses them.
    """
    row, wanted = change.row, {one.pk for one in members}
    there = set(queries.candidates(row.office).filter(pk__in=wanted).values_list("pk", flat=True))
    before = set(row.team.values_list("user", flat=True))
    change.require(bool(wanted), "members", "请选择检查组成员")
    change.require(wanted <= there | before, "members", "只能选活动办和本级单位的人")
    change.begin(RoundVerb.TEAM)
    row.team.exclude(user__in=wanted).delete()
    TeamMember.objects.bulk_create(
        TeamMember(round=row, user_id=pk) for pk in sorted(wanted - before)
    )
    change.record(RoundVerb.TEAM.value, {"members": sorted(wanted)})


def add_units(change: RoundChange, *, units: Sequence[Unit], day: date) -> None:
    """安排被查单位: several on one day of the period; done again for another day.

    NotValid for units that are in the round already, can't be commanded, or are not below.
    """
    row, wanted = change.row, sorted(one.pk for one in units)
    change.require(bool(wanted), "units", "请选择被查单位")
    allowed = set(
        queries.inspectable(row.office)
        .filter(pk__in=wanted)
        .order_by()
        .values_list("pk", flat=True)
    )
    beyond = next((str(one) for one in units if one.pk not in allowed), "")
    change.require(not beyond, "units", f"“{beyond}”不能由本活动办检查")
    twice = row.visits.filter(unit__in=wanted).select_related("unit").first()
    words = f"“{twice.unit}”已在本轮，要换日子的请改期" if twice else ""
    change.require(twice is None, "units", words)
    arranged(change, row, day)
    change.begin(RoundVerb.ADD)
    for pk in wanted:
        visit = InspectionVisit(round=row, unit_id=pk, day=day)
        with VISITS.new(visit, by=change.by, now=change.now) as planned:
            planned.record(PLAN, {"inspection": row.pk, "unit": pk})
    change.record(RoundVerb.ADD.value, {"inspected": wanted, "day": day.isoformat()})


def start(change: RoundChange) -> None:
    """开始检查: with a team, units, and for each unit somebody who may go there."""
    change.step(RoundVerb.START)


def end(change: RoundChange) -> None:
    """结束本轮: once every unit is inspected or called off; what was found goes on."""
    change.step(RoundVerb.END)


def cancel(change: RoundChange, *, reason: str) -> None:
    """取消本轮: with the reason, as long as nobody has been anywhere."""
    change.texts(InspectionRound, reason=reason)
    change.require(bool(reason.strip()), "reason", "请填写取消原因")
    change.row.reason = reason.strip()
    change.step(RoundVerb.CANCEL)
