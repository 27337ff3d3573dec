"""Who may open a file that lies on a case: whoever sees the row and the part it belongs to."""

from zhuqi.foundation.access import Person
from zhuqi.foundation.attachments.links import register_opener
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.ledgers.cases.actions.store import OBJECT
from zhuqi.ledgers.cases.actions.work import hats_on
from zhuqi.ledgers.cases.enums import Verb
from zhuqi.ledgers.cases.fields import Field, visible_fields
from zhuqi.ledgers.cases.models import Answer, Case, Entry


def may_open(person: Person, case_id: int, attachment: Attachment) -> bool:
    """True if the person sees the case and, for files kept inside government, may look inside."""
    case = Case.objects.visible_to(person.scope).filter(pk=case_id).first()
    if case is None:
        return False
    hats = hats_on(case, list(case.assignments.all()), person.scope, person.actor)
    return Field.FILES_INSIDE in visible_fields(hats) or not kept_inside(case, attachment.purpose)


def kept_inside(case: Case, purpose: str) -> bool:
    """True for files of opinions, and of answers the office has not let through."""
    part, _colon, number = purpose.partition(":")
    if part == "entry":
        return Entry.objects.filter(case=case, ordinal=int(number), verb=Verb.OPINION).exists()
    if part == "answer":
        answers = Answer.objects.filter(case=case).order_by("id")
        nth = answers[int(number) - 1 : int(number)].first() if number.isdigit() else None
        return nth is None or nth.status != Answer.Status.APPROVED
    return False


register_opener(OBJECT, may_open)
