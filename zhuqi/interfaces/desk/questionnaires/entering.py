"""Who comes in to questionnaires and replies; what they find there is each query's matter."""

from zhuqi.foundation.access import Scope
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.mechanisms.questionnaires import queries


def reads_questionnaires(scope: Scope) -> bool:
    """Offices, leaders and inspectors."""
    return scope.holds(*OFFICE_READERS)


def drafts_questionnaires(scope: Scope) -> bool:
    """Whoever receives or reviews in an office."""
    return scope.holds(*queries.WRITERS)


def reads_replies(scope: Scope) -> bool:
    """The same, and whoever looks after firms."""
    return reads_questionnaires(scope) or bool(scope.liaised)
