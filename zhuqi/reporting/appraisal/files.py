"""Who may open the files of reviews, appeals and the register of merit."""

from zhuqi.foundation.access import Person
from zhuqi.foundation.attachments.links import register_opener, seen_rows
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.reporting.appraisal import queries
from zhuqi.reporting.appraisal.actions import appeals, merits, reviews
from zhuqi.reporting.appraisal.models import Appeal, Merit


def _may_open(person: Person, pk: int, file: Attachment) -> bool:
    """The evidence of points, whoever reads the statement of the unit that got them."""
    review = queries.reviews(person.scope).filter(pk=pk).first()
    return review is not None and any(
        queries.reads_statement(person.scope, review, award.unit_id)
        for award in review.awards.all()
        if reviews.evidence_of(award) == file.purpose
    )


register_opener(reviews.OBJECT, _may_open)
register_opener(appeals.OBJECT, seen_rows(Appeal))
register_opener(merits.OBJECT, seen_rows(Merit))
