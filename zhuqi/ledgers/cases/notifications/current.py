"""A notice of a case looked at again: when it leaves the house, and when it is shown."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from zhuqi.foundation.access import Person, Refusal, Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import actor_of, scope_of
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.notices.leaving import Current, Leaving, register
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.notices.recipients import Recipient
from zhuqi.ledgers.cases.actions.store import OBJECT, load
from zhuqi.ledgers.cases.actions.work import CaseChange
from zhuqi.ledgers.cases.enums import VERBS, Verb
from zhuqi.ledgers.cases.models import FAR, Case
from zhuqi.ledgers.cases.notifications.actions import (
    Reminder,
    named_clock,
    reminded,
    running_clocks,
)
from zhuqi.ledgers.cases.notifications.groups import names_for, recipients, told_cases
from zhuqi.ledgers.cases.notifications.texts import NOTIFICATIONS, unnamed, values_of
from zhuqi.ledgers.cases.rules import decide
from zhuqi.ledgers.cases.verbs import END_ALL, ISSUE, Notify, To

NO_LONGER_THEIRS = "收件人已看不到这件诉求，或不再经手"
HIDDEN_TITLE = "有关一件诉求的消息"
NO_LONGER_SHOWN = "（您已看不到这件诉求，内容不再显示）"
# A sheet is no longer with the unit that was named: nobody is told any more that it went there.
_TAKEN_BACK = frozenset({Verb.RECALL, Verb.REASSIGN, Verb.CONSULT})


def recheck(leaving: Leaving) -> Current:
    """Whether a notice of a case is still so for whoever is told, and what it says now."""
    if "clock" in leaving.about:
        return _of_clock(leaving)
    event = Event.objects.filter(pk=int(leaving.about["event"])).first()
    if event is None:
        return Current("诉求已不在")
    case = told_cases([event.object_id])[event.object_id]
    verb, to = Verb(event.kind), To(leaving.about["to"])
    line = next((one for one in NOTIFICATIONS.get(verb, ()) if one.to == to), None)
    if line is None or not line.when(case):
        return Current("情况已变")
    later = list(
        Event.objects.filter(object_type=OBJECT, object_id=case.pk, seq__gt=event.seq).order_by(
            "seq"
        )
    )
    if overtaken := _overtaken(verb, line, later):
        return Current(overtaken)
    told = _still_told(leaving, recipients(case, to, event))
    due = case.due_at if case.due_at < FAR else None
    state = _worded(leaving, case, told, due)
    if state.why_not or not line.asks or told is None:
        return state
    return state if _can_do(case, told.user, line, leaving.now) else Current("要办的已经办了")


def _of_clock(leaving: Leaving) -> Current:
    found = running_clocks([Reminder.of(leaving.about)], leaving.now)
    if not found:
        return Current("已办结或时限已变")
    [(reminder, clock)] = found
    case = told_cases([clock.case_id])[clock.case_id]
    told = _still_told(leaving, reminded(case, clock, reminder.level))
    return _worded(leaving, case, told, clock.due_at, named_clock(clock))


def _still_told(leaving: Leaving, group: Sequence[Recipient]) -> Recipient | None:
    """The person told, or whoever of the unit is; None where it is nobody any more."""
    for one in group:
        if leaving.user is None:
            if one.unit == leaving.unit:
                return one
        elif one.user.pk == leaving.user.pk:
            return one
    return None


def _worded(
    leaving: Leaving,
    case: Case,
    told: Recipient | None,
    due: datetime | None,
    extra: Mapping[str, str] | None = None,
) -> Current:
    [names] = names_for([(case, [told.user] if told else [])])
    if told is None or told.user.pk not in names:
        return Current(NO_LONGER_THEIRS)
    named = unnamed(case) if leaving.user is None else names[told.user.pk]
    return Current(values={**values_of(case, named, due), **(extra or {})})


def _overtaken(verb: Verb, line: Notify, later: Sequence[Event]) -> str:
    """What happened since that makes it pointless, by its name; "" where nothing did."""
    for event in later:
        if event.kind not in VERBS:
            continue
        then = Verb(event.kind)
        if then in END_ALL:
            return f"其后已“{then.label}”"
        if verb in ISSUE and then in _TAKEN_BACK and line.to != To.NAMED:
            return f"其后已“{then.label}”"
    return ""


def _can_do(case: Case, user: User, line: Notify, now: datetime) -> bool:
    """True if the person can do one of the things they are asked for."""
    person = Person(actor_of(user, now), scope_of(user, now))
    [aggregate] = load([case])
    facts = CaseChange(aggregate, person, now).facts
    for verb in line.asks:
        try:
            decide(facts, verb)
        except Refusal:
            continue
        return True
    return False


def shows(scope: Scope, messages: Sequence[Message]) -> dict[int, tuple[str, str]]:
    """Messages on cases as they may be read today: without the firm where it has been hidden
    since, with nothing at all where the case is no longer the person's to see."""
    numbers = {row.object_ref for row in messages}
    seen = {case.number: case for case in Case.objects.visible_to(scope).filter(number__in=numbers)}
    stored = Case.objects.filter(number__in=numbers - seen.keys()).order_by()
    unseen = set(stored.values_list("number", flat=True)) if numbers - seen.keys() else set()
    found: dict[int, tuple[str, str]] = {}
    for row in messages:
        case = seen.get(row.object_ref)
        if case is None and row.object_ref not in unseen:
            continue
        if case is None:
            # A title may have been worded with the firm in it, or say whose case it is.
            found[row.pk] = (HIDDEN_TITLE, NO_LONGER_SHOWN)
        elif case.redaction is not None:
            hidden = case.redaction
            body = NO_LONGER_SHOWN if hidden.shut else hidden.over(row.body)
            found[row.pk] = (hidden.over(row.title) or HIDDEN_TITLE, body)
    return found


register(OBJECT, recheck, shows)
