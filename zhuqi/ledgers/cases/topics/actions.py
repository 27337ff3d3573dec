"""共性问题: topics of an office, and cases put into them and taken out again."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import NotValid, Person, Role
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.reference_tables.rows import alter, enter, locked, record_changes
from zhuqi.ledgers.cases.actions.work import CaseChange, required
from zhuqi.ledgers.cases.enums import CaseRole, Nature, TopicState, TopicVerb, Verb
from zhuqi.ledgers.cases.lifecycle import MAY_BE_COMMON, TOPIC, TopicFacts
from zhuqi.ledgers.cases.models import Case, Topic

OBJECT = "topic"
FIELDS = ("office", "title", "summary")
TITLE_LIMIT, TEXT_LIMIT = 60, 5000
_TAKEN = "本级台账已有同名的共性问题"


_HATS = {
    Role.REGISTRAR: CaseRole.REGISTRAR,
    Role.REVIEWER: CaseRole.REVIEWER,
    Role.SIGNER: CaseRole.SIGNER,
}


def _facts(office_id: int, state: TopicState, by: Person) -> TopicFacts:
    return TopicFacts(
        state, frozenset(_HATS[role] for role in _HATS if (role, office_id) in by.scope.posts)
    )


def may_keep(topic_office_id: int, by: Person) -> bool:
    """True for those who open, change and fill topics: the office's registrars and reviewers."""
    roles = _facts(topic_office_id, TopicState.OPEN, by).roles
    return TopicVerb.CHANGE in TOPIC.verbs_of(roles)


def _refuse_others(office_id: int, by: Person) -> None:
    TOPIC.rows_for(_facts(office_id, TopicState.OPEN, by), TopicVerb.CHANGE)


def open_topic(
    *, office: Unit, title: str, summary: str = "", by: Person, now: datetime | None = None
) -> Topic:
    """A new topic of the office. NotValid for a title it has already."""
    _refuse_others(office.pk, by)
    errors: dict[str, str] = {}
    title = required(errors, "title", title, "共性问题", TITLE_LIMIT)
    summary = _summary(errors, summary)
    if errors:
        raise NotValid(errors)
    at = now or timezone.now()
    row = Topic(office=office, title=title, summary=summary, opened_at=at, opened_by=by.actor.name)
    return enter(row, object_type=OBJECT, fields=FIELDS, taken=_TAKEN, by=by.actor, now=now)


def _summary(errors: dict[str, str], text: str) -> str:
    text = text.replace("\x00", "").strip()
    if len(text) > TEXT_LIMIT:
        errors["summary"] = f"情况最多 {TEXT_LIMIT} 字"
    return text


@transaction.atomic
def change_topic(*, topic: Topic, title: str, summary: str, by: Person) -> Topic:
    """Change what differs."""
    row = locked(topic)
    _refuse_others(row.office_id, by)
    errors: dict[str, str] = {}
    wanted = {
        "title": required(errors, "title", title, "共性问题", TITLE_LIMIT),
        "summary": _summary(errors, summary),
    }
    if errors:
        raise NotValid(errors)
    return alter(row, wanted, object_type=OBJECT, taken=_TAKEN, by=by.actor)


@transaction.atomic
def close_topic(*, topic: Topic, outcome: str, by: Person, now: datetime | None = None) -> Topic:
    """What came of it is written down; cases in it go on, none is added. NotNow if closed."""
    row = locked(topic)
    _refuse_others(row.office_id, by)
    errors: dict[str, str] = {}
    outcome = required(errors, "outcome", outcome, "研究结果", TEXT_LIMIT)
    if errors:
        raise NotValid(errors)
    TOPIC.decide(_facts(row.office_id, row.state, by), TopicVerb.CLOSE)
    row.closed_at, row.closed_by, row.outcome = now or timezone.now(), by.actor.name, outcome
    row.save()
    record(
        object_type=OBJECT, object_id=row.pk, kind="topic.closed", by=by.actor,
        data={"outcome": outcome}, now=now,
    )  # fmt: skip
    return row


@transaction.atomic
def reopen_topic(*, topic: Topic, reason: str, by: Person) -> Topic:
    """Into study again. NotNow if it is open."""
    row = locked(topic)
    _refuse_others(row.office_id, by)
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "重新研究的原因", TEXT_LIMIT)
    if errors:
        raise NotValid(errors)
    TOPIC.decide(_facts(row.office_id, row.state, by), TopicVerb.REOPEN)
    row.closed_at, row.closed_by = None, ""
    row.save()
    record_changes(row, {}, object_type=OBJECT, kind="reopened", by=by.actor, reason=reason)
    return row


def against_bundling(case: Case, topic: Topic) -> str:
    """Why a case can't be put into a topic; nothing if it can. For lists, before it is tried."""
    if case.topic_id == topic.pk:
        return "已在本题"
    if case.topic_id is not None:
        return "已归入另一个共性问题"
    if case.office_id != topic.office_id:
        return "不在本级台账"
    if case.historical or case.state not in MAY_BE_COMMON:
        return f"当前状态为“{case.get_state_display()}”" if not case.historical else "历史导入"
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
