"""The life of a case and of what belongs to it: one table a noun, the requirements in the rows.

`case.CASE_STEPS` is what the office, the units and the firm may do, put together from each
noun's rows. Sheets, objections, extensions, pauses, instructions, drafts, answers and hand-ups
move along with it, each by its own table; a topic has a life of its own.
`docs/lifecycles.md` draws them all.
"""

from typing import Any

from zhuqi.foundation.lifecycle import Transitions
from zhuqi.ledgers.cases.lifecycle.answer import ANSWER
from zhuqi.ledgers.cases.lifecycle.case import CASE, CASE_STEPS, DONE_WITH
from zhuqi.ledgers.cases.lifecycle.draft import DRAFT
from zhuqi.ledgers.cases.lifecycle.escalation import ESCALATION
from zhuqi.ledgers.cases.lifecycle.extension import EXTENSION
from zhuqi.ledgers.cases.lifecycle.groups import CaseStep
from zhuqi.ledgers.cases.lifecycle.instruction import INSTRUCTION
from zhuqi.ledgers.cases.lifecycle.merging import COMES_BACK
from zhuqi.ledgers.cases.lifecycle.objection import OBJECTION
from zhuqi.ledgers.cases.lifecycle.owed import OWED
from zhuqi.ledgers.cases.lifecycle.pause import PAUSE
from zhuqi.ledgers.cases.lifecycle.sheet import SHEET
from zhuqi.ledgers.cases.lifecycle.topic import MAY_BE_COMMON, TOPIC, TopicFacts

__all__ = [
    "ANSWER",
    "CASE",
    "CASE_STEPS",
    "COMES_BACK",
    "DONE_WITH",
    "DRAFT",
    "ESCALATION",
    "EXTENSION",
    "INSTRUCTION",
    "MAY_BE_COMMON",
    "OBJECTION",
    "OWED",
    "PAUSE",
    "SHEET",
    "TABLES",
    "TOPIC",
    "CaseStep",
    "TopicFacts",
]

TABLES: tuple[Transitions[Any, Any], ...] = (
    *(CASE, SHEET, DRAFT, ANSWER, INSTRUCTION, ESCALATION),
    *(OBJECTION, EXTENSION, PAUSE, TOPIC),
)
