"""What of items and decisions is searched: of a confidential case only by its own office."""

from django.db.models import Q

from zhuqi.foundation.access import Scope
from zhuqi.foundation.search.columns import Columns
from zhuqi.foundation.search.declared import Searched, Text
from zhuqi.foundation.search.queries import Reading
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.mechanisms.meetings.models import Decision, Item, Progress

TITLES, WORDS, DECIDED = "na", "nb", "nc"
ITEM_TEXTS = Searched(
    "meeting_item",
    Item,
    (Text(TITLES, ("title",), heading=True), Text(WORDS, ("text", "reason"))),
)
DECISION_TEXTS = Searched(
    "decision",
    Decision,
    (Text(DECIDED, ("text", "result", "reason"), heading=True),),
    beside={"decision_say": Columns(Progress, {DECIDED: ("text",)}, "decision_id")},
)


def _known(scope: Scope) -> Q:
    """Rows about no case, or one whose firm is no secret to the reader."""
    own = Q(case__office__in=sorted(scope.units(*OFFICE_READERS)))
    told = Q(case__sealed=False) & (Q(case__confidential=False) | own)
    return Q(case__isnull=True) | told


def item_readings(scope: Scope) -> list[Reading]:
    """What the person may read of the items they see."""
    known = _known(scope)
    return [Reading(TITLES, known, heading=True), Reading(WORDS, known)]


def decision_readings(scope: Scope) -> list[Reading]:
    """What the person may read of the decisions they see."""
    return [Reading(DECIDED, _known(scope), heading=True)]
