"""The ledger: the columns officials know, filters in the address, pages by key."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.directory.queries import liaison_names_of
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases.forms.ledger import FILTERS, TODAY
from zhuqi.interfaces.desk.cases.in_file import FILE_COLUMNS, FILE_NUMBER, narrowed
from zhuqi.interfaces.desk.cases.ledger_ways import LINES, WAYS
from zhuqi.interfaces.desk.cases.rows import PAPER, LedgerPage, RowFormatter
from zhuqi.interfaces.shell import navigation
from zhuqi.interfaces.shell.bulk.filtering import JOB_FILTERS
from zhuqi.interfaces.shell.listing import (
    Asked,
    Empty,
    Listing,
    Order,
    Shown,
    exporting,
    printing,
)
from zhuqi.interfaces.shell.listing.chosen import ways
from zhuqi.interfaces.shell.listing.filters import ORDER, changed
from zhuqi.ledgers.cases import queries
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.models.case import CaseQuerySet

# Columns written from the sheets of units that help.
_OF_SHEETS = frozenset({"units", "handler"})


def _rows(asked: Asked) -> CaseQuerySet:
    filters = queries.Filters(**asked.values)
    rows = queries.ledger(asked.person.scope, filters, asked.now)
    return rows.with_names(sheets=not asked.columns.isdisjoint(_OF_SHEETS))


def _page(asked: Asked, cases: Sequence[Case]) -> LedgerPage:
    formatter = RowFormatter(asked.person, asked.now)
    formatter.look(cases)
    shown = "liaison" in asked.columns
    firms = [case.enterprise_id for case in cases if case.enterprise_id and shown]
    liaisons = liaison_names_of(firms, timezone.localdate(asked.now)) if firms else {}
    walk = asked.query or f"{ORDER}=due"
    tags = queries.tags_of(asked.person.scope, cases) if "tags" in asked.columns else {}
    return LedgerPage(formatter, liaisons, "step" in asked.columns, walk, tags)


LEDGER: Listing[Case, LedgerPage] = Listing(
    name="ledger",
    label=_("台账"),
    measure=_("件"),
    rows=_rows,
    context=_page,
    head=FILE_NUMBER,
    columns=FILE_COLUMNS,
    filters=(*FILTERS, *JOB_FILTERS),
    orders=(
        Order("due", _("时限最近在前"), queries.ORDERS["due"]),
        Order("newest", _("新提出的在前"), queries.ORDERS["newest"]),
    ),
    empty=Empty(
        _("台账里还没有诉求"),
        _("企业提交的、工作人员代为登记的诉求会列在这里。"),
        "list-details",
    ),
    unmatched=Empty(_("没有符合条件的诉求"), _("可以去掉一两个条件再看。"), "filter"),
    css="d-ledger",
    pinned=True,
    paper=PAPER,
    print_view="desk:ledger_print",
    narrowed=narrowed,
)


def title_of(values: Mapping[str, Any]) -> StrOrPromise:
    """What a file of its rows is called."""
    return TODAY if values.get("today") else _("助企诉求台账")


@access.official(access.works_on_cases)
def ledger(request: HttpRequest) -> HttpResponse:
    """One page of rows; nothing is counted before it is shown."""
    today = f"{reverse(exporting.ADDRESS, args=[LEDGER.name])}?{urlencode({'today': 'on'})}"

    def context(shown: Shown[Case, LedgerPage]) -> Mapping[str, Any]:
        return {"today_url": today, "ways": ways(shown.query, LINES, WAYS)}

    return LEDGER.answer(request, access.of(request), "desk/cases/ledger.html", context)


@access.official(access.works_on_cases)
def ledger_print(request: HttpRequest) -> StreamingHttpResponse:
    """All rows of the filter on paper, under whose ledger it is and of which year."""
    printed = LEDGER.on_paper(request, access.of(request))
    organ = navigation.place("desk", request)
    head = printing.masthead(printed, gettext("助企诉求台账"), organ, "submitted_at")
    back = f"{reverse('desk:ledger')}{changed(request.GET)}"
    return printing.answer(request, printed, head, "desk/cases/ledger_print.html", back=back)
