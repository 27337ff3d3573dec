"""Overviews: one for each reader, chosen by what the person may read."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotYours, Scope
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.dashboards.asking import Ask, AskForm, Reader, readers_of
from zhuqi.interfaces.desk.dashboards.page import Page
from zhuqi.interfaces.desk.dashboards.reading import read
from zhuqi.interfaces.shell.parts import Action, Tab
from zhuqi.interfaces.shell.workbooks import taken_out, workbook
from zhuqi.reporting.statistics import queries


@access.official(queries.reads_figures)
def overview(request: HttpRequest) -> HttpResponse:
    """One's own."""
    return _show(request, readers_of(access.of(request).scope)[0])


@access.official(queries.reads_figures)
def overview_of(request: HttpRequest, reader: str) -> HttpResponse:
    """That of a reader, for whom may read as one."""
    return _show(request, _reader(request, reader))


def _reader(request: HttpRequest, name: str) -> Reader:
    if name not in Reader.values:
        raise Http404
    if Reader(name) not in readers_of(access.of(request).scope):
        raise NotYours(_("您的角色不看这一种总览"))
    return Reader(name)


def _show(request: HttpRequest, reader: Reader) -> HttpResponse:
    person = access.of(request)
    ask = Ask.of(reader, request.GET, person.scope)
    page = Page(read(ask, person, timezone.now()))
    ask = page.read.ask
    readers = readers_of(person.scope)
    context = {
        "page": page,
        "reader": reader,
        "form": AskForm(ask, page.read.offices),
        "tabs": [_tab(one, ask) for one in readers] if len(readers) > 1 else [],
        "actions": _actions(ask, person.scope),
    }
    own = "leader" if reader is Reader.LEADER else "figures"
    return render(request, f"desk/dashboards/{own}.html", context)


def _tab(one: Reader, ask: Ask) -> Tab:
    """The same months for another reader; each begins with the ledger that is usual for it."""
    other = Ask(one, ask.period, ask.day)
    url = other.url() if one is not Reader.OFFICE else other.url().replace("&office=0", "")
    return Tab(str(one.label), url, active=one is ask.reader)


def _actions(ask: Ask, scope: Scope) -> list[Action]:
    """What can be made of it."""
    found = [Action(_("导出 Excel"), ask.url("desk:overview_file"), "download")]
    if queries.compares_units(scope):
        found.append(Action(_("周交办会材料"), reverse("desk:meeting_pack"), "file-text"))
    return found


@access.official(queries.reads_figures)
def overview_file(request: HttpRequest, reader: str) -> FileResponse:
    """Its tables as a workbook, a sheet each: counts and shares, nothing personal."""
    person, now = access.of(request), timezone.now()
    ask = Ask.of(_reader(request, reader), request.GET, person.scope)
    page = Page(read(ask, person, now))
    title = _("总览（%(reader)s）") % {"reader": ask.reader.label}
    return workbook(title, list(page.sheets(taken_out(person, now))), now)
