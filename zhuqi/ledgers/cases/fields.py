"""What is hidden inside a row one may see."""

from enum import StrEnum

from zhuqi.ledgers.cases.enums import OFFICE_HATS, Hat


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


# Who knows the firm of a confidential case is `_KNOWING`, not the table; what a unit has not
# signed yet is its own.
_ALL = frozenset(Field) - {Field.FIRM, Field.RECUSALS, Field.DRAFTS}
_BY_HAT: dict[Hat, frozenset[Field]] = {
    **dict.fromkeys(OFFICE_HATS, _ALL | {Field.RECUSALS}),
    **dict.fromkeys((Hat.LEAD, Hat.HEAD), _ALL | {Field.DRAFTS}),
    **dict.fromkeys(
        (Hat.CO, Hat.PART, Hat.SUB),
        frozenset({Field.OPINIONS, Field.NOTES, Field.FILES_INSIDE, Field.PHONES}),
    ),
    # Above and below: whoever handed the case up or has to decide on it reads what was done.
    Hat.ORIGIN: _ALL,
    Hat.SUPERIOR: _ALL,
    # It argues whose the case is, and so reads what is said about that.
    Hat.PARTY: frozenset({Field.OPINIONS}),
    Hat.LIAISON: frozenset({Field.PHONES, Field.NOTES}),
    **dict.fromkeys(
        (Hat.LEADER, Hat.INSPECTOR, Hat.READER),
        frozenset({Field.OPINIONS, Field.ANSWERS_IN_REVIEW, Field.FILES_INSIDE, Field.RECUSALS}),
    ),
    Hat.FIRM: frozenset({Field.PHONES}),
    # A chamber follows what it registered as the firm does: nothing from inside.
    Hat.CHAMBER: frozenset({Field.PHONES}),
}


def outside(hats: frozenset[Hat]) -> bool:
    """True for those who follow a case from outside government: its firm, and its chamber."""
    return bool(hats) and hats <= {Hat.FIRM, Hat.CHAMBER}


# The office itself, whoever reads its ledger, and those the words came from.
_KNOWING = OFFICE_HATS | {Hat.READER, Hat.LEADER, Hat.INSPECTOR, Hat.FIRM, Hat.CHAMBER}


def visible_fields(
    hats: frozenset[Hat], *, confidential: bool, told: bool = False
) -> frozenset[Field]:
    """The hidden parts these hats open; whose notes exactly is the query's matter (by unit).

    `confidential`: the case's; `told`: the office has told the person's unit which firm it is.
    """
    opened = frozenset[Field]().union(*(_BY_HAT.get(hat, frozenset()) for hat in hats))
    knows = not confidential or told or bool(hats & _KNOWING)
    return opened | {Field.FIRM} if knows else opened
