"""Who may open a file that lies on a case: whoever sees the row and the part it belongs to."""

from collections.abc import Collection, Iterable
from copy import copy

from zhuqi.foundation.access import Person
from zhuqi.foundation.attachments.links import register_opener
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.typed import whole
from zhuqi.ledgers.cases.actions.store import OBJECT
from zhuqi.ledgers.cases.actions.work import case_roles_on
from zhuqi.ledgers.cases.enums import Verb
from zhuqi.ledgers.cases.models import Answer, Case, Entry, Instruction
from zhuqi.ledgers.cases.reading.fields import Field, visible_fields
from zhuqi.ledgers.cases.secrecy.redaction import Redaction
from zhuqi.ledgers.cases.verbs import CAME_IN, INSIDE


def may_open(person: Person, case_id: int, attachment: Attachment) -> bool:
    """True if the person sees the case, and of the file the part it belongs to; or the main case
    as which it is handled, for what came along to that."""
    visible = Case.objects.visible_to(person.scope)
    case = visible.filter(pk=case_id).first()
    if case is not None and _may_open_here(person, case, attachment):
        return True
    main = visible.filter(merged=case_id).first()
    if main is None:
        return False
    past = Event.objects.filter(object_type=OBJECT, object_id=main.pk).order_by("seq")
    return any(_may_open_here(person, main, file) for file in with_merged(main, [attachment], past))


def _may_open_here(person: Person, case: Case, attachment: Attachment) -> bool:
    case_roles = case_roles_on(case, list(case.assignments.all()), person.scope, person.actor)
    fields = visible_fields(case_roles, confidential=case.confidential)
    words = list(case.instructions.all())
    return bool(readable(case, [attachment], words, fields=fields, user_id=person.scope.user_id))


def with_merged(main: Case, files: Iterable[Attachment], past: Iterable[Event]) -> list[Attachment]:
    """The files of a case with those the firm sent to cases handled as it, laid to the moment at
    which they were merged. What offices and units laid on those stays there."""
    files = list(files)
    others = {file.object_id for file in files} - {main.pk}
    if not others:
        return files
    numbers = dict(
        Case.objects.filter(pk__in=others, merged_into=main).order_by().values_list("pk", "number")
    )
    moments = {e.facts["merged"]: e.facts["entry"] for e in past if e.facts.get("merged")}
    said = Entry.objects.filter(case__in=others, verb=Verb.SUPPLEMENT).order_by()
    firms_own = {f"{case}:entry:{ordinal}" for case, ordinal in said.values_list("case", "ordinal")}
    firms_own |= {f"{case}:{verb}" for case in others for verb in CAME_IN}
    found = []
    for file in files:
        if file.object_id == main.pk:
            found.append(file)
        elif f"{file.object_id}:{file.purpose}" in firms_own:
            ordinal = moments.get(numbers.get(file.object_id, ""))
            if ordinal is not None:
                along = copy(file)
                along.purpose = f"entry:{ordinal}"
                found.append(along)
    return found


def readable(
    case: Case,
    files: Iterable[Attachment],
    instructions: Iterable[Instruction],
    *,
    fields: Collection[Field],
    user_id: int,
) -> list[Attachment]:
    """Of the files on a case one sees, those one may open, in the same order."""
    named = {row.ordinal for row in instructions if row.may_be_read_by(user_id)}
    files = [
        f for f in files if case.redaction is None or not _given_away_by(case, case.redaction, f)
    ]
    opened = {
        purpose: _opened(case, purpose, fields, named) for purpose in {f.purpose for f in files}
    }
    return [file for file in files if opened[file.purpose]]


def _opened(case: Case, purpose: str, fields: Collection[Field], named: Collection[int]) -> bool:
    """Whether files of this purpose may be opened with these fields.

    `named`: the instructions whose words are for this person.
    """
    part, _colon, rest = purpose.partition(":")
    number = whole(rest) or 0
    inside = Field.FILES_INSIDE in fields
    in_review = inside and Field.ANSWERS_IN_REVIEW in fields
    if part == "answer":
        return in_review or _let_through(case, number)
    if part == "entry":
        said = Entry.objects.filter(case=case, ordinal=number, verb__in=INSIDE)
        return inside or not said.exists()
    return {
        "instruction": inside and number in named,
        "report": in_review or (inside and number in named),
        "draft": Field.DRAFTS in fields,
        "signed": in_review,
    }.get(part, True)


def _let_through(case: Case, number: int) -> bool:
    """Whether the office has passed the answer of this number."""
    nth = Answer.objects.filter(case=case).order_by("id")[number - 1 : number].first()
    return nth is not None and nth.status == Answer.Status.APPROVED


def is_firms_own(attachment: Attachment) -> bool:
    """True for what came in with the case itself: no unit opens it while the firm is hidden."""
    return attachment.purpose.partition(":")[0] in CAME_IN


def _given_away_by(case: Case, redaction: Redaction, attachment: Attachment) -> bool:
    """True for what the firm itself sent, and for a file whose name names it."""
    if redaction.hides(attachment.name):
        return True
    part, _colon, number = attachment.purpose.partition(":")
    if part == "entry":
        said = Entry.objects.filter(case=case, ordinal=int(number), verb=Verb.SUPPLEMENT)
        return said.exists()
    return is_firms_own(attachment)


register_opener(OBJECT, may_open)
