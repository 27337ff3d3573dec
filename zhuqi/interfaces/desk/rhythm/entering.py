"""Who comes in to rhythms and to what people were told."""

from zhuqi.foundation.access import Scope
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.mechanisms.rhythm import queries


def reads_rhythms(scope: Scope) -> bool:
    """Offices, leaders and inspectors."""
    return scope.holds(*OFFICE_READERS)


def plans_rhythms(scope: Scope) -> bool:
    """Whoever receives or reviews in an office."""
    return scope.holds(*queries.WRITERS)


def is_told(_scope: Scope) -> bool:
    """Every official has what they were told themselves."""
    return True
