"""Who comes in to rosters; what they find there is each query's matter."""

from zhuqi.foundation.access import Scope
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.mechanisms.rosters import queries


def reads_rosters(scope: Scope) -> bool:
    """Offices, leaders and inspectors."""
    return scope.holds(*OFFICE_READERS)


def keeps_rosters(scope: Scope) -> bool:
    """Whoever receives or reviews in an office."""
    return scope.holds(*queries.WRITERS)
