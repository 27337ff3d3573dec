"""The keeper's pages: marked texts that were held back. To read one is a POST and an event."""

from django.contrib import messages
from django.db.models import Case, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from zhuqi.foundation.access import Refusal, Role
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.quarantine import actions
from zhuqi.foundation.quarantine.enums import QuarantineEvent, State
from zhuqi.foundation.quarantine.models import Quarantined
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.forms.base import DeskForm
from zhuqi.interfaces.desk.quarantine.forms import DestroyForm, ReleaseForm
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.drawing import pill
from zhuqi.interfaces.shell.listing import (
    Asked,
    Column,
    Empty,
    Filter,
    Listing,
    Order,
    no_context,
)
from zhuqi.interfaces.shell.parts import Cell, Fact, Happening
from zhuqi.interfaces.shell.submit import Page, Show, submit

ENTER = access.official(access.administers(Role.KEEPER))


def _rows(asked: Asked) -> QuerySet[Quarantined]:
    """Never with the words; what waits comes before what was decided."""
    seen = Quarantined.objects.visible_to(asked.person.scope).defer("text")
    return seen.annotate(settled=Case(When(state=State.WAITING, then=0), default=1))


def _state(row: Quarantined, _page: None) -> SafeString:
    kind = "waiting" if row.state == State.WAITING else "closed"
    return pill(str(row.get_state_display()), kind)


QUARANTINE: Listing[Quarantined, None] = Listing(
    name="quarantine",
    label=_lazy("截留内容"),
    measure=_lazy("条"),
    rows=_rows,
    context=no_context,
    head=Column(
        "number",
        _lazy("编号"),
        lambda row, _page: Cell(row.pk, url=reverse("desk:quarantined", args=[row.pk])),
        "d-no",
    ),
    columns=(
        Column("taken", _lazy("截留时间"), lambda row, _page: wording.moment(row.taken_at)),
        Column("who", _lazy("提交人"), lambda row, _page: row.user_name or _("未登录")),
        Column("place", _lazy("提交处"), lambda row, _page: f"{row.place} {row.field}".strip()),
        Column("length", _lazy("字数"), lambda row, _page: row.length),
        Column("state", _lazy("状态"), _state),
    ),
    filters=(
        Filter(
            "state",
            _lazy("状态"),
            choices=State.choices,
            apply=lambda rows, state, _asked: rows.filter(state=state),
        ),
    ),
    orders=(Order("waiting", _lazy("待处置的在前"), ("settled", "-pk")),),
    empty=Empty(
        _lazy("没有截留的内容"),
        _lazy("有人提交带密级标志的内容时，会列在这里等您处置，并给您发消息。"),
        "circle-check",
    ),
    unmatched=Empty(_lazy("没有符合条件的内容"), _lazy("可以换一个状态再看。"), "filter"),
    css="d-rows",
)


@ENTER
def quarantine(request: HttpRequest) -> HttpResponse:
    """What waits, then what was decided, the newest first."""
    return QUARANTINE.answer(request, access.of(request), "desk/quarantine/quarantine.html")


@ENTER
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """Who sent it, where and when; what can be done."""
    return _page(request, _row(request, pk))()


@ENTER
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """The text itself, shown once: reloading asks again, and is another reading."""
    _row(request, pk)
    row = actions.read(row_id=pk, by=access.of(request))
    response = _page(request, row, text=row.text)()
    response["Cache-Control"] = "no-store"
    return response


@ENTER
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """认定误报."""
    row, form = _row(request, pk), ReleaseForm(request.POST)
    return submit(
        request,
        form,
        lambda data: actions.release(row_id=pk, by=access.of(request), **data),
        show=_decided(request, row, release=form),
        said=_("已认定误报，提交人可以原样重新提交一次；平台不再保存原文"),
        to="desk:quarantine",
    )


@ENTER
@require_POST
def destroy(request: HttpRequest, pk: int) -> HttpResponse:
    """移交并销毁."""
    row, form = _row(request, pk), DestroyForm(request.POST)
    return submit(
        request,
        form,
        lambda data: actions.destroy(row_id=pk, by=access.of(request), **data),
        show=_decided(request, row, destroy=form),
        said=_("已登记移交，平台上的内容已销毁"),
        to="desk:quarantine",
    )


def _row(request: HttpRequest, pk: int) -> Quarantined:
    visible = Quarantined.objects.visible_to(access.of(request).scope)
    return get_object_or_404(visible.defer("text").select_related("office"), pk=pk)


def _decided(
    request: HttpRequest,
    row: Quarantined,
    *,
    release: DeskForm | None = None,
    destroy: DeskForm | None = None,
) -> Show:
    """The page with the form that was sent; where somebody was faster, as they left it."""

    def show(*, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
        if refusal is None:
            return _page(request, row, release=release, destroy=destroy)(status=status)
        messages.warning(request, refusal.reason)
        return _page(request, _row(request, row.pk))(status=status)

    return show


def _page(
    request: HttpRequest,
    row: Quarantined,
    *,
    text: str = "",
    release: DeskForm | None = None,
    destroy: DeskForm | None = None,
) -> Page:
    facts = [
        Fact(_("提交人"), row.user_name or _("未登录")),
        Fact(_("提交处"), f"{row.place} {row.field}".strip()),
        Fact(_("截留时间"), wording.moment(row.taken_at)),
        Fact(_("字数"), str(row.length)),
        Fact(_("所属活动办"), str(row.office or _("未能确定"))),
    ]
    if row.decided_at:
        facts += [
            Fact(_("处置"), f"{row.get_state_display()} · {wording.moment(row.decided_at)}"),
            Fact(_("处置人"), row.decided_by),
            Fact(_("说明"), row.reason),
            Fact(_("移交给"), f"{row.handed_to} {row.receipt}".strip()),
        ]
    context = {
        "row": row,
        "waiting": row.state == State.WAITING,
        "facts": facts,
        "text": text,
        "release": release or ReleaseForm(),
        "destroy": destroy or DestroyForm(),
        "happenings": _happenings(row),
    }
    return Page(request, "desk/quarantine/quarantined.html", lambda: context)


def _happenings(row: Quarantined) -> list[Happening]:
    events = Event.objects.filter(object_type=actions.OBJECT, object_id=row.pk).order_by("seq")
    return [
        Happening(
            event.recorded_at,
            " ".join(filter(None, (event.actor_unit, event.who))),
            str(QuarantineEvent(event.kind).label),
            str(event.facts.get("reason") or event.facts.get("receipt") or ""),
        )
        for event in events
    ]
