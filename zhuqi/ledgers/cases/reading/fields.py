"""What is hidden inside a row one may see."""

from enum import StrEnum

from zhuqi.foundation.access import Role
from zhuqi.ledgers.cases.enums import OFFICE_CASE_ROLES, CaseRole

# In the units in which one holds these, one reads and writes 内部备注.
WRITES_NOTES = (
    Role.HANDLER, Role.UNIT_HEAD, Role.REGISTRAR, Role.REVIEWER, Role.SIGNER, Role.LIAISON,
)  # fmt: skip


class Field(StrEnum):
    """Parts of a case that not everyone who sees the case may read."""

    PHONES = "phones"
    OPINIONS = "opinions"
    ANSWERS_IN_REVIEW = "answers_in_review"
    NOTES = "notes"
    FILES_INSIDE = "files_inside"
    DRAFTS = "drafts"
    FIRM = "firm"
    RECUSALS = "recusals"


# Who knows the firm of a confidential case is `KNOWING`, not the table; what a unit has not
# signed yet is its own.
_ALL = frozenset(Field) - {Field.FIRM, Field.RECUSALS, Field.DRAFTS}
_BY_CASE_ROLE: dict[CaseRole, frozenset[Field]] = {
    **dict.fromkeys(OFFICE_CASE_ROLES, _ALL | {Field.RECUSALS}),
    **dict.fromkeys((CaseRole.LEAD, CaseRole.HEAD), _ALL | {Field.DRAFTS}),
    **dict.fromkeys(
        (CaseRole.CO, CaseRole.PART, CaseRole.SUB),
        frozenset({Field.OPINIONS, Field.NOTES, Field.FILES_INSIDE, Field.PHONES}),
    ),
    # Above and below: whoever handed the case up or has to decide on it reads what was done.
    CaseRole.ORIGIN: _ALL,
    CaseRole.SUPERIOR: _ALL,
    # It argues whose the case is, and so reads what is said about that.
    CaseRole.PARTY: frozenset({Field.OPINIONS}),
    CaseRole.LIAISON: frozenset({Field.PHONES, Field.NOTES}),
    **dict.fromkeys(
        (CaseRole.LEADER, CaseRole.INSPECTOR, CaseRole.READER),
        frozenset({Field.OPINIONS, Field.ANSWERS_IN_REVIEW, Field.FILES_INSIDE, Field.RECUSALS}),
    ),
    CaseRole.FIRM: frozenset({Field.PHONES}),
    # A chamber follows what it registered as the firm does: nothing from inside.
    CaseRole.CHAMBER: frozenset({Field.PHONES}),
}


def outside(case_roles: frozenset[CaseRole]) -> bool:
    """True for those who follow a case from outside government: its firm, and its chamber."""
    return bool(case_roles) and case_roles <= {CaseRole.FIRM, CaseRole.CHAMBER}


# The office itself, whoever reads its ledger, and those the words came from.
KNOWING = OFFICE_CASE_ROLES | {
    CaseRole.READER,
    CaseRole.LEADER,
    CaseRole.INSPECTOR,
    CaseRole.FIRM,
    CaseRole.CHAMBER,
}


def visible_fields(
    case_roles: frozenset[CaseRole], *, confidential: bool, told: bool = False
) -> frozenset[Field]:
    """The hidden parts these roles open; whose notes exactly is the query's matter (by unit).

    `confidential`: the case's; `told`: the office has told the person's unit which firm it is.
    """
    opened = frozenset[Field]().union(
        *(_BY_CASE_ROLE.get(case_role, frozenset()) for case_role in case_roles)
    )
    knows = not confidential or told or bool(case_roles & KNOWING)
    return opened | {Field.FIRM} if knows else opened
