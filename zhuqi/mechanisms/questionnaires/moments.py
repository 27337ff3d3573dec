"""On the timeline of a case: the questionnaire it came from."""

from collections.abc import Iterator
from datetime import datetime

from zhuqi.foundation.access import ActorKind, Person
from zhuqi.ledgers.cases.contributions import OtherMoment
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.reading.moments import Signature
from zhuqi.mechanisms.questionnaires import queries
from zhuqi.mechanisms.questionnaires.actions.replies import CHANNEL, OBJECT

FROM = f"{OBJECT}.case"
# The firm knows where it said so.
KINDS = {FROM: False}


def moments(case: Case, person: Person, _now: datetime) -> Iterator[OtherMoment]:
    """Where it was said, for who sees the reply too. Of other inlets nothing is asked."""
    if case.channel != CHANNEL:
        return
    answer = queries.about_case(case.pk, person.scope)
    if answer is None:
        return
    reply, user = answer.reply, answer.reply.answered_by
    kind = ActorKind.OFFICIAL if reply.on_behalf else ActorKind.FIRM
    by = Signature(kind, user.pk, "", user.name) if user else Signature()
    yield OtherMoment(FROM, case.submitted_at, by, details=reply)
