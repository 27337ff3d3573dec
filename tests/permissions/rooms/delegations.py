"""Standing delegations of offices."""

from collections.abc import Mapping

from tests.permissions.registry import Asked, Found, Room, Row, of, of_case, page
from tests.permissions.town import Town, once
from tests.scenes.life import MONDAY
from zhuqi.mechanisms.supervision.ladder.enums import DelegationState, DelegationVerb
from zhuqi.mechanisms.supervision.ladder.models import Delegation


@once
def given(town: Town) -> Mapping[str, object]:
    """One of the office of each case's ledger, made when the first is asked for."""
    there = dict(Delegation.objects.values_list("office_id", "pk"))
    for case in town.cases.values():
        if case.office_id not in there:
            there[case.office_id] = Delegation.objects.create(
                office=case.office, since=MONDAY.date(), until=MONDAY.date(), signer="陆远",
                state=DelegationState.GIVEN, given_at=MONDAY,
            ).pk  # fmt: skip
    return {whose: there[case.office_id] for whose, case in town.cases.items()}


def _verb(asked: Asked) -> Found:
    return [given(asked.town)[asked.whose], DelegationVerb.REVOKE.value]


ROOM = Room(
    "delegations",
    {
        "desk:ladder": page(),
        "desk:ladder_of_case": of_case(),
        "desk:delegations": page(),
        "desk:delegation_new": page(),
        "desk:delegation": of(given),
        "desk:delegation_verb": Row(_verb),
    },
)
