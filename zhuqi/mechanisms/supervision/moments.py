"""Sheets on the timeline of their case, and what can be written there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from zhuqi.foundation.access import ActorKind, Person
from zhuqi.foundation.audit.models import Event
from zhuqi.ledgers.cases.contributions import OtherMoment, OtherOffer
from zhuqi.ledgers.cases.enums import WITH_UNIT_STATES
from zhuqi.ledgers.cases.models import Allowed, Case, forbidden
from zhuqi.ledgers.cases.reading.moments import Signature
from zhuqi.mechanisms.supervision import queries
from zhuqi.mechanisms.supervision.actions import DRAFT
from zhuqi.mechanisms.supervision.enums import OBJECT, SheetVerb
from zhuqi.mechanisms.supervision.models import SupervisionSheet

WRITE = f"{OBJECT}.write"
# What reads of itself at each step; drafts are the office's own.
_TEXTS = {
    DRAFT: "text",
    SheetVerb.ISSUE: "text",
    SheetVerb.REPLY: "reply",
    SheetVerb.WITHDRAW: "reason",
}
# The firm reads none of it.
KINDS = dict.fromkeys((f"{OBJECT}.{word}" for word in (DRAFT, *SheetVerb)), False)


@dataclass(frozen=True, slots=True)
class OfSheet:
    """What a moment is about: the sheet, and which of its verbs."""

    sheet: SupervisionSheet
    word: str


def moments(case: Case, person: Person, _now: datetime) -> Iterator[OtherMoment]:
    """What was done with the sheets about a case that the person sees."""
    rows = queries.sheets(person.scope).filter(case=case.pk)
    seen = {sheet.pk: sheet for sheet in rows.select_related("ladder_step__delegation")}
    if not seen:
        return
    events = Event.objects.filter(object_type=OBJECT, object_id__in=seen)
    for event in events.order_by("occurred_at", "pk"):
        sheet, word = seen[event.object_id], event.kind.rpartition(".")[2]
        if word == DRAFT and sheet.number:
            continue
        by = Signature(ActorKind(event.actor_kind), event.actor_id, event.actor_unit, event.who)
        text = getattr(sheet, _TEXTS[word]) if word in _TEXTS else ""
        yield OtherMoment(
            event.kind, event.occurred_at, by, text=text, details=OfSheet(sheet, word)
        )


def offers(case: Case, person: Person, _now: datetime) -> Iterator[OtherOffer]:
    """Whoever may write about it is offered to, or told why the case may never be urged."""
    writers = person.scope.units(*queries.WRITERS)
    if case.office_id in writers and case.state in WITH_UNIT_STATES:
        yield OtherOffer(WRITE, reason=forbidden(case, Allowed.URGE))
