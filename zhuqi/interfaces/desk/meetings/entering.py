"""Who comes in to meetings; what they find there is each query's matter."""

from zhuqi.foundation.access import Scope
from zhuqi.ledgers.cases.models.case import READING_ROLES, working_units
from zhuqi.mechanisms.meetings import queries


def reads_meetings(scope: Scope) -> bool:
    """Offices, units, leaders and inspectors."""
    return scope.holds(*READING_ROLES)


def runs_meetings(scope: Scope) -> bool:
    """Whoever receives or reviews in an office."""
    return scope.holds(*queries.WRITERS)


def puts_items(scope: Scope) -> bool:
    """Offices, and units: their bodies say whether they may."""
    return bool(working_units(scope))
