"""Who has to sign an answer: pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from zhuqi.foundation.access import Role
from zhuqi.ledgers.cases.enums import Rank

ORDER = (Rank.DEPUTY, Rank.HEAD)
RANK_OF_ROLE = {Role.UNIT_DEPUTY: Rank.DEPUTY, Role.UNIT_HEAD: Rank.HEAD}


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """One row of a scheme; empty tier or disposition: any."""

    rank: Rank
    tier: str = ""
    disposition: str = ""


def needed_rank(rows: Iterable[ApprovalRow], *, tier: str, disposition: str) -> Rank | None:
    """The lowest rank that may sign, by the most specific row: both, then the disposition, then
    the tier, then any. None where the office has adopted no scheme."""
    best: tuple[int, Rank] | None = None
    for row in rows:
        if row.tier not in {"", tier} or row.disposition not in {"", disposition}:
            continue
        weight = 2 * bool(row.disposition) + bool(row.tier)
        if best is None or weight > best[0]:
            best = (weight, row.rank)
    return best[1] if best else None


def may_sign(held: Rank | None, needed: Rank) -> bool:
    """A higher rank signs for a lower one, never the other way round."""
    return held is not None and ORDER.index(held) >= ORDER.index(needed)


def rank_in(roles: Iterable[Role]) -> Rank | None:
    """The highest rank among roles held in a unit."""
    held = [RANK_OF_ROLE[role] for role in roles if role in RANK_OF_ROLE]
    return max(held, key=ORDER.index, default=None)
