"""The ledger: the columns officials know, filters in the address, pages by key."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from zhuqi.foundation.directory.queries import liaison_officials_of
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases.forms.ledger import LedgerForm
from zhuqi.interfaces.desk.cases.rows import COLUMNS, Column, RowFormatter, ledger_rows
from zhuqi.interfaces.shell import wording
from zhuqi.ledgers.cases import queries

COOKIE = "ledger_cols"
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition in force, and the address without it."""

    words: str
    url: str


@access.official(access.works_on_cases)
def ledger(request: HttpRequest) -> HttpResponse:
    """One page of rows; nothing is counted before it is shown."""
    person, now = access.of(request), timezone.now()
    form = LedgerForm(request.GET, scope=person.scope)
    columns = _columns(request)
    rows = queries.ledger(person.scope, form.filters, now)
    page = queries.page_of(rows, form.filters.order, request.GET.get("cursor", ""))
    firms = [case.enterprise_id for case in page.rows if case.enterprise_id]
    liaisons = liaison_officials_of(firms, timezone.localdate(now)) if firms else {}
    chips = [Chip(words, _without(request.GET, name, value)) for name, value, words in form.chips()]
    context = {
        "form": form,
        "chips": chips,
        "narrowed": bool(chips),
        "printed": wording.moment(now),
        "more_open": any(form.data.get(field.name) for field in form.more_fields),
        "columns": columns,
        "due_shown": any(column.key == "due" for column in columns),
        "choices": [(column, column in columns) for column in COLUMNS],
        "kept": [
            (name, value)
            for name, values in request.GET.lists()
            if name not in {"cols", "cursor"}
            for value in values
        ],
        "rows": ledger_rows(RowFormatter(person, now), page.rows, liaisons, columns),
        "before_url": _turned(request.GET, page.before),
        "after_url": _turned(request.GET, page.after),
        "states": form["state"],
        "chosen_states": form.cleaned_data.get("state") or [],
    }
    response = render(request, "desk/cases/ledger.html", context)
    if "cols" in request.GET:
        keys = " ".join(column.key for column in columns)
        response.set_cookie(COOKIE, keys, max_age=YEAR, samesite="Lax", httponly=True)
    return response


def _columns(request: HttpRequest) -> list[Column]:
    """As chosen in the address, else as chosen last on this machine, else all."""
    chosen = request.GET.getlist("cols") or request.COOKIES.get(COOKIE, "").split()
    return [column for column in COLUMNS if column.key in chosen] or list(COLUMNS)


def _without(query: QueryDict, name: str, value: str) -> str:
    pairs = [
        (key, one)
        for key, values in query.lists()
        if key != "cursor"
        for one in values
        if not (key == name and one == str(value))
    ]
    return f"?{urlencode(pairs)}"


def _turned(query: QueryDict, cursor: str) -> str:
    if not cursor:
        return ""
    changed = query.copy()
    changed["cursor"] = cursor
    return f"?{changed.urlencode()}"
