"""What units asked of an office and is not decided: objections and more time, for its meeting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.workdays import Unit
from zhuqi.ledgers.cases.enums import ObjectionOutcome, Verb
from zhuqi.ledgers.cases.models import Case, Extension, Objection
from zhuqi.ledgers.cases.queries import live_of_ledger

_UNDECIDED = (ObjectionOutcome.WAITING, ObjectionOutcome.CONSULTING)


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """One request with its case, as the person may read it; `wish` is what is asked for."""

    verb: Verb
    case: Case
    unit: str
    wish: str
    reason: str
    asked_at: datetime
    state: str


def open_requests(scope: Scope) -> list[OpenRequest]:
    """Of a person's own ledger, the oldest first; a fixed number of queries."""
    ours = live_of_ledger(scope).order_by().values("pk")
    objections = list(
        Objection.objects.filter(outcome__in=_UNDECIDED, case__in=ours)
        .select_related("assignment__unit", "suggested_unit")
        .order_by("asked_at", "pk")
    )
    extensions = list(
        Extension.objects.filter(outcome=Extension.Outcome.WAITING, case__in=ours)
        .select_related("assignment__unit")
        .order_by("asked_at", "pk")
    )
    asked = {one.case_id for one in objections} | {one.case_id for one in extensions}
    cases = _cases(scope, asked)
    found = [
        *(_objection(one, cases[one.case_id]) for one in objections if one.case_id in cases),
        *(_extension(one, cases[one.case_id]) for one in extensions if one.case_id in cases),
    ]
    return sorted(found, key=lambda one: one.asked_at)


def _cases(scope: Scope, ids: Iterable[int]) -> dict[int, Case]:
    rows = live_of_ledger(scope).filter(pk__in=sorted(ids)).order_by().with_names()
    return {case.pk: case for case in rows}


def _objection(one: Objection, case: Case) -> OpenRequest:
    wish = _("建议由%(unit)s办理") % {"unit": one.suggested_unit} if one.suggested_unit else ""
    return OpenRequest(
        Verb.OBJECT, case, str(one.assignment.unit), wish, _read(case, one.reason), one.asked_at,
        str(one.get_outcome_display()),
    )  # fmt: skip


def _extension(one: Extension, case: Case) -> OpenRequest:
    wish = _("延长 %(n)s %(unit)s") % {"n": one.amount, "unit": Unit(one.unit).label}
    return OpenRequest(
        Verb.ASK_EXTENSION, case, str(one.assignment.unit), wish, _read(case, one.reason),
        one.asked_at, str(one.get_outcome_display()),
    )  # fmt: skip


def _read(case: Case, text: str) -> str:
    return case.redaction.over(text) if case.redaction is not None else text
