"""Who comes in to batches and the roll; what they find there is each query's matter."""

from zhuqi.foundation.access import Scope
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.mechanisms.adjustments import queries


def reads_adjustments(scope: Scope) -> bool:
    """Offices, leaders and inspectors."""
    return scope.holds(*OFFICE_READERS)


def drafts_adjustments(scope: Scope) -> bool:
    """Whoever receives or reviews in an office."""
    return scope.holds(*queries.WRITERS)
