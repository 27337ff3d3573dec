"""The ledger's tables, one file a noun."""

from zhuqi.ledgers.cases.approval_schemes.models import (
    ApprovalRule,
    ApprovalScheme,
    ApprovalVersion,
    Draft,
    OfficeApproval,
)
from zhuqi.ledgers.cases.channels.models import Channel, ForeignNumber
from zhuqi.ledgers.cases.clocks import FAR
from zhuqi.ledgers.cases.deadline_schemes.models import (
    LedgerScheme,
    Scheme,
    SchemeRule,
    SchemeVersion,
)
from zhuqi.ledgers.cases.handover.models import HandOver, HandOverLine
from zhuqi.ledgers.cases.instructions.models import Instruction
from zhuqi.ledgers.cases.levels.models import Escalation
from zhuqi.ledgers.cases.models.case import Case, CaseSeries
from zhuqi.ledgers.cases.models.clock import Clock
from zhuqi.ledgers.cases.models.fact import CaseFact
from zhuqi.ledgers.cases.models.papers import Answer, Entry, Note, Rating
from zhuqi.ledgers.cases.requests.models.extension import Extension
from zhuqi.ledgers.cases.requests.models.objection import Objection
from zhuqi.ledgers.cases.requests.models.pause import Pausing
from zhuqi.ledgers.cases.secrecy.models import Cover, Disclosure, KnownAs, Recusal, RecusalKind
from zhuqi.ledgers.cases.sheets.models import Assignment, Involvement
from zhuqi.ledgers.cases.topics.models import Topic
from zhuqi.ledgers.cases.transfers.models import (
    Allowed,
    Boundary,
    Transfer,
    allows,
    forbidden,
)

__all__ = [
    "FAR",
    "Allowed",
    "Answer",
    "ApprovalRule",
    "ApprovalScheme",
    "ApprovalVersion",
    "Assignment",
    "Boundary",
    "Case",
    "CaseFact",
    "CaseSeries",
    "Channel",
    "Clock",
    "Cover",
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
    "KnownAs",
    "LedgerScheme",
    "Note",
    "Objection",
    "OfficeApproval",
    "Pausing",
    "Rating",
    "Recusal",
    "RecusalKind",
    "Scheme",
    "SchemeRule",
    "SchemeVersion",
    "Topic",
    "Transfer",
    "allows",
    "forbidden",
]
