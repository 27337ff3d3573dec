"""Who comes in; what they find there is each query's matter."""

from zhuqi.foundation.access import Scope
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.mechanisms.sister_offices import queries


def reads_sisters(scope: Scope) -> bool:
    """Whoever reads an office's ledger."""
    return scope.holds(*OFFICE_READERS)


def works_with_sisters(scope: Scope) -> bool:
    """Whoever receives or reviews in an office."""
    return scope.holds(*queries.WRITERS)


def makes_alliances(scope: Scope) -> bool:
    """Whoever reviews or signs in an office."""
    return scope.holds(*queries.DECIDERS)
