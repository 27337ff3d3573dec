"""Who comes in to rounds, inspections and findings; what they find there is each query's matter."""

from zhuqi.foundation.access import Scope
from zhuqi.ledgers.cases.models.case import OFFICE_READERS, READING_ROLES
from zhuqi.mechanisms.inspections import queries


def reads_inspections(scope: Scope) -> bool:
    """Offices, units (who may be called into a team), leaders and inspectors."""
    return scope.holds(*READING_ROLES)


def follows_rounds(scope: Scope) -> bool:
    """Offices, leaders and inspectors; of units, those in a team come from what waits for them."""
    return scope.holds(*OFFICE_READERS)


def plans_rounds(scope: Scope) -> bool:
    """Whoever receives or reviews in an office."""
    return scope.holds(*queries.WRITERS)
