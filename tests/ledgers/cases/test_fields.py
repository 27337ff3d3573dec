"""What each case role opens inside a case one sees, as an auditor would write it down."""

from collections.abc import Set as AbstractSet

import pytest

from zhuqi.ledgers.cases.enums import CaseRole
from zhuqi.ledgers.cases.reading.fields import Field, outside, visible_fields

F = Field
WORK = {F.PHONES, F.OPINIONS, F.ANSWERS_IN_REVIEW, F.NOTES, F.FILES_INSIDE}
OPENED: dict[CaseRole, AbstractSet[Field]] = {
    **dict.fromkeys((CaseRole.REGISTRAR, CaseRole.REVIEWER, CaseRole.SIGNER), WORK | {F.RECUSALS}),
    **dict.fromkeys((CaseRole.LEAD, CaseRole.HEAD), WORK | {F.DRAFTS}),
    # Helpers do not read what the lead has answered before the office has let it through.
    **dict.fromkeys((CaseRole.CO, CaseRole.PART, CaseRole.SUB), WORK - {F.ANSWERS_IN_REVIEW}),
    **dict.fromkeys((CaseRole.ORIGIN, CaseRole.SUPERIOR), WORK),
    CaseRole.PARTY: {F.OPINIONS},
    CaseRole.LIAISON: {F.PHONES, F.NOTES},
    **dict.fromkeys(
        (CaseRole.LEADER, CaseRole.INSPECTOR, CaseRole.READER),
        frozenset({F.OPINIONS, F.ANSWERS_IN_REVIEW, F.FILES_INSIDE, F.RECUSALS}),
    ),
    CaseRole.FIRM: {F.PHONES},
    CaseRole.CHAMBER: {F.PHONES},
    CaseRole.SYSTEM: set(),
}
# Of a confidential case these know whose it is; everyone else only where the office told them.
KNOWING = {
    CaseRole.REGISTRAR, CaseRole.REVIEWER, CaseRole.SIGNER, CaseRole.READER, CaseRole.LEADER,
    CaseRole.INSPECTOR, CaseRole.FIRM, CaseRole.CHAMBER,
}  # fmt: skip


def test_every_role_is_written_down() -> None:
    assert set(OPENED) == set(CaseRole)


@pytest.mark.parametrize("case_role", CaseRole)
def test_a_role_opens_what_is_written_and_the_firm_only_to_those_who_know(
    case_role: CaseRole,
) -> None:
    case_roles = frozenset({case_role})
    assert visible_fields(case_roles, confidential=False) == OPENED[case_role] | {F.FIRM}
    told = visible_fields(case_roles, confidential=True, told=True)
    assert told == OPENED[case_role] | {F.FIRM}
    assert (F.FIRM in visible_fields(case_roles, confidential=True)) == (case_role in KNOWING)


def test_two_roles_open_what_either_does_and_one_inside_makes_an_insider() -> None:
    both = frozenset({CaseRole.FIRM, CaseRole.PARTY})
    assert visible_fields(both, confidential=False) == {F.PHONES, F.OPINIONS, F.FIRM}
    assert outside(frozenset({CaseRole.FIRM, CaseRole.CHAMBER}))
    assert not outside(both)
    assert not outside(frozenset())
