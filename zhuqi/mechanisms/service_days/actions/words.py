"""The verbs of what a firm says at a service day; the only place that writes it."""

from typing import TypeAlias

from zhuqi.foundation.access import Actor, Person
from zhuqi.foundation.changes import Now, RowChange, RowNoun, alone
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.ledgers.cases.actions import intake
from zhuqi.ledgers.cases.actions.intake import Submission
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.retention.erasure import erase_rows
from zhuqi.ledgers.cases.retention.queries import GONE
from zhuqi.mechanisms.service_days import queries
from zhuqi.mechanisms.service_days.actions.days import DayChange
from zhuqi.mechanisms.service_days.enums import DayVerb, WordRole, WordState, WordVerb
from zhuqi.mechanisms.service_days.lifecycle import WORD, WordFacts
from zhuqi.mechanisms.service_days.models import ServiceWord

WordChange: TypeAlias = RowChange[ServiceWord, WordVerb]
OBJECT, HEAR, CHANNEL = "service_word", "hear", "talks"
V = WordVerb


def facts_of(row: ServiceWord, by: Person) -> WordFacts:
    """What the table decides on."""
    mine = row.service_day.office_id in by.scope.units(*queries.WRITERS)
    return WordFacts(WordState(row.state), standing_as((WordRole.OFFICE, mine)))


WORDS = RowNoun[ServiceWord, WordVerb](
    model=ServiceWord,
    object_type=OBJECT,
    load=alone("service_day_id", "enterprise_id", "state", "case_id"),
    stale="这条发言刚刚有了变化，请看最新情况",
    state_of=lambda row: str(row.get_state_display()),
    table=WORD,
    facts=facts_of,
)


def hear(
    change: DayChange,
    *,
    enterprise: Enterprise,
    topic: str,
    body: str,
    answer: str,
    solved: bool,
) -> ServiceWord:
    """记录发言: what a firm of the office's ledger said on one of the topics, and what it was
    answered; solved on the spot, or still to be settled.

    NotYours for who does not hold the day; NotNow before it is held and after it is ended.
    """
    day = change.row
    change.require(enterprise.office_id == day.office_id, "enterprise", "请选择本级台账的企业")
    change.require(topic in day.topic_lines, "topic", "请选择这次服务日的一个议题")
    change.require(bool(answer.strip()) or not solved, "answer", "当场解决的，请写怎样答复的")
    change.begin(DayVerb.HEAR)
    state = WordState.SOLVED if solved else WordState.OPEN
    row = ServiceWord(service_day=day, enterprise=enterprise, state=state)
    with WORDS.new(row, by=change.by, now=change.now) as word:
        word.write(topic=topic, body=body)
        if answer.strip():
            word.write(answer=answer)
        word.record(HEAR)
    change.record(DayVerb.HEAR.value, {"word": row.pk})
    return row


def settle(change: WordChange, *, answer: str) -> None:
    """当场解决: what the firm was answered."""
    change.write(answer=answer)
    change.step(V.SETTLE)


def keep(change: WordChange, *, reason: str) -> None:
    """仅作记录: the firm does not want a case of it, or it asks for nothing; with the reason."""
    change.write(reason=reason)
    change.step(V.KEEP)


def raise_case(
    change: WordChange,
    *,
    title: str,
    body: str,
    wish: str,
    reporter_name: str,
    reporter_phone: str,
    consent: bool,
) -> Case:
    """转为诉求: what is unsolved goes into the ledger, with the firm's consent.

    All that `intake.register` refuses, and NotValid without the consent.
    """
    change.require(consent, "consent", "企业同意后才能登记为诉求")
    change.begin(V.RAISE)
    said = Submission(title, body, wish, reporter_name, reporter_phone)
    change.row.case = intake.register(
        enterprise=change.row.enterprise, submission=said, channel=CHANNEL, by=change.by,
        now=change.now,
    )  # fmt: skip
    change.record(V.RAISE.value)
    return change.row.case


def erase_about(case_id: int, by: Actor, reason: str, now: Now = None) -> None:
    """What became a case of which no copy may be kept; days and states stay."""
    blank = {"body": GONE, "answer": "", "reason": ""}
    rows = ServiceWord.objects.filter(case=case_id)
    erase_rows(OBJECT, rows, blank, by=by, reason=reason, now=now)
