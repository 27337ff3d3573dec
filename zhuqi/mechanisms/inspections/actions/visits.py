"""The verbs of the inspection of one unit."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeAlias

from zhuqi.foundation.access import Person
from zhuqi.foundation.attachments.actions import Prepared, lay, remove
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.attachments.queries import files_of
from zhuqi.foundation.changes import RowChange, RowNoun, alone
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.mechanisms.inspections import queries
from zhuqi.mechanisms.inspections.actions import findings
from zhuqi.mechanisms.inspections.enums import (
    TO_COME,
    Result,
    RoundState,
    VisitRole,
    VisitState,
    VisitVerb,
)
from zhuqi.mechanisms.inspections.lifecycle import VISIT, VisitFacts
from zhuqi.mechanisms.inspections.models import (
    Answer,
    ChecklistItem,
    Finding,
    InspectionRound,
    InspectionVisit,
    TeamMember,
)
from zhuqi.mechanisms.inspections.models.rounds import works_for

VisitChange: TypeAlias = RowChange[InspectionVisit, VisitVerb]
OBJECT = "inspection_visit"
# Of one thing on the checklist.
MOST_PHOTOS = 9


def facts_of(visit: InspectionVisit, by: Person) -> VisitFacts:
    """What the table decides on."""
    scope, round_, state = by.scope, visit.round, VisitState(visit.state)
    member = TeamMember.objects.filter(round=round_, user=scope.user_id)
    roles = standing_as(
        (VisitRole.TEAM, bool(scope.user_id) and member.exists()),
        (VisitRole.OFFICE, round_.office_id in scope.units(*queries.WRITERS)),
    )
    running = round_.state == RoundState.UNDERWAY
    over = round_.state in {RoundState.ENDED, RoundState.CANCELLED}
    said = f"本轮{round_.get_state_display()}"
    checked = items = 0
    if roles and state in TO_COME:
        items, checked = round_.items.count(), visit.answers.count()
    return VisitFacts(
        state, roles,
        waits="" if running else said if over else "本轮还没有开始",
        over=said if over else "",
        recused=works_for(scope, visit.unit), unanswered=items - checked, checked=checked,
    )  # fmt: skip


VISITS = RowNoun[InspectionVisit, VisitVerb](
    model=InspectionVisit,
    object_type=OBJECT,
    load=alone("state", "day", "visited_at"),
    stale="这份检查记录刚刚被其他人更新过，请核对后再提交",
    state_of=lambda visit: str(visit.get_state_display()),
    table=VISIT,
    facts=facts_of,
)


def purpose_of(item: ChecklistItem) -> str:
    """Which part of an inspection the photos of one thing on the checklist belong to."""
    return f"item:{item.pk}"


def answer(
    change: VisitChange,
    *,
    item: ChecklistItem,
    result: str,
    remark: str,
    photos: Sequence[Prepared] = (),
) -> None:
    """逐项检查: one thing on the checklist; said again, the later holds. Nobody asks for photos.

    NotValid for a thing of another round, and where what is not met is not described.
    """
    visit = change.row
    change.require(item.round_id == visit.round_id, "item", "请选择本轮的检查内容")
    remark = change.texts(Answer, remark=remark)["remark"]
    described = bool(remark) or result != Result.NOT_MET
    change.require(described, "remark", "不符合的，请写明情况")
    _photos(change, purpose_of(item), photos)
    change.begin(VisitVerb.ANSWER)
    said = {"result": Result(result), "remark": remark, "by": change.by.actor.who}
    Answer.objects.update_or_create(visit=visit, item=item, defaults=said)
    change.record(VisitVerb.ANSWER.value, {"checklist_item": item.pk, "checked": result})


def find(
    change: VisitChange,
    *,
    item: ChecklistItem | None,
    unit: Unit,
    text: str,
    photos: Sequence[Prepared] = (),
) -> Finding:
    """记录问题: of the unit or whoever else it concerns (`queries.concerned`); its notice follows,
    or, where that can't be commanded, a request."""
    visit = change.row
    near = queries.concerned(visit).filter(pk=unit.pk).exists()
    change.require(near, "unit", "请选择被查单位、它的科室和下属单位，或有关的单位")
    ours = item is None or item.round_id == visit.round_id
    change.require(ours, "item", "请选择本轮的检查内容")
    change.begin(VisitVerb.FIND)
    found = Finding(
        visit=visit, item=item, office=visit.round.office, unit=unit, request=not unit.commandable
    )
    findings.come_to_be(found, text=text, photos=photos, by=change.by, now=change.now)
    change.record(VisitVerb.FIND.value, {"finding": found.pk, "unit": unit.pk})
    return found


def finish(change: VisitChange, *, summary: str) -> None:
    """完成检查: each thing has its result; the unit reads it from now on."""
    change.write(summary=summary)
    change.row.visited_at = change.now
    change.step(VisitVerb.FINISH)


def reopen(change: VisitChange, *, reason: str) -> None:
    """补充检查: something was forgotten or wrong; with the reason."""
    _because(change, reason, "请填写补充检查的原因")
    change.row.visited_at = None
    change.step(VisitVerb.REOPEN)


def move(change: VisitChange, *, day: date) -> None:
    """改期: to another day of the round; what had been called off is planned again."""
    arranged(change, change.row.round, day)
    change.row.day = day
    change.step(VisitVerb.MOVE)


def skip(change: VisitChange, *, reason: str) -> None:
    """不再检查: with the reason, which the round shows."""
    _because(change, reason, "请填写不再检查的原因")
    change.step(VisitVerb.SKIP)


def take_off(change: VisitChange, *, photo: Attachment, reason: str) -> None:
    """移除照片: one taken by mistake, or that shows what it should not."""
    mine = photo.object_type == OBJECT and photo.object_id == change.row.pk
    change.require(mine, "photo", "请选择这份检查记录的照片")
    _because(change, reason, "请填写移除原因", keep=False)
    change.begin(VisitVerb.TAKE_OFF)
    remove(attachment=photo, now=change.now)
    change.record(VisitVerb.TAKE_OFF.value, {"sha256": photo.sha256})


def arranged(change: RowChange[Any, Any], round_: InspectionRound, day: date) -> None:
    """A day of the round."""
    inside = round_.since <= day <= round_.until
    words = f"检查日期应在本轮 {round_.since:%Y-%m-%d} 至 {round_.until:%Y-%m-%d} 之间"
    change.require(inside, "day", words)


def _photos(change: VisitChange, purpose: str, photos: Sequence[Prepared]) -> None:
    """Lay photos on a part of the inspection, those that are there already but once."""
    kept = files_of(OBJECT, change.row.pk).get(purpose, ()) if photos else ()
    there = {one.sha256 for one in kept}
    new = [one for one in photos if one.sha256 not in there]
    few = len(there) + len(new) <= MOST_PHOTOS
    words = f"一项最多放 {MOST_PHOTOS} 张照片，已经有 {len(there)} 张"
    change.require(few, "photos", words)
    change.refuse_wrong()
    lay(change, new, purpose)


def _because(change: VisitChange, reason: str, wanting: str, *, keep: bool = True) -> None:
    text = change.texts(InspectionVisit, reason=reason)["reason"]
    change.require(bool(text), "reason", wanting)
    if keep:
        change.row.reason = text
