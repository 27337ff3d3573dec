"""What rooms above find out about a finished case, for figures: looked back at, verified, at fault.

The ledger knows no other room: whoever looks back registers here where its results are read.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zhuqi.foundation.contributions import Registry


class Finding(StrEnum):
    """What was found out."""

    SAMPLED = "sampled"
    """it was drawn for a look-back (抽中)"""
    VERIFIED = "verified"
    """核实: the firm was reached and it is so"""
    NOT_VERIFIED = "not_verified"
    """不实: the firm was reached and it is not so"""
    UNREACHABLE = "unreachable"
    """没有联系上"""
    FAULT = "fault"
    """有责: the unit was heard, and it is its fault"""
    NO_FAULT = "no_fault"
    """无责"""
    CALLED_ANEW = "called_anew"
    """what a call said was noted wrongly; it is made again"""
    DROPPED = "dropped"
    """it is not looked back at after all"""


@dataclass(frozen=True, slots=True)
class Found:
    """One finding about a case, and the event that recorded it."""

    case: int
    event: int
    at: datetime
    finding: Finding


@dataclass(frozen=True, slots=True)
class FindingSource:
    """Where a room's findings are read.

    `object_type`: what its events are about in the log. `read`: all findings about these cases,
    in a fixed number of queries. `cases`: the cases of these objects, for what changed lately.
    """

    object_type: str
    read: Callable[[Collection[int]], Iterable[Found]]
    cases: Callable[[Collection[int]], Iterable[int]]


FINDINGS: Registry[FindingSource] = Registry("source of findings about cases")
