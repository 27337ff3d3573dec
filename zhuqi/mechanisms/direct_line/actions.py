"""The verbs of a letter; the only place that writes one."""

from datetime import date, datetime
from typing import TypeAlias

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import SYSTEM_PERSON, Actor, NotYours, Person
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.changes import Now, RowChange, RowNoun, alone
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.foundation.workdays import Unit
from zhuqi.ledgers.cases.actions import intake
from zhuqi.ledgers.cases.actions.intake import Submission
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.retention.erasure import erase_rows
from zhuqi.ledgers.cases.retention.queries import GONE
from zhuqi.mechanisms.direct_line import queries
from zhuqi.mechanisms.direct_line.enums import LetterRole, LetterState, LetterVerb
from zhuqi.mechanisms.direct_line.lifecycle import LETTER, LetterFacts
from zhuqi.mechanisms.direct_line.models import Letter, in_place_of

LetterChange: TypeAlias = RowChange[Letter, LetterVerb]
OBJECT, SEND, CHANNEL, NOTIFY = "letter", "send", "direct", "letter.notify"
# Working days to answer in (ours; no source gives a number).
LIMIT = 3
V = LetterVerb


def facts_of(row: Letter, by: Person) -> LetterFacts:
    """What the table decides on."""
    scope, escalated = by.scope, row.escalated_at is not None
    roles = standing_as(
        (LetterRole.SENDER, row.enterprise_id in scope.enterprises),
        (LetterRole.RECIPIENT, bool(row.to_id) and row.to_id in in_place_of(scope)),
        (LetterRole.OFFICE, escalated and row.enterprise.office_id in scope.offices),
        (LetterRole.SYSTEM, by is SYSTEM_PERSON),
    )
    return LetterFacts(LetterState(row.state), roles, escalated)


LETTERS = RowNoun[Letter, LetterVerb](
    model=Letter,
    object_type=OBJECT,
    load=alone(
        "enterprise_id", "sender_id", "to_id", "state", "confidential", "sent_at", "due",
        "escalated_at", "answered_by_id", "answered_at", "case_id",
    ),
    stale="这封来信刚刚有了变化，请看最新情况",
    state_of=lambda row: str(row.get_state_display()),
    table=LETTER,
    facts=facts_of,
    acting=lambda row, by: by.caring_for(row.enterprise_id),
    notify=NOTIFY,
    notified=frozenset(
        f"{OBJECT}.{word}" for word in (SEND, V.ANSWER, V.TURN, V.PASS_ON, V.ESCALATE)
    ),
)  # fmt: skip


def send(
    *,
    enterprise: Enterprise,
    to: User,
    title: str,
    body: str,
    confidential: bool,
    by: Person,
    now: Now = None,
) -> Letter:
    """写信: of one's own firm, to somebody who looks after it; to be answered within `LIMIT`.

    NotYours for another firm; NotValid for somebody who does not look after it.
    """
    if enterprise.pk not in by.scope.enterprises or by.actor.user_id is None:
        raise NotYours("只能以自己企业的名义写信")
    moment = now or timezone.now()
    row = Letter(
        enterprise=enterprise, sender_id=by.actor.user_id, to=to, confidential=confidential,
        sent_at=moment, due=_due(enterprise, moment),
    )  # fmt: skip
    with transaction.atomic(), LETTERS.new(row, by=by, now=moment) as change:
        known = queries.receiving([enterprise.pk], change.today).filter(pk=to.pk).exists()
        change.require(known, "to", "请选择联系您企业的领导或干部")
        change.write(title=title, body=body)
        change.record(SEND)
    return row


def _due(firm: Enterprise, moment: datetime) -> date:
    days = calendar(firm.region.code)
    return timezone.localdate(days.due(moment, LIMIT, Unit.WORKING_DAY))


def answer(change: LetterChange, *, answer: str) -> None:
    """答复: the firm reads it at once."""
    change.write(answer=answer)
    change.row.answered_by_id, change.row.answered_at = change.by.actor.user_id, change.now
    change.step(V.ANSWER)


def turn(change: LetterChange) -> Case:
    """转为诉求: in one tap, in the firm's own words; from here on the ledger's clocks run.

    All that `intake.register` refuses; NotYours and NotNow by the table.
    """
    row = change.row
    change.begin(V.TURN)
    said = Submission(
        row.title, row.body, reporter_name=row.sender.name, reporter_phone=row.sender.phone,
        confidential=row.confidential,
    )  # fmt: skip
    row.case = intake.register(
        enterprise=row.enterprise, submission=said, channel=CHANNEL, by=change.by, now=change.now
    )
    change.record(V.TURN.value)
    return row.case


def pass_on(change: LetterChange, *, to: User, reason: str) -> None:
    """转给别人: to somebody else who looks after the firm, with a word why; the limit stays.

    NotValid for somebody who does not look after it, or has it already.
    """
    row = change.row
    known = queries.receiving([row.enterprise_id], change.today).filter(pk=to.pk).exists()
    change.require(known, "to", "请选择联系这家企业的领导或干部")
    change.require(to.pk != row.to_id, "to", f"这封信已经在{to.name}那里")
    change.write(reason=reason)
    change.begin(V.PASS_ON)
    row.to = to
    change.record(V.PASS_ON.value)


def withdraw(change: LetterChange) -> None:
    """撤回: by the firm, as long as nobody has answered."""
    change.step(V.WITHDRAW)


def escalate(change: LetterChange, *, reason: str = "") -> None:
    """转请活动办处理: by whom it was written to, with a word why, or by the system when the day is
    over; the office may answer or turn it into a case from then on."""
    change.write(reason=reason)
    change.begin(V.ESCALATE)
    change.row.escalated_at = change.now
    change.record(V.ESCALATE.value)


def erase_about(case_id: int, by: Actor, reason: str, now: Now = None) -> None:
    """The letter that became a case of which no copy may be kept; days and states stay."""
    blank = {"title": GONE, "body": "", "answer": "", "reason": ""}
    rows = Letter.objects.filter(case=case_id)
    erase_rows(OBJECT, rows, blank, by=by, reason=reason, now=now)


def escalate_overdue(now: datetime) -> int:
    """What nobody answered in time, and what nobody reads any more; how many. Run twice, once."""
    found = list(queries.overdue(timezone.localdate(now)).values_list("pk", flat=True))
    done = 0
    for pk in found:
        with LETTERS.open(pk, by=SYSTEM_PERSON, now=now) as change:
            if change.row.state == LetterState.WAITING and change.row.escalated_at is None:
                escalate(change)
                done += 1
    return done
