"""What speaks against assigning a case now: rooms above the ledger say so, each for itself.

Asked at one place, by the facts a decision is made of (`CaseChange.facts`), so that a page, a
preview of many, the verb itself and programs are told the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from zhuqi.foundation.contributions import Registry
from zhuqi.ledgers.cases.models import Case


@dataclass(frozen=True, slots=True)
class AgainstAssigning:
    """What one room knows. Both are asked of cases that could be assigned otherwise.

    `reasons`: by id, of those of these cases against which something speaks, what it is, in words
    for the office; in a fixed number of queries. `hold`: lock what keeps that true until the
    transaction ends; called with the case locked, so it must lock no other case.
    """

    reasons: Callable[[Sequence[Case]], Mapping[int, str]]
    hold: Callable[[Case], None]


AGAINST_ASSIGNING: Registry[AgainstAssigning] = Registry("reason against assigning")


def against_assigning(cases: Sequence[Case]) -> dict[int, str]:
    """The first reason of each case that has one, by id.

    Of cases that are not stored yet nobody can know anything.
    """
    known = [case for case in cases if case.pk]
    found: dict[int, str] = {}
    for room in AGAINST_ASSIGNING if known else ():
        found = {**room.reasons(known), **found}
    return found


def hold_assigning(case: Case) -> None:
    """Nothing may come to speak against it until the transaction ends."""
    for room in AGAINST_ASSIGNING if case.pk else ():
        room.hold(case)
