"""移交全部在办: preview, order, follow, and see what came of each case."""

from collections.abc import Mapping, Sequence

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from zhuqi.foundation.access import NotNow, NotYours, Person, Role
from zhuqi.foundation.accounts.models import RoleAssignment, User
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases.rows import RowFormatter, case_table
from zhuqi.interfaces.desk.people.forms.handover import HandOverAllForm
from zhuqi.interfaces.desk.people.within import people_within, units_within
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.listing import Column, Empty, Listing, Order, no_context
from zhuqi.interfaces.shell.parts import Cell, Fact, Heading, Table
from zhuqi.interfaces.shell.submit import Page, sent, submit
from zhuqi.interfaces.shell.tables import quiet, strong
from zhuqi.ledgers.cases.handover.actions import order_hand_over
from zhuqi.ledgers.cases.handover.workload import open_loads, open_work
from zhuqi.ledgers.cases.models import Case, HandOver, HandOverLine

SHOWN = 50
ENTER = access.official(access.hands_over)


def _leavers(by: Person) -> QuerySet[User]:
    """Whose work one may hand over: one's own, one's staff's, and those one keeps accounts of."""
    reach = Q(pk=by.actor.user_id)
    if headed := by.scope.units(Role.UNIT_HEAD):
        staff = RoleAssignment.objects.filter(unit__in=headed).order_by()
        reach |= Q(pk__in=staff.values("user"))
    if by.scope.units(Role.SECURITY_ADMIN):
        reach |= Q(pk__in=people_within(by.scope).order_by().values("pk"))
    return User.objects.filter(reach)


def _units(by: Person, leaver: User) -> QuerySet[Unit]:
    """Where: any unit of one's own; else those one heads or keeps."""
    if leaver.pk == by.actor.user_id:
        return Unit.objects.all()
    reach = Q(pk__in=by.scope.units(Role.UNIT_HEAD))
    if by.scope.units(Role.SECURITY_ADMIN):
        reach |= Q(pk__in=units_within(by.scope).order_by().values("pk"))
    return Unit.objects.filter(reach)


ORDERS: Listing[HandOver, None] = Listing(
    name="handovers",
    label=_lazy("移交记录"),
    measure=_lazy("次"),
    rows=lambda asked: HandOver.objects.visible_to(asked.person.scope).select_related(
        "leaver", "to", "unit"
    ),
    context=no_context,
    head=Column(
        "leaver",
        _lazy("移交人"),
        lambda one, _page: Cell(
            one.leaver.name, url=reverse("desk:hand_over_order", args=[one.pk])
        ),
    ),
    columns=(
        Column("to", _lazy("接办人"), lambda one, _page: one.to.name),
        Column("at", _lazy("时间"), lambda one, _page: wording.moment(one.ordered_at)),
        Column(
            "state",
            _lazy("结果"),
            lambda one, _page: _("已完成") if one.done_at else _("进行中"),
        ),
    ),
    orders=(Order("newest", _lazy("新的在前"), ("-pk",)),),
    empty=Empty(_lazy("还没有移交过"), _lazy("每一次整批移交都会列在这里。")),
    unmatched=Empty(_lazy("还没有移交过"), _lazy("每一次整批移交都会列在这里。")),
)


@ENTER
def hand_over(request: HttpRequest) -> HttpResponse:
    """Who has open work; whose it is says the page of the person."""
    by = access.of(request)
    leavers = open_loads(handler=by.actor.user_id, units=by.scope.units(Role.UNIT_HEAD))
    table = Table(
        [
            Heading(_("经办人")),
            Heading(_("单位")),
            Heading(_("在办"), number=True),
        ],
        [
            (
                Cell(
                    one.handler.name,
                    url=reverse("desk:hand_over_of", args=[one.handler.pk, one.unit.pk]),
                ),
                one.unit.name,
                one.count,
            )
            for one in leavers
        ],
    )
    return ORDERS.answer(request, by, "desk/people/hand_over.html", {"leavers": table})


@ENTER
def hand_over_of(request: HttpRequest, user: int, unit: int) -> HttpResponse:
    """Preview of one person's open work in one unit; POST orders the hand-over."""
    by = access.of(request)
    leaver = get_object_or_404(_leavers(by), pk=user)
    at = get_object_or_404(_units(by, leaver), pk=unit)
    form = HandOverAllForm(*sent(request), leaver=leaver, unit=at)
    return submit(
        request,
        form,
        lambda data: order_hand_over(leaver=leaver, unit=at, by=by, **data),
        show=Page(
            request,
            "desk/people/hand_over_of.html",
            lambda: {**_preview(by, leaver, at), "form": form},
        ),
        said=_("已开始移交，一件一件办理，可以离开本页"),
        to=lambda order: reverse("desk:hand_over_order", args=[order.pk]),
        shown=(NotNow, NotYours),
    )


def _preview(by: Person, leaver: User, unit: Unit) -> dict[str, object]:
    cases = open_work(leaver.pk, unit.pk)
    seen: QuerySet[Case] = Case.objects.visible_to(by.scope).filter(pk__in=cases.order_by())
    formatter = RowFormatter(by, timezone.now())
    listed = seen.select_related("office", "enterprise", "lead_unit", "due_unit")
    rows = formatter.rows(list(listed.order_by("due_at", "pk")[:SHOWN]))
    return {
        "leaver": leaver,
        "unit": unit,
        "count": cases.count(),
        "rows": case_table(rows),
        "keeper": not rows,
    }


@ENTER
def hand_over_order(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it has come, and why some were not handed over; asks again while it runs."""
    by = access.of(request)
    order = get_object_or_404(
        HandOver.objects.visible_to(by.scope).select_related("leaver", "to", "unit", "ordered_by"),
        pk=pk,
    )
    handed = order.lines.order_by().values("case")
    seen: dict[int, str] = {
        case.pk: case.title
        for case in Case.objects.visible_to(by.scope).filter(pk__in=handed).order_by("pk")
    }
    lines = list(order.lines.select_related("case"))
    done = sum(line.status != HandOverLine.Status.WAITING for line in lines)
    context = {
        "order": order,
        "facts": [
            Fact(_("移交人"), order.leaver.name),
            Fact(_("接办人"), order.to.name),
            Fact(_("单位"), order.unit.name),
            Fact(_("发起"), f"{order.ordered_by.name} {wording.moment(order.ordered_at)}"),
            Fact(_("移交原因"), order.reason),
        ],
        "done": done,
        "total": len(lines),
        "running": order.done_at is None,
        "refused": sum(line.status == HandOverLine.Status.REFUSED for line in lines),
        "outcomes": _outcomes(lines, seen),
    }
    return render(request, "desk/people/hand_over_order.html", context)


def _outcomes(lines: Sequence[HandOverLine], seen: Mapping[int, str]) -> Table:
    """What came of each case. Who may not see the case sees its number only."""
    columns = [
        Heading(_("编号"), css="d-no"),
        Heading(_("诉求")),
        Heading(_("结果")),
        Heading(_("原因"), css="z-wide"),
    ]
    rows: list[Sequence[Cell | object]] = []
    for line in lines:
        number, title = line.case.number, seen.get(line.case_id)
        status = line.get_status_display()
        rows.append(
            [
                Cell(number, url=reverse("desk:case", args=[number]) if title else ""),
                title or quiet(_("内容不显示")),
                strong(status) if line.status == HandOverLine.Status.REFUSED else status,
                line.reason,
            ]
        )
    return Table(columns, rows, keys=False)
