"""催办计划 on screen: what the ladder does next about each time that runs, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.foundation.accounts.queries import request_person
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.supervision.delegations import delegates, reads_delegations
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.drawing import light_mark
from zhuqi.interfaces.shell.listing import Asked, Column, Empty, Filter, Kind, Order, Place
from zhuqi.interfaces.shell.parts import Action, Cell, Light
from zhuqi.ledgers.cases.enums import ClockKind
from zhuqi.ledgers.cases.models import Case, Clock
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.ledgers.cases.reading.case_view import CaseView
from zhuqi.mechanisms.supervision.ladder import outlook
from zhuqi.mechanisms.supervision.ladder.enums import URGED, Step
from zhuqi.mechanisms.supervision.ladder.outlook import Ahead

_CLOCKS = [(kind.value, kind.label) for kind in ClockKind if kind in URGED]


@dataclass(frozen=True, slots=True)
class _Beside:
    """The cases of the rows shown, as the person reads them, and the next step of each."""

    cases: Mapping[int, Case]
    ahead: Mapping[int, Ahead]
    now: datetime


def _context(asked: Asked, clocks: Sequence[Clock]) -> _Beside:
    wanted = {clock.case_id for clock in clocks}
    seen = Case.objects.visible_to(asked.person.scope).select_related("enterprise")
    cases = {case.pk: case for case in seen.filter(pk__in=wanted).order_by("pk")}
    return _Beside(cases, outlook.outlook(clocks, asked.now), asked.now)


def _case(clock: Clock, beside: _Beside) -> Cell:
    case = beside.cases.get(clock.case_id)
    if case is None:
        return Cell()
    url = reverse("desk:case", args=[case.number])
    return Cell(case.title, below=case.firm_name, url=url, clamp=True)


def _due(clock: Clock, now: datetime) -> Cell:
    over = clock.due_at <= now
    return Cell(
        wording.moment(clock.due_at), below=light_mark(Light.RED, _now("逾期")) if over else ""
    )


def said(ahead: Ahead | None) -> tuple[str, str]:
    """The next step in words, and how it goes out; "" where there is nothing to say of that."""
    if ahead is None or (ahead.step is None and not ahead.waits):
        return _now("不再自动催办"), ""
    if ahead.waits:
        return _now("有单待签发，或未到回复时限"), ""
    assert ahead.step is not None  # noqa: S101 (for the type checker: asked above)
    if ahead.step is Step.REMIND:
        return str(ahead.step.label), ""
    return str(ahead.step.label), _now("拟稿，待签发") if ahead.drafted else _now("直接发出")


def _next(clock: Clock, beside: _Beside) -> Cell:
    step, how = said(beside.ahead.get(clock.pk))
    return Cell(step, below=how)


def _day(clock: Clock, beside: _Beside) -> str:
    ahead = beside.ahead.get(clock.pk)
    return wording.day(ahead.day) if ahead else ""


def _late(asked: Asked) -> Q:
    return Q(due_at__lte=asked.now)


def _units(person: Person) -> list[tuple[int, str]]:
    named = outlook.planned(person.scope).order_by().values("owner")
    return [(unit.pk, str(unit)) for unit in Unit.objects.filter(pk__in=named)]


def _of_number(rows: QuerySet[Any], text: str, _asked: Asked) -> QuerySet[Any]:
    return rows.filter(case__number__icontains=text.strip())


LIST: listing.Listing[Clock, _Beside] = listing.Listing(
    name="ladder",
    label=_("催办计划"),
    measure=_("项"),
    rows=lambda asked: outlook.planned(asked.person.scope),
    context=_context,
    head=Column("case", _("诉求"), _case),
    columns=(
        Column("unit", _("承办单位"), lambda row, _page: str(row.owner)),
        Column(
            "clock", _("哪项时限"), lambda row, _page: wording.label(ClockKind, row.clock),
            "z-nowrap",
        ),
        Column("due", _("到期"), lambda row, page: _due(row, page.now), sort=("due_at",)),
        Column("next", _("下一步"), _next),
        Column("day", _("哪天"), _day, "z-nowrap"),
    ),
    filters=(
        Filter("late", _("已逾期"), Kind.YES, where=_late),
        Filter("clock", _("哪项时限"), choices=_CLOCKS, lookup="clock", place=Place.MORE),
        Filter("unit", _("承办单位"), choices=_units, lookup="owner"),
        Filter("number", _("诉求编号"), Kind.TEXT, apply=_of_number, place=Place.MORE),
    ),
    orders=(Order("due", _("先到期的在前"), ("due_at", "pk")),),
    empty=Empty(
        _("没有要催办的"), _("活动办选用催办阶梯后，单位在办的时限会列在这里。"), "calendar"
    ),
    unmatched=Empty(_("没有符合条件的"), _("可以去掉一两个条件再看。"), "filter"),
)  # fmt: skip


@access.official(reads_delegations)
def show(request: HttpRequest) -> HttpResponse:
    """All of one's own offices, the first due on top."""
    person = request_person(request)
    start = Action(_now("授权系统发单"), reverse("desk:delegation_new"), "lock")
    line = _now("系统按本活动办选用的催办阶梯提醒、催办、问效；到时仍在办、没有回避和异议的才发。")
    context = {"line": line, "actions": [start] if delegates(person.scope) else []}
    return LIST.answer(request, person, "desk/list.html", context)


# On the page of a case ----------------------------------------------------------------------------


def below_times(file: CaseView) -> str:
    """Where the next steps on a case are fetched: for its own office, while a unit's time runs."""
    case, scope = file.case, file.person.scope
    clocks = file.aggregate.clocks.values()
    runs = any(one.stopped_at is None and one.clock in URGED and one.owner_id for one in clocks)
    if case.office_id not in scope.units(*OFFICE_READERS) or not runs:
        return ""
    return reverse("desk:ladder_of_case", args=[case.number])


@access.official(reads_delegations)
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """What the ladder does next about each time of a unit that runs on one case."""
    person, now = request_person(request), timezone.now()
    own = sorted(person.scope.units(*OFFICE_READERS))
    seen = Case.objects.visible_to(person.scope).filter(number=number, office__in=own)
    if not seen.exists():
        raise Http404
    clocks = list(
        outlook.planned(person.scope).filter(case__number=number).order_by("due_at", "pk")
    )
    ahead = outlook.outlook(clocks, now) if clocks else {}
    steps = [_step(clock, ahead.get(clock.pk)) for clock in clocks]
    url = f"{reverse('desk:ladder')}?number={number}"
    return render(
        request, "desk/supervision/parts/ladder_of_case.html", {"steps": steps, "url": url}
    )


def _step(clock: Clock, ahead: Ahead | None) -> str:
    """工信局（办结）：12月4日 周五 再次催办，直接发出."""
    step, how = said(ahead)
    day = wording.day(ahead.day) if ahead and ahead.day else ""
    told = "，".join(filter(None, (f"{day} {step}".strip(), how)))
    words = {"unit": clock.owner, "clock": ClockKind(clock.clock).label, "told": told}
    return _now("%(unit)s（%(clock)s）：%(told)s") % words


URLS: list[URLPattern] = [
    path("supervision/plan/", show, name="ladder"),
    path("supervision/plan/<str:number>/", of_case, name="ladder_of_case"),
]
