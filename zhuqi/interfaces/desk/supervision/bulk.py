"""Many sheets at once, from their list: drafts signed, sheets signed for, sheets withdrawn."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Role, Scope
from zhuqi.interfaces.desk.supervision.verb_pages import VERB_PAGES
from zhuqi.interfaces.desk.supervision.views import SHEETS, reads_sheets, writes_sheets
from zhuqi.interfaces.shell.bulk.declared import BulkRows, RowName
from zhuqi.ledgers.cases.models.case import working_units
from zhuqi.mechanisms.supervision import queries, several
from zhuqi.mechanisms.supervision.enums import SheetState, SheetVerb
from zhuqi.mechanisms.supervision.lifecycle import SUPERVISION
from zhuqi.mechanisms.supervision.models import SupervisionSheet
from zhuqi.mechanisms.supervision.queries import Urgeable


def _could(scope: Scope) -> Collection[SheetVerb]:
    found = set[SheetVerb]()
    if scope.holds(Role.SIGNER):
        found |= {SheetVerb.ISSUE, SheetVerb.WITHDRAW}
    if writes_sheets(scope):
        found.add(SheetVerb.WITHDRAW)
    if working_units(scope):
        found.add(SheetVerb.SIGN)
    return found


@cache
def _of_state(state: SheetState) -> frozenset[SheetVerb]:
    return frozenset(row.verb for row in SUPERVISION.steps if state in row.states)


def _standings(
    person: Person, sheets: Sequence[int], verb: SheetVerb, _alone: Any
) -> Iterator[Urgeable]:
    return several.standings(person, sheets, verb, timezone.now())


def _names(person: Person, sheets: Sequence[int]) -> Mapping[int, RowName]:
    rows = queries.sheets(person.scope).filter(pk__in=sheets).order_by("pk")
    return {
        row.pk: RowName(
            str(row), f"{row.unit} · {row.case.number}",
            reverse("desk:supervision_sheet", args=[row.pk]),
        )
        for row in rows
    }  # fmt: skip


def _about(person: Person, sheets: Sequence[int]) -> Mapping[str, Any] | None:
    return {} if queries.sheets(person.scope).filter(pk__in=sheets).exists() else None


IN_BULK = BulkRows[SupervisionSheet, SheetVerb](
    listing=SHEETS,
    list_url="desk:supervision",
    allowed=reads_sheets,
    pages=VERB_PAGES,
    could=_could,
    fits=lambda sheet: _of_state(SheetState(sheet.state)),
    standings=_standings,
    names=_names,
    about=_about,
    open=several.at_hand,
    heads=(_("文号"), _("受文单位和诉求")),
)
