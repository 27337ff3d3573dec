"""Decisions and replies on the timeline of their case, and what can be put to a body there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from zhuqi.foundation.access import ActorKind, Person, Role
from zhuqi.ledgers.cases.contributions import OtherMoment, OtherOffer
from zhuqi.ledgers.cases.enums import OPEN_STATES
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.reading.moments import Signature
from zhuqi.mechanisms.meetings import queries
from zhuqi.mechanisms.meetings.enums import DecisionKind, DecisionState
from zhuqi.mechanisms.meetings.models import Decision, Reply

DECIDED, REPLIED, PUT = "meeting_decision", "meeting_reply", "meeting_item.put"
# The firm reads what was decided, once it is; that it has to wait for the next meeting it is not
# told.
KINDS = {f"{DECIDED}.{kind}": kind != DecisionKind.DEFERRED for kind in DecisionKind}
KINDS |= {REPLIED: True}


@dataclass(frozen=True, slots=True)
class OfDecision:
    """What a moment is about."""

    decision: Decision


def moments(case: Case, person: Person, _now: datetime) -> Iterator[OtherMoment]:
    """What meetings decided about a case, and what its firm was answered; to those who follow the
    case from outside too."""
    if case.historical:
        return
    firm = person.actor.kind is ActorKind.FIRM
    outside = firm or case.chamber_id in person.scope.units(Role.CHAMBER)
    every = Decision.objects.select_related("meeting__body__office", "lead")
    rows = every if outside else queries.decisions(person.scope)
    for row in rows.filter(case=case.pk).exclude(state=DecisionState.VOID).order_by("pk"):
        by = Signature(ActorKind.OFFICIAL, 0, str(row.meeting.body.office), "")
        text = row.to_firm if outside else row.text
        kind = f"{DECIDED}.{row.kind}"
        yield OtherMoment(kind, row.decided_at, by, text=text, details=OfDecision(row))
    answers = Reply.objects.filter(case=case.pk).select_related("decision__meeting__body__office")
    for answer in answers.order_by("pk"):
        office = str(answer.decision.meeting.body.office)
        by = Signature(ActorKind.OFFICIAL, 0, office, "")
        about = OfDecision(answer.decision)
        yield OtherMoment(REPLIED, answer.at, by, text=answer.text, details=about)


def offers(case: Case, person: Person, _now: datetime) -> Iterator[OtherOffer]:
    """Whoever runs bodies in the office of an open case is offered to put it to one, unless it is
    beyond a boundary (涉法涉诉 …); nothing is asked of the database for it."""
    ours = case.office_id in person.scope.units(*queries.WRITERS)
    apart = case.sealed or case.historical or case.boundary_id is not None
    if ours and case.state in OPEN_STATES and not apart:
        yield OtherOffer(PUT)
