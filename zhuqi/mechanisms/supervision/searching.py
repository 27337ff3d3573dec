"""What of a sheet is searched: numbers by whoever sees it, words by who may know the firm."""

from django.db.models import Q

from zhuqi.foundation.access import Scope
from zhuqi.foundation.search.declared import Searched, Text
from zhuqi.foundation.search.queries import Reading
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.mechanisms.supervision.models import SupervisionSheet

NUMBERS, WORDS, OF_CASE = "sa", "sb", "sc"
SHEET_TEXTS = Searched(
    "supervision",
    SupervisionSheet,
    (
        Text(NUMBERS, ("number",), heading=True),
        Text(OF_CASE, ("case__number",)),
        Text(WORDS, ("text", "reply", "reason")),
    ),
)


def readings(scope: Scope) -> list[Reading]:
    """What the person may read of the sheets they see: of a confidential case's, nothing but
    numbers, unless it is of their own ledger; of a sealed one's, nobody reads words."""
    own = Q(case__office__in=sorted(scope.units(*OFFICE_READERS)))
    known = Q(case__sealed=False) & (Q(case__confidential=False) | own)
    return [Reading(NUMBERS, heading=True), Reading(OF_CASE), Reading(WORDS, known)]
