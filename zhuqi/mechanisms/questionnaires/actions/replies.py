"""The verbs of a reply: saved, handed in, filled in by an official; problems become cases."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from zhuqi.foundation.access import Actor, Person
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.changes import TEXT_GUARDS, Now, RowChange, RowNoun, alone, save
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.ledgers.cases.actions import intake
from zhuqi.ledgers.cases.actions.intake import TITLE_LIMIT, Submission
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.retention.erasure import erase_rows
from zhuqi.ledgers.cases.retention.queries import GONE
from zhuqi.mechanisms.questionnaires import queries
from zhuqi.mechanisms.questionnaires.enums import (
    QuestionKind,
    QuestionnaireState,
    ReplyState,
    ReplyVerb,
    SurveyRole,
)
from zhuqi.mechanisms.questionnaires.lifecycle import REPLY, ReplyFacts
from zhuqi.mechanisms.questionnaires.models import Question, QuestionnaireReply, ReplyAnswer
from zhuqi.mechanisms.questionnaires.rules import Asked, Given, faults

ReplyChange: TypeAlias = RowChange[QuestionnaireReply, ReplyVerb]
OBJECT, SEND, LEAVE_OUT = "questionnaire_reply", "send", "leave_out"
NOTIFY, CHANNEL = "questionnaire.notify", "sweep"


def facts_of(row: QuestionnaireReply, by: Person) -> ReplyFacts:
    """What the table decides on."""
    scope = by.scope
    roles = standing_as(
        (SurveyRole.FIRM, row.enterprise_id in scope.enterprises),
        (SurveyRole.LIAISON, row.enterprise_id in scope.liaised),
        (SurveyRole.OFFICE, row.questionnaire.office_id in scope.units(*queries.WRITERS)),
    )
    officials = bool(roles - {SurveyRole.FIRM})
    return ReplyFacts(
        ReplyState(row.state),
        roles,
        closed=row.questionnaire.state != QuestionnaireState.SENT,
        own_people=officials and queries.has_own_people(row.enterprise_id),
    )


REPLIES = RowNoun[QuestionnaireReply, ReplyVerb](
    model=QuestionnaireReply,
    object_type=OBJECT,
    load=alone(
        "questionnaire_id", "enterprise_id", "state", "answered_by_id", "on_behalf", "returned_at"
    ),
    stale="这份问卷刚刚有了变化，请看最新情况",
    state_of=lambda row: str(row.get_state_display()),
    table=REPLY,
    facts=facts_of,
    notify=NOTIFY,
    notified=frozenset({f"{OBJECT}.{SEND}"}),
)


def send_out(rows: Sequence[QuestionnaireReply], *, by: Person, now: datetime) -> None:
    """To each firm, or left out with the reason; each with its event. Must run inside a
    transaction."""
    aggregates = REPLIES.load(rows)
    for aggregate in aggregates:
        row = aggregate.row
        change = ReplyChange(aggregate, by, now, noun=REPLIES)
        left_out = row.state == ReplyState.LEFT_OUT
        change.record(LEAVE_OUT if left_out else SEND, {"note": row.note} if left_out else None)
    save(REPLIES, aggregates)


def save_draft(change: ReplyChange, *, answers: Sequence[Given]) -> None:
    """保存，以后再填: as far as it is; nothing is told to anybody. NotValid for what no answer can
    be; NotNow where the questionnaire is over, or the reply handed in already."""
    _write(change, answers, whole=False)
    change.begin(ReplyVerb.SAVE)
    change.row.answered_by_id = change.by.actor.user_id
    change.record(ReplyVerb.SAVE.value)


def hand_in(change: ReplyChange, *, answers: Sequence[Given]) -> None:
    """提交: by the firm; may be changed and handed in again until it is over. Problems the firm
    wants registered become cases, each once.

    NotValid with the questions at fault; all that `intake.submit` refuses.
    """
    _answered(change, ReplyVerb.HAND_IN, answers, on_behalf=False)


def fill_in(change: ReplyChange, *, answers: Sequence[Given]) -> None:
    """代企业填写: by who looks after a firm without an account, and marked so.

    NotValid with the questions at fault; all that `intake.register` refuses.
    """
    _answered(change, ReplyVerb.FILL_IN, answers, on_behalf=True)


def _answered(
    change: ReplyChange, verb: ReplyVerb, answers: Sequence[Given], *, on_behalf: bool
) -> None:
    row = change.row
    kept = _write(change, answers, whole=True)
    change.begin(verb)
    row.answered_by_id, row.on_behalf = change.by.actor.user_id, on_behalf
    row.returned_at = change.now
    cases = [
        _registered(change, one) for one in kept if one.consent and one.text and one.case_id is None
    ]
    change.record(verb.value, {"cases": [one.pk for one in cases]})


def _write(change: ReplyChange, answers: Sequence[Given], *, whole: bool) -> list[ReplyAnswer]:
    """The answers as rows, those there already changed; what became a case stays as it was."""
    row = change.row
    questions = queries.questions_of(row.questionnaire)
    asked = [
        Asked(one.pk, QuestionKind(one.kind), len(one.choices), one.required) for one in questions
    ]
    given = {one.question: one for one in answers}
    for one in given.values():
        for guard in TEXT_GUARDS:
            guard(one.text)
    change.errors |= faults(asked, given, whole=whole)
    there = {one.question_id: one for one in row.answers.all()}
    kept = [
        _kept(change, question, given.get(question.pk, Given(question.pk)), there)
        for question in questions
    ]
    said = [f"{one.question.place}. {words}" for one in kept if (words := queries.said(one))]
    if said and not change.errors:
        change.words["answers"] = "\n".join(said)
    return kept


def _kept(
    change: ReplyChange, question: Question, given: Given, there: Mapping[int, ReplyAnswer]
) -> ReplyAnswer:
    answer = there.get(question.pk)
    if answer is None:
        answer = ReplyAnswer(reply=change.row, question=question)
        change.aggregate.new_rows.append(answer)
    else:
        answer.question = question
        change.aggregate.touched.append(answer)
    if answer.case_id is None:
        answer.chosen, answer.number = sorted(set(given.chosen)), given.number
        answer.text, answer.consent = given.text, given.consent
    return answer


def _registered(change: ReplyChange, answer: ReplyAnswer) -> Case:
    """A problem in the firm's own words, as whoever wrote it could register one."""
    row, by = change.row, change.by
    name, phone = _to_call(change)
    text = answer.text.strip()
    asked = f"第 {answer.question.place} 题：{answer.question.text}"
    told = f"{text}\n\n（{row.questionnaire.title}，{asked}）"
    submission = Submission(
        title=text.splitlines()[0][:TITLE_LIMIT], body=told, reporter_name=name,
        reporter_phone=phone,
    )  # fmt: skip
    if row.on_behalf:
        case = intake.register(
            enterprise=row.enterprise, submission=submission, channel=CHANNEL, by=by,
            now=change.now,
        )  # fmt: skip
    else:
        case = intake.submit(
            enterprise=row.enterprise, submission=submission, channel=CHANNEL, by=by,
            now=change.now,
        )  # fmt: skip
    answer.case = case
    return case


def _to_call(change: ReplyChange) -> tuple[str, str]:
    """The firm's person who answered; of a firm without an account its first contact, else the
    official who wrote it down."""
    contact = change.row.enterprise.contacts.order_by("-is_primary", "pk").first()
    if change.row.on_behalf and contact:
        return contact.name, contact.phone
    user = User.objects.get(pk=change.by.actor.user_id)
    official = user.official
    phone = user.phone or (official.phone if official else "") or (contact.phone if contact else "")
    return user.name, phone


def erase_about(case_id: int, by: Actor, reason: str, now: Now = None) -> None:
    """The answer that became a case of which no copy may be kept, and the words beside the log."""
    answers = ReplyAnswer.objects.filter(case=case_id)
    found = QuestionnaireReply.objects.filter(pk__in=list(answers.values_list("reply", flat=True)))
    answers.update(text=GONE)
    erase_rows(OBJECT, found, {}, by=by, reason=reason, now=now)
