"""What webhooks tell of a visit: what a GET gives."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.foundation.webhooks.subjects import Subject, Telling
from zhuqi.interfaces.api.auth import opens_to
from zhuqi.interfaces.api.visits.routes import VERBS
from zhuqi.mechanisms.liaison.enums import VisitVerb


def _tell(person: Person, pk: int, _seq: int) -> Telling | None:
    row = VERBS.rows(person.scope).filter(pk=pk).first()
    if row is None or not opens_to(person, VERBS.allowed):
        return None
    told = VERBS.out.model_validate(VERBS.told(row, person))
    return Telling(VERBS.href(pk), told.model_dump(mode="json"))


TOLD: Mapping[str, Subject] = {
    "visit": Subject(
        _("走访"),
        "visits",
        {"plan": _("计划走访"), **{verb.value: verb.label for verb in VisitVerb}},
        _tell,
    )
}
