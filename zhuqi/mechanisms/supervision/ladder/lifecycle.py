"""常设授权: given by the office's signer for a time, taken back whenever they like. Pure."""

from dataclasses import dataclass

from zhuqi.foundation.lifecycle import NOTHING, Lifecycle, OwedTable, step
from zhuqi.mechanisms.supervision.ladder.enums import (
    DelegationRole,
    DelegationState,
    DelegationVerb,
)


@dataclass(frozen=True, slots=True)
class DelegationFacts:
    """What a decision about a delegation needs to know."""

    state: DelegationState
    roles: frozenset[DelegationRole]


DELEGATION: Lifecycle[DelegationState, DelegationVerb, DelegationRole, DelegationFacts] = Lifecycle(
    "常设授权",
    (
        step(
            DelegationVerb.REVOKE, DelegationState.GIVEN, DelegationRole.SIGNER,
            to=DelegationState.REVOKED,
        ),
    ),
    begins=(DelegationState.GIVEN,),
)  # fmt: skip
OWED: OwedTable = {
    DELEGATION: {DelegationState.GIVEN: NOTHING, DelegationState.REVOKED: NOTHING},
}
