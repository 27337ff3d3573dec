"""What webhooks tell of a case: to whom its timeline shows the step, what a GET gives."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.foundation.webhooks.subjects import Subject, Telling
from zhuqi.interfaces.api.cases.out import href
from zhuqi.interfaces.api.hooks import seen_by
from zhuqi.ledgers.cases.enums import Verb
from zhuqi.ledgers.cases.reading.case_view import case_file

# What systems beside ours wait for; every other step comes with 所有动态.
_CHOSEN: Final = (
    Verb.SUBMIT, Verb.REGISTER, Verb.SUPPLEMENT, Verb.ACCEPT, Verb.DECLINE, Verb.TRANSFER,
    Verb.ASSIGN, Verb.SIGN, Verb.PROGRESS, Verb.ANSWER, Verb.RETURN, Verb.COMPLETE, Verb.RATE,
    Verb.REDO, Verb.STRIKE_OFF, Verb.CARRY, Verb.REOPEN, Verb.TERMINATE, Verb.WITHDRAW,
)  # fmt: skip


def _tell(person: Person, pk: int, seq: int) -> Telling | None:
    file = case_file(person, pk)
    if file is None or all(moment.seq != seq for moment in file.moments):
        return None
    return seen_by(person, href(file.case.number))


TOLD: Mapping[str, Subject] = {
    "case": Subject(_("诉求"), "cases", {verb.value: verb.label for verb in _CHOSEN}, _tell)
}
