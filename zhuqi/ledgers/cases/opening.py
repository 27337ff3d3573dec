"""Who may open a file that lies on a case: whoever sees the row and the part it belongs to."""

from collections.abc import Iterable

from zhuqi.foundation.access import Person
from zhuqi.foundation.attachments.links import register_opener
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.ledgers.cases.actions.store import OBJECT
from zhuqi.ledgers.cases.actions.work import hats_on
from zhuqi.ledgers.cases.enums import Verb
from zhuqi.ledgers.cases.fields import Field, visible_fields
from zhuqi.ledgers.cases.models import Answer, Case, Entry, Instruction
from zhuqi.ledgers.cases.veil import Veil

DRAFT = "draft:"


def may_open(person: Person, case_id: int, attachment: Attachment) -> bool:
    """True if the person sees the case and, for files kept inside government, may look inside."""
    case = Case.objects.visible_to(person.scope).filter(pk=case_id).first()
    if case is None:
        return False
    if for_others(case.instructions.all(), attachment.purpose, person.scope.user_id):
        return False
    if case.veil is not None and given_away_by(case, case.veil, attachment):
        return False
    hats = hats_on(case, list(case.assignments.all()), person.scope, person.actor)
    fields = visible_fields(hats, confidential=case.confidential)
    if attachment.purpose.startswith(DRAFT) and Field.DRAFTS not in fields:
        return False
    return Field.FILES_INSIDE in fields or not kept_inside(case, attachment.purpose)


def given_away_by(case: Case, veil: Veil, attachment: Attachment) -> bool:
    """True for what the firm itself sent, and for a file whose name names it."""
    if veil.hides(attachment.name):
        return True
    part, _colon, number = attachment.purpose.partition(":")
    if part == "entry":
        said = Entry.objects.filter(case=case, ordinal=int(number), verb=Verb.SUPPLEMENT)
        return said.exists()
    return part in {Verb.SUBMIT, Verb.REGISTER, Verb.IMPORT}


def for_others(instructions: Iterable[Instruction], purpose: str, user_id: int) -> bool:
    """True for the scan of an instruction whose words are not for this person."""
    part, _colon, number = purpose.partition(":")
    if part != "instruction":
        return False
    return not any(
        str(row.ordinal) == number and row.may_be_read_by(user_id) for row in instructions
    )


INSIDE_ENTRIES = (Verb.OPINION, Verb.PART_ANSWER, Verb.SEND_BACK)


def kept_inside(case: Case, purpose: str) -> bool:
    """True for files between units, and of answers the office has not let through."""
    part, _colon, number = purpose.partition(":")
    if part == "entry":
        return Entry.objects.filter(
            case=case, ordinal=int(number), verb__in=INSIDE_ENTRIES
        ).exists()
    if part == "answer":
        answers = Answer.objects.filter(case=case).order_by("id")
        nth = answers[int(number) - 1 : int(number)].first() if number.isdigit() else None
        return nth is None or nth.status != Answer.Status.APPROVED
    return part in {"instruction", "report", "draft", "signed"}


register_opener(OBJECT, may_open)
