"""共性问题: topics of an office, and cases put into them and taken out again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import NotValid, Person, Role
from zhuqi.foundation.changes import Aggregate, Change, Noun, opened, save
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.lifecycle import Offer
from zhuqi.foundation.reference_tables.rows import store_row
from zhuqi.foundation.reference_tables.text import tidy
from zhuqi.ledgers.cases.actions.work import CaseChange, required
from zhuqi.ledgers.cases.enums import CaseRole, Nature, State, TopicState, TopicVerb, Verb
from zhuqi.ledgers.cases.lifecycle import CASE, MAY_BE_COMMON, TOPIC, TopicFacts
from zhuqi.ledgers.cases.models import Case, Topic

OBJECT = "topic"
TITLE_LIMIT, TEXT_LIMIT = 60, 5000
_TAKEN = "本级台账已有同名的共性问题"


@dataclass(slots=True)
class TopicAggregate(Aggregate[Topic]):
    """A topic by itself: its cases are aggregates of their own."""

    logged_fields: ClassVar[tuple[str, ...]] = ("title", "summary")
    version_field: ClassVar[str] = ""

    topic: Topic

    @property
    def row(self) -> Topic:
        """The topic itself."""
        return self.topic


def _write(aggregates: Sequence[TopicAggregate]) -> None:
    for aggregate in aggregates:
        if aggregate.logged:
            store_row(aggregate.topic, taken=_TAKEN)


TOPICS = Noun(
    model=Topic,
    object_type=OBJECT,
    load=lambda rows: [TopicAggregate(row) for row in rows],
    write=_write,
    stale="这个共性问题刚刚被其他人更新过，请核对后再提交",
)


@contextmanager
def _opened(
    topic: Topic, by: Person, now: datetime | None = None
) -> Iterator[Change[TopicAggregate]]:
    with opened(TOPICS, topic.pk) as (aggregate, _beside):
        _refuse_others(aggregate.topic.office_id, by)
        yield Change(aggregate, by, now or timezone.now())


_ROLES = {
    Role.REGISTRAR: CaseRole.REGISTRAR,
    Role.REVIEWER: CaseRole.REVIEWER,
    Role.SIGNER: CaseRole.SIGNER,
}


def _facts(office_id: int, state: TopicState, by: Person) -> TopicFacts:
    return TopicFacts(
        state, frozenset(_ROLES[role] for role in _ROLES if (role, office_id) in by.scope.posts)
    )


def may_keep(topic_office_id: int, by: Person) -> bool:
    """True for those who open, change and fill topics: the office's registrars and reviewers."""
    roles = _facts(topic_office_id, TopicState.OPEN, by).roles
    return TopicVerb.CHANGE in TOPIC.verbs_of(roles)


def offers(topic: Topic, by: Person) -> Iterator[Offer[TopicVerb]]:
    """What the person could ever do to it, with what stands in the way now."""
    return TOPIC.offers(_facts(topic.office_id, topic.state, by))


def _refuse_others(office_id: int, by: Person) -> None:
    TOPIC.rows_for(_facts(office_id, TopicState.OPEN, by), TopicVerb.CHANGE)


def open_topic(
    *, office: Unit, title: str, summary: str = "", by: Person, now: datetime | None = None
) -> Topic:
    """A new topic of the office. NotValid for a title it has already.

    NotYours for who may not keep the office's topics (`may_keep`).
    """
    _refuse_others(office.pk, by)
    errors: dict[str, str] = {}
    title = required(errors, "title", title, "共性问题", TITLE_LIMIT)
    summary = _summary(errors, summary)
    if errors:
        raise NotValid(errors)
    at = now or timezone.now()
    row = Topic(office=office, title=title, summary=summary, opened_at=at, opened_by=by.actor.name)
    change = Change(TopicAggregate(row), by, at)
    change.log("topic.added", data={"office": office.pk})
    with transaction.atomic():
        save(TOPICS, [change.aggregate])
    return row


def _summary(errors: dict[str, str], text: str) -> str:
    text = text.replace("\x00", "").strip()
    if len(text) > TEXT_LIMIT:
        errors["summary"] = f"情况最多 {TEXT_LIMIT} 字"
    return text


def change_topic(*, topic: Topic, title: str, summary: str, by: Person) -> Topic:
    """Change what differs. NotValid for a title the office has already.

    NotYours for who may not keep the office's topics (`may_keep`).
    """
    with _opened(topic, by) as change:
        errors: dict[str, str] = {}
        title = required(errors, "title", title, "共性问题", TITLE_LIMIT)
        summary = _summary(errors, summary)
        if errors:
            raise NotValid(errors)
        row = change.aggregate.topic
        if (title, summary) != (row.title, row.summary):
            row.title, row.summary = title, summary
            change.log("topic.changed")
    return row


def close_topic(*, topic: Topic, outcome: str, by: Person, now: datetime | None = None) -> Topic:
    """What came of it is written down; cases in it go on, none is added. NotNow if closed.

    NotYours for who may not keep the office's topics (`may_keep`); NotValid for an outcome missing
    or too long.
    """
    with _opened(topic, by, now) as change:
        errors: dict[str, str] = {}
        outcome = required(errors, "outcome", outcome, "研究结果", TEXT_LIMIT)
        if errors:
            raise NotValid(errors)
        row = change.aggregate.topic
        TOPIC.decide(_facts(row.office_id, row.state, by), TopicVerb.CLOSE)
        row.closed_at, row.closed_by, row.outcome = change.now, by.actor.name, outcome
        change.log("topic.closed", data={"outcome": outcome})
    return row


def reopen_topic(*, topic: Topic, reason: str, by: Person) -> Topic:
    """Into study again. NotNow if it is open.

    NotYours for who may not keep the office's topics (`may_keep`); NotValid for a reason missing or
    too long.
    """
    with _opened(topic, by) as change:
        errors: dict[str, str] = {}
        reason = required(errors, "reason", reason, "重新研究的原因", TEXT_LIMIT)
        if errors:
            raise NotValid(errors)
        row = change.aggregate.topic
        TOPIC.decide(_facts(row.office_id, row.state, by), TopicVerb.REOPEN)
        row.closed_at, row.closed_by = None, ""
        change.log("topic.reopened", data={"changes": {}, "reason": tidy(reason)})
    return row


def against_bundling(case: Case, topic: Topic) -> str:
    """Why a case can't be put into a topic; nothing if it can. For lists, before it is tried."""
    if case.topic_id == topic.pk:
        return "已在本题"
    if case.topic_id is not None:
        return "已归入另一个共性问题"
    if case.office_id != topic.office_id:
        return "不在本级台账"
    if case.historical:
        return "历史导入"
    if case.state not in MAY_BE_COMMON:
        return CASE.what_first(State(case.state), Verb.BUNDLE)
    return ""


def bundle(change: CaseChange, *, topic: Topic | None) -> None:
    """归入共性问题: the firm is told its title, nothing of others. The case goes on by itself."""
    errors: dict[str, str] = {}
    if topic is None or topic.office_id != change.case.office_id:
        errors["topic"] = "请选择本级台账的共性问题"
    elif not topic.open:
        errors["topic"] = f"“{topic}”已经结束，不能再归入"
    step = change.begin(Verb.BUNDLE, errors)
    if topic is None:
        return
    case = change.case
    case.topic, case.nature_before, case.nature = topic, case.nature, Nature.COMMON
    change.happen(step, Verb.BUNDLE, data={"topic": topic.pk, "title": topic.title})


def unbundle(change: CaseChange, *, reason: str) -> None:
    """移出共性问题: its nature is again what it was."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "移出的原因", 1000)
    step = change.begin(Verb.UNBUNDLE, errors)
    case = change.case
    before = case.nature_before or (Nature.INDIVIDUAL if case.accepted_at else "")
    case.topic, case.nature, case.nature_before = None, before, ""
    change.happen(step, Verb.UNBUNDLE, data={"reason": reason})
