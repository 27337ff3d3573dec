"""Firms: the list, the firms one looks after, one firm's file, and its card before a visit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from zhuqi.foundation.access import NotValid, Person, Refusal
from zhuqi.foundation.directory.models import Enterprise, Official
from zhuqi.foundation.directory.queries import liaison_officials_of
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.firm_sections import (
    CARD_ACTIONS,
    CARD_SECTIONS,
    FIRM_ACTIONS,
    FIRM_FIGURES,
    FIRM_SECTIONS,
    FirmVisit,
    actions_of,
    drawn,
)
from zhuqi.interfaces.desk.firms import verb_pages
from zhuqi.interfaces.desk.firms.forms.firms import FILTERS
from zhuqi.interfaces.desk.firms.page import FirmPage
from zhuqi.interfaces.desk.forms.base import DeskForm
from zhuqi.interfaces.shell.drawing import light_mark
from zhuqi.interfaces.shell.listing import Asked, Column, Empty, Listing, Order
from zhuqi.interfaces.shell.parts import Cell
from zhuqi.interfaces.shell.submit import Page, submit
from zhuqi.ledgers.cases.enums import Light
from zhuqi.ledgers.firms import queries as firms
from zhuqi.ledgers.firms.queries import FirmFile, Tally, firm_file


@dataclass(frozen=True, slots=True)
class FirmRow:
    """A firm as a card of the list of one's own."""

    url: str
    name: str
    place: str
    under_way: int
    late: SafeString | str


@dataclass(frozen=True, slots=True)
class FirmCells:
    """What the cells of a page of firms are written from."""

    tallies: Mapping[int, Tally]
    liaisons: Mapping[int, Sequence[Official]]

    def tally(self, firm: Enterprise) -> Tally:
        """Nothing under way where nothing is known."""
        return self.tallies.get(firm.pk, Tally())


def _cells(asked: Asked, listed: Sequence[Enterprise]) -> FirmCells:
    ids = [firm.pk for firm in listed]
    counted = firms.tallies(asked.person, ids, asked.now)
    liaisons = liaison_officials_of(ids, timezone.localdate(asked.now)) if ids else {}
    return FirmCells(counted, liaisons)


def _late(tally: Tally) -> SafeString | str:
    return light_mark(Light.RED, _("%(n)s 件逾期") % {"n": tally.late}) if tally.late else ""


def _place(firm: Enterprise) -> str:
    return " · ".join(filter(None, (firm.region.name, str(firm.park or ""))))


FIRMS: Listing[Enterprise, FirmCells] = Listing(
    name="firms",
    label=_lazy("企业"),
    measure=_lazy("家"),
    rows=lambda asked: firms.firms(asked.person, firms.FirmFilters(**asked.values)),
    context=_cells,
    head=Column(
        "name",
        _lazy("企业"),
        lambda firm, _page: Cell(firm.name, url=reverse("desk:enterprise", args=[firm.pk])),
        sort=("name",),
    ),
    columns=(
        Column("uscc", _lazy("信用代码"), lambda firm, _page: firm.uscc or "", "z-nowrap"),
        Column("place", _lazy("所在地"), lambda firm, _page: _place(firm)),
        Column("sector", _lazy("行业台账"), lambda firm, _page: firm.get_sector_display()),
        Column(
            "size",
            _lazy("规模"),
            lambda firm, _page: firm.get_size_class_display() if firm.size_class else "",
            "z-nowrap",
        ),
        Column(
            "liaison",
            _lazy("助企干部"),
            lambda firm, page: "、".join(map(str, page.liaisons.get(firm.pk, ()))),
        ),
        Column(
            "under_way",
            _lazy("在办"),
            lambda firm, page: page.tally(firm).under_way or "",
            number=True,
        ),
        Column("late", _lazy("时限"), lambda firm, page: _late(page.tally(firm))),
    ),
    filters=FILTERS,
    orders=(Order("name", _lazy("按名称"), ("name", "pk")),),
    empty=Empty(
        _lazy("还没有您能看到的企业"),
        _lazy("本地登记的企业、您联系的企业、您办理的诉求所属的企业会列在这里。"),
        "building",
    ),
    unmatched=Empty(
        _lazy("没有符合条件的企业"),
        _lazy("可以去掉一两个条件再看，或只填名称中的两三个字。"),
        "filter",
    ),
    css="d-firmlist",
)


@access.official(access.sees_firms)
def enterprises(request: HttpRequest) -> HttpResponse:
    """A page of firms by name, with how many of their cases are open and late."""
    by = access.of(request)
    context = {"invites": access.tends_firms(by.scope)}
    return FIRMS.answer(request, by, "desk/firms/enterprises.html", context)


@access.official(access.looks_after_firms)
def mine(request: HttpRequest) -> HttpResponse:
    """我联系的企业: for a phone, those with something late first."""
    person, now = access.of(request), timezone.now()
    pairs = firms.looked_after(person, now)
    rows = [
        FirmRow(
            reverse("desk:enterprise_card", args=[firm.pk]),
            firm.name,
            _place(firm),
            tally.under_way,
            _late(tally),
        )
        for firm, tally in pairs
    ]
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
    visit = FirmVisit(_file(access.of(request), pk))
    context = {
        "page": visit.once(FirmPage),
        "firm": visit.firm,
        "back": pk in access.of(request).scope.liaised,
        "figures": [stat for part in FIRM_FIGURES for stat in part.on_card(visit)],
        "sections": drawn(CARD_SECTIONS, visit),
        "begin": actions_of(CARD_ACTIONS, visit),
    }
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
    request: HttpRequest, file: FirmFile, *, failed: tuple[str, DeskForm] | None = None
) -> Page:
    visit = FirmVisit(file)
    page = visit.once(FirmPage)
    context: dict[str, object] = {
        "page": page,
        "firm": page.firm,
        "figures": [stat for part in FIRM_FIGURES for stat in part.on_file(visit)],
        "actions": actions_of(FIRM_ACTIONS, visit),
        "sections": drawn(FIRM_SECTIONS, visit),
        "aside": drawn(FIRM_SECTIONS, visit, aside=True),
        "forms": verb_pages.Forms(page, failed),
    }
    return Page(request, "desk/firms/enterprise.html", lambda: context)
