"""What speaks against assigning a case now: rooms above the ledger say so, each for itself.

Asked at one place, by the facts a decision is made of (`CaseChange.facts`), so that a page, a
preview of many, the verb itself and programs are told the same.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from zhuqi.foundation.contributions import Registry
from zhuqi.ledgers.cases.models import Case


class Against(Protocol):
    """What one room knows, asked of cases that could be assigned otherwise.

    By id, of those of these cases against which something speaks, what it is, in words for the
    office; in a fixed number of queries. `hold`: lock what keeps that true until the transaction
    ends, ahead of looking; asked with the cases locked, so no other case may be locked for it.
    """

    def __call__(self, cases: Sequence[Case], *, hold: bool) -> Mapping[int, str]:
        """The reasons."""


AGAINST_ASSIGNING: Registry[Against] = Registry("reason against assigning")


def against_assigning(cases: Sequence[Case], *, hold: bool = False) -> dict[int, str]:
    """The first reason of each case that has one, by id.

    Of cases that are not stored yet nobody can know anything.
    """
    known = [case for case in cases if case.pk]
    found: dict[int, str] = {}
    for reasons in AGAINST_ASSIGNING if known else ():
        found = {**reasons(known, hold=hold), **found}
    return found
