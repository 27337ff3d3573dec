"""The ledger's tables, one file a noun."""

from zhuqi.ledgers.cases.clocks import FAR
from zhuqi.ledgers.cases.models.assignment import Assignment, Involvement
from zhuqi.ledgers.cases.models.boundary import (
    Allowed,
    Boundary,
    Transfer,
    TransferSeries,
    allows,
    forbidden,
)
from zhuqi.ledgers.cases.models.case import Case, CaseSeries
from zhuqi.ledgers.cases.models.channel import Channel, ForeignNumber
from zhuqi.ledgers.cases.models.clock import Clock
from zhuqi.ledgers.cases.models.escalation import Escalation
from zhuqi.ledgers.cases.models.extension import Extension
from zhuqi.ledgers.cases.models.fact import CaseFact
from zhuqi.ledgers.cases.models.handover import HandOver, HandOverLine
from zhuqi.ledgers.cases.models.instruction import Instruction
from zhuqi.ledgers.cases.models.objection import Objection
from zhuqi.ledgers.cases.models.papers import Answer, Entry, Note, Rating
from zhuqi.ledgers.cases.models.pausing import Pausing
from zhuqi.ledgers.cases.models.scheme import LedgerScheme, Scheme, SchemeRule, SchemeVersion
from zhuqi.ledgers.cases.models.secrecy import Disclosure, Recusal, RecusalKind
from zhuqi.ledgers.cases.models.signing import (
    Draft,
    OfficeSigning,
    SigningRule,
    SigningScheme,
    SigningVersion,
)
from zhuqi.ledgers.cases.models.topic import Topic

__all__ = [
    "FAR",
    "Allowed",
    "Answer",
    "Assignment",
    "Boundary",
    "Case",
    "CaseFact",
    "CaseSeries",
    "Channel",
    "Clock",
    "Disclosure",
    "Draft",
    "Entry",
    "Escalation",
    "Extension",
    "ForeignNumber",
    "HandOver",
    "HandOverLine",
    "Instruction",
    "Involvement",
    "LedgerScheme",
    "Note",
    "Objection",
    "OfficeSigning",
    "Pausing",
    "Rating",
    "Recusal",
    "RecusalKind",
    "Scheme",
    "SchemeRule",
    "SchemeVersion",
    "SigningRule",
    "SigningScheme",
    "SigningVersion",
    "Topic",
    "Transfer",
    "TransferSeries",
    "allows",
    "forbidden",
]
