"""Look-backs on the timeline of their case."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from zhuqi.foundation.access import ActorKind, Person
from zhuqi.foundation.audit.models import Event
from zhuqi.ledgers.cases.contributions import OtherMoment
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.reading.moments import Signature
from zhuqi.mechanisms.lookback import queries
from zhuqi.mechanisms.lookback.actions.noun import DRAWN, OBJECT
from zhuqi.mechanisms.lookback.enums import LookBackVerb
from zhuqi.mechanisms.lookback.models import LookBack

V = LookBackVerb
# What reads of itself at each step.
_TEXTS = {
    V.VERIFY: "said", V.DOUBT: "said", V.STATE: "statement", V.FIND_FAULT: "finding",
    V.FIND_NO_FAULT: "finding",
}  # fmt: skip
# The firm reads of the call it was on, and what it said there. That it was drawn, what the unit
# says to it and what is found of the unit are not its matter; that it is taken up again its case
# says itself.
_TO_FIRM = frozenset({V.VERIFY, V.DOUBT})
KINDS = {f"{OBJECT}.{DRAWN}": False} | {f"{OBJECT}.{verb}": verb in _TO_FIRM for verb in V}


@dataclass(frozen=True, slots=True)
class OfLookBack:
    """What a moment is about: whose draw, which unit, and which of its verbs."""

    pk: int
    office: str
    unit: str
    word: str


def _was_never_completed(case: Case) -> bool:
    """True where no look-back can have been drawn, and nothing need be asked."""
    return case.completed_at is None and case.round <= 1 and not case.origin_office_id


def moments(case: Case, person: Person, _now: datetime) -> Iterator[OtherMoment]:
    """What was done with the look-backs at a case that the person sees; to the firm of the case
    (or its chamber), its calls."""
    if case.historical or _was_never_completed(case):
        return
    outside = person.actor.kind is ActorKind.FIRM
    every = LookBack.objects.all() if outside else queries.look_backs(person.scope)
    rows = every.filter(case=case.pk)
    seen = {row.pk: row for row in rows.select_related("office", "unit")}
    if not seen:
        return
    events = Event.objects.filter(object_type=OBJECT, object_id__in=seen)
    last = {(one.object_id, one.kind): one.pk for one in events.order_by("pk")}
    for event in events.order_by("occurred_at", "pk"):
        row, word = seen[event.object_id], event.kind.rpartition(".")[2]
        about = OfLookBack(row.pk, str(row.office), str(row.unit), word)
        by = Signature(ActorKind(event.actor_kind), event.actor_id, event.actor_unit, event.who)
        # A call noted anew has the words of the last one only.
        current = last[event.object_id, event.kind] == event.pk
        text = getattr(row, _TEXTS[V(word)]) if word in _TEXTS and current else ""
        yield OtherMoment(event.kind, event.occurred_at, by, text=text, details=about)
