"""The verbs of a batch."""

from datetime import date, timedelta
from typing import TypeAlias

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import NotNow, NotYours, Person
from zhuqi.foundation.changes import Now, RowChange, RowNoun, alone
from zhuqi.foundation.directory.actions import LinkDraft, change_liaisons
from zhuqi.foundation.directory.enums import EnterpriseStatus, LiaisonKind
from zhuqi.foundation.directory.models import Enterprise, LiaisonLink, Official, Unit
from zhuqi.foundation.jobs import actions as jobs
from zhuqi.foundation.workdays import LAST_DAY
from zhuqi.mechanisms.adjustments import queries
from zhuqi.mechanisms.adjustments.actions.lines import list_moves, roles_in
from zhuqi.mechanisms.adjustments.enums import (
    PROPOSED,
    AdjustmentState,
    AdjustmentVerb,
    Ground,
    Way,
)
from zhuqi.mechanisms.adjustments.lifecycle import ADJUSTMENT, AdjustmentFacts
from zhuqi.mechanisms.adjustments.models import Adjustment, Move

AdjustmentChange: TypeAlias = RowChange[Adjustment, AdjustmentVerb]
OBJECT, DRAFT, PROPOSED_NOW = "adjustment", "draft", "proposed"
NOTIFY, WORK = "adjustment.notify", "adjustment.propose"
NOT_YOURS = "只有活动办的受理、审核人员可以拟定动态调整"
# What an office may ask for: nobody looks after more firms than that.
MOST, USUAL = 50, 3


def facts_of(row: Adjustment, by: Person) -> AdjustmentFacts:
    """What the table decides on."""
    state, roles = AdjustmentState(row.state), roles_in(row.office_id, by)
    if not row.pk or state == AdjustmentState.VOID:
        return AdjustmentFacts(state, roles)
    if state == AdjustmentState.APPLIED:
        taken_back = row.reversals.exclude(state=AdjustmentState.VOID).exists()
        return AdjustmentFacts(state, roles, reversed=taken_back)
    tally = queries.tallies([row.pk]).get(row.pk, queries.Tally())
    return AdjustmentFacts(
        state,
        roles,
        proposing=is_proposing(row),
        listed=tally.listed,
        stale=tally.stale,
        own=row.drafted_by_id == by.actor.user_id,
    )


def is_proposing(row: Adjustment) -> bool:
    """The worker is still at it."""
    return row.proposing is not None and row.proposing.is_under_way


ADJUSTMENTS = RowNoun[Adjustment, AdjustmentVerb](
    model=Adjustment,
    object_type=OBJECT,
    load=alone(
        "office_id", "since", "state", "most", "drafted_by_id", "drafted_at", "approved_at",
        "reverses_id",
    ),
    stale="这一批刚刚被其他人更新过，请核对后再提交",
    state_of=lambda row: str(row.get_state_display()),
    table=ADJUSTMENT,
    facts=facts_of,
    notify=NOTIFY,
    notified=frozenset(
        f"{OBJECT}.{verb}"
        for verb in (AdjustmentVerb.SUBMIT, AdjustmentVerb.RETURN, AdjustmentVerb.APPROVE)
    ),
)  # fmt: skip


# A batch ------------------------------------------------------------------------------------------


def draft(
    *, office: Unit, title: str, basis: str, since: date, by: Person, now: Now = None
) -> Adjustment:
    """拟定: of one's own office, to take effect today or later.

    NotYours for who neither receives nor reviews there.
    """
    row = _begun(office, since, by, now)
    with transaction.atomic(), ADJUSTMENTS.new(row, by=_holding(office, by), now=now) as change:
        change.write(title=title, basis=basis)
        _from_today(change, since)
        change.record(DRAFT)
    return row


def _begun(office: Unit, since: date, by: Person, now: Now) -> Adjustment:
    if office.pk not in by.scope.units(*queries.WRITERS):
        raise NotYours(NOT_YOURS)
    return Adjustment(
        office=office, since=since, drafted_by_id=by.actor.user_id, drafted_at=now or timezone.now()
    )


def _holding(office: Unit, by: Person) -> Person:
    return by.holding(office.pk, *queries.WRITERS)


def _from_today(change: AdjustmentChange, since: date) -> None:
    change.require(since >= change.today, "since", "生效日期不能早于今天")
    change.require(since <= LAST_DAY, "since", "生效日期太远")
    change.row.since = since


def revise(change: AdjustmentChange, *, title: str, basis: str, since: date) -> None:
    """修改说明: name, reason and day, as long as it is drawn up."""
    change.write(title=title, basis=basis)
    _from_today(change, since)
    change.step(AdjustmentVerb.REVISE)


def propose(change: AdjustmentChange, *, most: int, alone: bool, left: bool, many: bool) -> None:
    """生成建议: the worker looks for the fewest changes, each official with at most `most` firms.

    The three say what they are to be about. Earlier proposals give way, what was added by hand or
    left out stays. NotValid for a number outside 1 to `MOST`, or nothing they should be about.
    """
    change.require(1 <= most <= MOST, "most", f"请填 1 到 {MOST}")
    chosen = zip(PROPOSED, (alone, left, many), strict=True)
    about = [ground.value for ground, wanted in chosen if wanted]
    change.require(bool(about), "alone", "请选择为哪些情况提建议")
    change.begin(AdjustmentVerb.PROPOSE)
    row = change.row
    row.most = most
    row.proposing = jobs.ask(
        kind=WORK,
        title=f"{row.title[:60]}：生成建议",
        order={"adjustment": row.pk, "most": most, "about": about},
        by=change.by,
        now=change.now,
    )
    change.record(AdjustmentVerb.PROPOSE.value, {"about": about})


def add(
    change: AdjustmentChange,
    *,
    enterprise: Enterprise,
    kind: str,
    way: str,
    who: Official | Unit | None,
) -> None:
    """添加调整: of one firm, somebody in the place of those who look after it as that, or beside
    them; or nobody any more.

    NotValid for a firm of another office, somebody who looks after it already or is not in office,
    and where nothing would change.
    """
    row, as_what = change.row, LiaisonKind(kind)
    mine = enterprise.office_id == row.office_id and enterprise.status != EnterpriseStatus.CLOSED
    change.require(mine, "enterprise", "只能调整本活动办台账上在营、筹建的企业")
    current = list(
        LiaisonLink.objects.filter(enterprise=enterprise, kind=as_what, until=None)
        .exclude(pk__in=queries.listed(row).exclude(ends=None).order_by().values("ends"))
        .order_by("pk")
    )
    ends = [] if way == Way.BESIDE else current
    if way == Way.END:
        change.require(bool(ends), "way", f"这家企业现在没有{as_what.label}，没有可解除的")
        change.require(who is None, "who", "只解除的，不用填由谁联系")
    else:
        _fits(change, enterprise, as_what, who)
    change.begin(AdjustmentVerb.ADD)
    person = who if isinstance(who, Official) else None
    unit = who if isinstance(who, Unit) else None
    first = [(ends[0] if ends else None, person, unit)] if ends or who else []
    lines = [*first, *((link, None, None) for link in ends[1:])]
    made = [
        Move(
            adjustment=row, enterprise=enterprise, kind=as_what, ends=link, official=official,
            unit=begins, ground=Ground.HAND,
        )
        for link, official, begins in lines
    ]  # fmt: skip
    list_moves(made, change.by, change.now)
    change.record(AdjustmentVerb.ADD.value, {"enterprise": enterprise.pk})


def _fits(
    change: AdjustmentChange, firm: Enterprise, kind: LiaisonKind, who: Official | Unit | None
) -> None:
    wanted = Unit if kind == LiaisonKind.UNIT else Official
    if not isinstance(who, wanted):
        what = "单位" if kind == LiaisonKind.UNIT else "干部"
        change.require(False, "who", f"请填写由哪个{what}联系")  # noqa: FBT003 (reads as it is)
        return
    named = {"official": who} if isinstance(who, Official) else {"unit": who}
    there = LiaisonLink.objects.filter(enterprise=firm, until=None, **named).exists()
    there = there or queries.listed(change.row).filter(enterprise=firm, **named).exists()
    change.require(not there, "who", f"{who}已经在联系，或者已经列入这一批")
    change.require(who.active, "who", f"{who}已不在岗")


def submit(change: AdjustmentChange) -> None:
    """提交批准: with something listed, all of which fits what is there.

    NotNow where its day is over.
    """
    _refuse_past(change)
    change.step(AdjustmentVerb.SUBMIT)


def _refuse_past(change: AdjustmentChange) -> None:
    """Nobody looks after a firm in hindsight."""
    if change.row.since < change.today:
        raise NotNow("生效日期已过，请先修改生效日期")


def approve(change: AdjustmentChange) -> None:
    """批准: from its day on the links end and begin, all in this step or none.

    NotNow where a line no longer fits, or the day is over.
    """
    _refuse_past(change)
    change.begin(AdjustmentVerb.APPROVE)
    row = change.row
    lines = list(queries.listed(row).select_related("enterprise", "official", "unit"))
    row.approved_at = change.now
    change_liaisons(
        ends=[one.ends_id for one in lines if one.ends_id],
        drafts=[
            LinkDraft(
                enterprise=one.enterprise, since=row.since, official=one.official, unit=one.unit,
                kind=LiaisonKind(one.kind),
            )
            for one in lines
            if one.official or one.unit
        ],
        since=row.since,
        occasion={"adjustment": row.pk},
        by=change.by,
        now=change.now,
    )  # fmt: skip
    change.record(AdjustmentVerb.APPROVE.value, {"moves": len(lines)})


def give_back(change: AdjustmentChange, *, reason: str) -> None:
    """退回修改: with the reason, to who drew it up."""
    _reasoned(change, reason, "请填写退回原因")
    change.step(AdjustmentVerb.RETURN)


def void(change: AdjustmentChange, *, reason: str) -> None:
    """作废: with the reason, before it is approved."""
    _reasoned(change, reason, "请填写作废原因")
    change.step(AdjustmentVerb.VOID)


def _reasoned(change: AdjustmentChange, reason: str, missing: str) -> None:
    kept = change.texts(Adjustment, reason=reason)["reason"]
    change.require(bool(kept), "reason", missing)
    change.row.reason = kept


def reverse(change: AdjustmentChange, *, since: date) -> Adjustment:
    """拟定撤销: a batch of its own that puts back what this one changed, as far as what it made is
    still there; approved like any other.

    NotValid for a day before today, or on which what it puts back has not begun; NotNow where it
    was done already; NotYours for who may not.
    """
    row = change.row
    first = max(change.today, row.since + timedelta(days=1))
    said = f"最早从 {first:%Y-%m-%d} 起：原调整生效以后才能撤销"
    change.require(first <= since <= LAST_DAY, "since", said)
    change.begin(AdjustmentVerb.REVERSE)
    back = _begun(row.office, since, change.by, change.now)
    back.reverses = row
    back.title = f"撤销：{row.title}"[:80]
    back.basis = f"撤销{timezone.localdate(row.approved_at):%Y年%m月%d日}批准的调整"
    with ADJUSTMENTS.new(back, by=change.by, now=change.now) as begun:
        begun.words |= {"title": back.title, "basis": back.basis}
        begun.record(DRAFT, {"reverses": row.pk})
    list_moves(_turned(row, back), change.by, change.now)
    change.record(AdjustmentVerb.REVERSE.value, {"by": back.pk})
    return back


def _turned(row: Adjustment, back: Adjustment) -> list[Move]:
    """Line by line: whoever began ends, whoever ended begins again."""
    lines = list(queries.listed(row).select_related("enterprise", "ends__official", "ends__unit"))
    firms = {one.enterprise_id for one in lines}
    running = LiaisonLink.objects.filter(until=None, enterprise__in=sorted(firms))
    there = {(one.enterprise_id, one.official_id, one.unit_id): one for one in running}
    found = []
    for one in lines:
        begun = there.get((one.enterprise_id, one.official_id, one.unit_id))
        before = one.ends
        official = before.official if before and before.official else None
        unit = before.unit if before and before.unit else None
        if official and not official.active:
            official = None
        if before and (one.enterprise_id, before.official_id, before.unit_id) in there:
            official = unit = None
        if begun or official or unit:
            found.append(
                Move(
                    adjustment=back,
                    enterprise=one.enterprise,
                    kind=before.kind if before else one.kind,
                    ends=begun,
                    official=official,
                    unit=unit,
                    ground=Ground.BACK,
                )
            )
    return found
