"""Rounds, the inspection of each unit, and what was found; a file each."""

from zhuqi.mechanisms.inspections.models.findings import Finding, Recheck
from zhuqi.mechanisms.inspections.models.rounds import (
    ChecklistItem,
    InspectionRound,
    TeamMember,
)
from zhuqi.mechanisms.inspections.models.visits import Answer, InspectionVisit

__all__ = [
    "Answer",
    "ChecklistItem",
    "Finding",
    "InspectionRound",
    "InspectionVisit",
    "Recheck",
    "TeamMember",
]
