"""Many cases urged at once from the ledger: the unit that leads each gets a sheet of its own."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.interfaces.desk.supervision.forms import UrgeSeveralForm, how_late
from zhuqi.interfaces.desk.supervision.views import SHEETS, writes_sheets
from zhuqi.interfaces.shell.bulk.declared import Bulk, BulkActs, Undo, because
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.ledgers.cases.enums import WITH_UNIT_STATES
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.supervision import actions, queries, several
from zhuqi.mechanisms.supervision.actions import SheetChange
from zhuqi.mechanisms.supervision.enums import SheetKind, SheetVerb

Given = Mapping[str, Any]


class Several(models.TextChoices):
    """What is done to many cases."""

    URGE = "urge", _("催办")
    REQUEST = "ask_kindly", _("商请")


_KINDS = {Several.URGE: SheetKind.URGING, Several.REQUEST: SheetKind.REQUEST}


def _with_its_time(change: SheetChange, given: Given) -> Given:
    """How late this one is, then what is asked of all."""
    sheet = change.row
    return {**given, "text": f"{how_late(sheet.case, sheet.unit)}{given['text']}"}


def _page(hint: Any) -> VerbPage[Several]:
    undo = Undo(
        SheetVerb.WITHDRAW, _("撤回这批单子"), because, of=SHEETS.name, made=several.issued_by
    )
    bulk = Bulk(given=_with_its_time, undo=undo, hint=hint)
    return VerbPage[Several](UrgeSeveralForm, actions.put, _("已发出"), bulk=bulk)


PAGES = {
    Several.URGE: _page(_("每件向主办单位发一份催办单，编号、该件的时限和逾期天数自动写在前面。")),
    Several.REQUEST: _page(
        _("向不能直接交办的主办单位每件发一份商请函，编号、该件的时限和逾期天数自动写在前面。")
    ),
}


def _standings(
    person: Person, cases: Sequence[int], verb: Several, _alone: Any
) -> Iterator[queries.Urgeable]:
    return queries.urgeable(person.scope, cases, _KINDS[verb], timezone.now())


def _about(person: Person, cases: Sequence[int]) -> Given | None:
    seen = Case.objects.visible_to(person.scope).filter(pk__in=cases)
    return {} if seen.exists() else None


def of_ledger(verb: Several) -> BulkActs[Case, Several]:
    """One of them, for the ledger."""

    def opened(person: Person, pk: int, seen: int) -> AbstractContextManager[SheetChange]:
        return actions.beginning(pk, _KINDS[verb], by=person, seen=seen)

    return BulkActs[Case, Several](
        of="ledger",
        pages={verb: PAGES[verb]},
        could=lambda scope: [verb] if writes_sheets(scope) else [],
        fits=lambda case: frozenset({verb} if case.state in WITH_UNIT_STATES else ()),
        standings=_standings,
        about=_about,
        open=opened,
    )
