"""The verbs of a questionnaire: drawn up question by question, sent, closed."""

from datetime import date
from typing import TypeAlias

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import NotYours, Person
from zhuqi.foundation.changes import Now, RowChange, RowNoun, alone
from zhuqi.foundation.directory.models import Region, Unit
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.foundation.workdays import LAST_DAY
from zhuqi.mechanisms.questionnaires import queries
from zhuqi.mechanisms.questionnaires.actions.replies import send_out
from zhuqi.mechanisms.questionnaires.enums import (
    QuestionnaireState,
    QuestionnaireVerb,
    ReplyState,
    SurveyRole,
)
from zhuqi.mechanisms.questionnaires.lifecycle import QUESTIONNAIRE, QuestionnaireFacts
from zhuqi.mechanisms.questionnaires.models import Question, Questionnaire, QuestionnaireReply
from zhuqi.mechanisms.questionnaires.rules import MOST_A_MONTH, MOST_QUESTIONS, options_fault
from zhuqi.mechanisms.rosters.models import NamedRoster

QuestionnaireChange: TypeAlias = RowChange[Questionnaire, QuestionnaireVerb]
OBJECT, DRAFT = "questionnaire", "draft"
NOT_YOURS = "只有活动办的受理、审核人员可以拟定问卷"
V = QuestionnaireVerb


def facts_of(row: Questionnaire, by: Person) -> QuestionnaireFacts:
    """What the table decides on."""
    state = QuestionnaireState(row.state)
    own = row.office_id in by.scope.units(*queries.WRITERS)
    roles = standing_as((SurveyRole.OFFICE, own))
    if not row.pk or state != QuestionnaireState.DRAFT or not own:
        return QuestionnaireFacts(state, roles)
    reach = queries.reach_of(row, timezone.localdate())
    return QuestionnaireFacts(state, roles, row.questions.count(), reach.firms)


QUESTIONNAIRES = RowNoun[Questionnaire, QuestionnaireVerb](
    model=Questionnaire,
    object_type=OBJECT,
    load=alone(
        "office_id", "due", "sector", "size_class", "region_id", "roster_id", "state",
        "drafted_by_id", "drafted_at", "sent_at", "closed_at",
    ),
    stale="这份问卷刚刚被其他人更新过，请核对后再提交",
    state_of=lambda row: str(row.get_state_display()),
    table=QUESTIONNAIRE,
    facts=facts_of,
)  # fmt: skip


def draft(
    *,
    office: Unit,
    title: str,
    purpose: str,
    due: date,
    sector: str,
    size_class: str,
    region: Region | None,
    roster: NamedRoster | None,
    by: Person,
    now: Now = None,
) -> Questionnaire:
    """拟定问卷: of one's own office. NotYours for who neither receives nor reviews there."""
    if office.pk not in by.scope.units(*queries.WRITERS):
        raise NotYours(NOT_YOURS)
    row = Questionnaire(
        office=office, drafted_by_id=by.actor.user_id, drafted_at=now or timezone.now()
    )
    acting = by.holding(office.pk, *queries.WRITERS)
    with transaction.atomic(), QUESTIONNAIRES.new(row, by=acting, now=now) as change:
        change.write(title=title, purpose=purpose)
        _until(change, due)
        _narrow(change, sector, size_class, region, roster)
        change.record(DRAFT)
    return row


def revise(
    change: QuestionnaireChange,
    *,
    title: str,
    purpose: str,
    due: date,
    sector: str,
    size_class: str,
    region: Region | None,
    roster: NamedRoster | None,
) -> None:
    """修改说明和发放范围: as long as it is drawn up."""
    change.write(title=title, purpose=purpose)
    _until(change, due)
    _narrow(change, sector, size_class, region, roster)
    change.step(V.REVISE)


def _until(change: QuestionnaireChange, due: date) -> None:
    change.require(due > change.today, "due", "截止日期应晚于今天")
    change.require(due <= LAST_DAY, "due", "截止日期太远")
    change.row.due = due


def _narrow(
    change: QuestionnaireChange,
    sector: str,
    size_class: str,
    region: Region | None,
    roster: NamedRoster | None,
) -> None:
    row = change.row
    seen = roster is None or NamedRoster.objects.visible_to(change.by.scope).filter(pk=roster.pk)
    change.require(bool(seen), "roster", "没有这份名单")
    row.sector, row.size_class, row.region, row.roster = sector, size_class, region, roster


def add(
    change: QuestionnaireChange, *, kind: str, text: str, options: str, unit: str, required: bool
) -> None:
    """添加一题: after the last one.

    NotValid for options that are none, or not needed, and for more than `MOST_QUESTIONS`.
    """
    row = change.row
    typed = change.texts(Question, text=text, options=options, unit=unit)
    lines = [line.strip() for line in typed["options"].splitlines() if line.strip()]
    wrong = options_fault(kind, lines)
    change.require(not wrong, "options", wrong)
    there = queries.questions_of(row)
    change.require(len(there) < MOST_QUESTIONS, "text", f"一份问卷最多 {MOST_QUESTIONS} 题")
    change.begin(V.ADD)
    question = Question(
        questionnaire=row, place=there[-1].place + 1 if there else 1, kind=kind,
        text=typed["text"], options="\n".join(lines), unit=typed["unit"], required=required,
    )  # fmt: skip
    change.aggregate.new_rows.append(question)
    change.record(V.ADD.value, {"place": question.place, "kind": kind})


def remove(change: QuestionnaireChange, *, question: Question) -> None:
    """删去一题: those after it move up. NotValid for one of another questionnaire."""
    row = change.row
    change.require(question.questionnaire_id == row.pk, "question", "请选择这份问卷的题目")
    change.begin(V.REMOVE)
    place = question.place
    change.words["text"] = question.text
    question.delete()
    for one in row.questions.filter(place__gt=place).order_by("place"):
        # One by one and in order, so that no two stand at the same place in between.
        Question.objects.filter(pk=one.pk).update(place=one.place - 1)
    change.record(V.REMOVE.value, {"place": place})


def send(change: QuestionnaireChange) -> None:
    """发给企业: whom it goes to is frozen now; firms asked often enough this month are left out,
    with the reason.

    NotNow without questions or firms; NotValid where the last day is over.
    """
    row = change.row
    change.require(row.due > change.today, "due", "截止日期应晚于今天，请先修改")
    change.begin(V.SEND)
    row.sent_at = change.now
    often = set(queries.asked_often(change.today))
    why = f"本月已收到 {MOST_A_MONTH} 份问卷，不再打扰"
    rows = [
        QuestionnaireReply(
            questionnaire=row,
            enterprise=firm,
            state=ReplyState.LEFT_OUT if firm.pk in often else ReplyState.WAITING,
            note=why if firm.pk in often else "",
        )
        for firm in queries.addressed(row, change.today).order_by("name", "pk")
    ]
    send_out(rows, by=change.by, now=change.now)
    left_out = sum(one.state == ReplyState.LEFT_OUT for one in rows)
    change.record(V.SEND.value, {"sent": len(rows) - left_out, "left_out": left_out})


def postpone(change: QuestionnaireChange, *, due: date) -> None:
    """延长截止日期. NotValid for a day that is not later."""
    change.require(due > change.row.due, "due", "应晚于现在的截止日期")
    _until(change, due)
    change.step(V.POSTPONE)


def close(change: QuestionnaireChange) -> None:
    """结束回收: nothing is answered or changed any more."""
    change.begin(V.CLOSE)
    change.row.closed_at = change.now
    change.record(V.CLOSE.value)


def void(change: QuestionnaireChange, *, reason: str) -> None:
    """作废: before it is sent. NotValid without a reason."""
    change.write(reason=reason)
    change.require(bool(change.row.reason), "reason", "请填写原因")
    change.step(V.VOID)
