"""The ledger's tables, one file a noun."""

from zhuqi.ledgers.cases.models.assignment import Assignment, Involvement
from zhuqi.ledgers.cases.models.case import FAR, Case, CaseSeries
from zhuqi.ledgers.cases.models.clock import Clock
from zhuqi.ledgers.cases.models.papers import Answer, Entry, Note, Rating
from zhuqi.ledgers.cases.models.scheme import LedgerScheme, Scheme, SchemeRule, SchemeVersion

__all__ = [
    "FAR",
    "Answer",
    "Assignment",
    "Case",
    "CaseSeries",
    "Clock",
    "Entry",
    "Involvement",
    "LedgerScheme",
    "Note",
    "Rating",
    "Scheme",
    "SchemeRule",
    "SchemeVersion",
]
