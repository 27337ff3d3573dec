"""Firms: the list, the firms one looks after, one firm's file, and its card before a visit."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotValid, Person, Refusal
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.foundation.directory.queries import liaison_officials_of
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases.rows import light_mark
from zhuqi.interfaces.desk.firms import verb_pages
from zhuqi.interfaces.desk.firms.forms.firms import FirmListForm
from zhuqi.interfaces.desk.firms.page import FirmPage
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.interfaces.shell.submit import Page, submit
from zhuqi.ledgers.cases.enums import Light
from zhuqi.ledgers.firms import queries as firms
from zhuqi.ledgers.firms.queries import FirmFile, Tally, firm_file

SALT = "desk.firms.cursor"
Edge = tuple[str, int]


@dataclass(frozen=True, slots=True)
class FirmRow:
    """A firm in a list."""

    url: str
    name: str
    uscc: str
    place: str
    sector: str
    size: str
    liaison: str
    under_way: int
    late: SafeString | str


@access.official(access.sees_firms)
def enterprises(request: HttpRequest) -> HttpResponse:
    """A page of firms by name, with how many of their cases are open and late."""
    person, now = access.of(request), timezone.now()
    form = FirmListForm(request.GET, scope=person.scope)
    way, edge = _read(request.GET.get("cursor", ""))
    page = firms.firm_page(
        firms.firms(person, form.filters),
        after=edge if way == "a" else None,
        before=edge if way == "b" else None,
    )
    rows = _rows(person, page.firms, now)
    context = {
        "form": form,
        "narrowed": any(form.cleaned_data.values()),
        "rows": rows,
        "shown": _("本页 %(n)s 家") % {"n": len(rows)},
        "before_url": _turned(request.GET, "b", page.before),
        "after_url": _turned(request.GET, "a", page.after),
    }
    return render(request, "desk/firms/enterprises.html", context)


def _rows(person: Person, listed: list[Enterprise], now: datetime) -> list[FirmRow]:
    ids = [firm.pk for firm in listed]
    counted = firms.tallies(person, ids, now)
    liaisons = liaison_officials_of(ids, timezone.localdate(now)) if ids else {}
    return [
        _row(firm, counted.get(firm.pk, Tally()), "、".join(map(str, liaisons.get(firm.pk, ()))))
        for firm in listed
    ]


def _row(firm: Enterprise, tally: Tally, liaison: str, view: str = "desk:enterprise") -> FirmRow:
    late = light_mark(Light.RED, _("%(n)s 件逾期") % {"n": tally.late}) if tally.late else ""
    return FirmRow(
        reverse(view, args=[firm.pk]),
        firm.name,
        firm.uscc or "",
        " · ".join(filter(None, (firm.region.name, str(firm.park or "")))),
        str(firm.get_sector_display()),
        str(firm.get_size_class_display()) if firm.size_class else "",
        liaison,
        tally.under_way,
        late,
    )


def _read(cursor: str) -> tuple[str, Edge | None]:
    """Way and edge; a forged cursor is the first page."""
    if not cursor:
        return "a", None
    try:
        way, name, pk = signing.loads(cursor, salt=SALT)
    except signing.BadSignature:
        return "a", None
    return way, (name, pk)


def _turned(query: QueryDict, way: str, edge: Edge | None) -> str:
    if edge is None:
        return ""
    kept = [(key, one) for key, all_ in query.lists() if key != "cursor" for one in all_]
    cursor = signing.dumps([way, *edge], salt=SALT)
    return f"?{urlencode([*kept, ('cursor', cursor)])}"


@access.official(access.looks_after_firms)
def mine(request: HttpRequest) -> HttpResponse:
    """我联系的企业: for a phone, those with something late first."""
    person, now = access.of(request), timezone.now()
    pairs = firms.looked_after(person, now)
    rows = [_row(firm, tally, "", "desk:enterprise_card") for firm, tally in pairs]
    context = {
        "rows": rows,
        "under_way": sum(tally.under_way for _firm, tally in pairs),
        "late": sum(tally.late for _firm, tally in pairs),
    }
    return render(request, "desk/firms/my_enterprises.html", context)


def _file(person: Person, pk: int) -> FirmFile:
    file = firm_file(person, pk)
    if file is None:
        raise Http404
    return file


@access.official(access.sees_firms)
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """One phone screen before a visit."""
    page = FirmPage(_file(access.of(request), pk))
    context = {"page": page, "firm": page.firm, "back": pk in access.of(request).scope.liaised}
    return render(request, "desk/firms/enterprise_card.html", context)


@access.official(access.sees_firms)
def enterprise(request: HttpRequest, pk: int) -> HttpResponse:
    """The file; posted to, it does one of the small things of the file."""
    person = access.of(request)
    file = _file(person, pk)
    if request.method == "POST":
        return _act(request, person, file)
    return _page(request, file)()


def _act(request: HttpRequest, person: Person, file: FirmFile) -> HttpResponse:
    step = verb_pages.STEPS.get(request.POST.get("step", ""))
    if step is None:
        refusal = NotValid(_("请选择要办的事"))
        return _page(request, file)(status=refusal.status, refusal=refusal)
    prefix = step.prefix(request.POST)
    form = step.form(request.POST, auto_id=f"{prefix}_%s")

    def show(*, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
        """Where somebody was faster the page is as they left it."""
        page = (
            _page(request, _file(person, file.firm.pk))
            if refusal
            else _page(request, file, failed=(prefix, form))
        )
        return page(status=status, refusal=refusal)

    return submit(
        request,
        form,
        lambda data: step.act(request.POST, person, file, data),
        show=show,
        said=step.done,
        to=f"{reverse('desk:enterprise', args=[file.firm.pk])}#{step.place}",
    )


def _page(
    request: HttpRequest, file: FirmFile, *, failed: tuple[str, ShellForm] | None = None
) -> Page:
    page = FirmPage(file)
    forms = verb_pages.Forms(page, failed)
    context = {"page": page, "firm": page.firm, "forms": forms}
    return Page(request, "desk/firms/enterprise.html", lambda: context)
