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


_ALL = frozenset(Field)
_BY_HAT: dict[Hat, frozenset[Field]] = {
    **dict.fromkeys(OFFICE_HATS, _ALL),
    Hat.LEAD: _ALL,
    Hat.CO: frozenset({Field.OPINIONS, Field.NOTES, Field.FILES_INSIDE, Field.PHONES}),
    Hat.LIAISON: frozenset({Field.PHONES, Field.NOTES}),
    Hat.READER: frozenset({Field.OPINIONS, Field.ANSWERS_IN_REVIEW, Field.FILES_INSIDE}),
    Hat.FIRM: frozenset({Field.PHONES}),
}


def visible_fields(hats: frozenset[Hat]) -> frozenset[Field]:
    """The hidden parts these hats open; whose notes exactly is the query's matter (by unit)."""
    return frozenset().union(*(_BY_HAT.get(hat, frozenset()) for hat in hats))
