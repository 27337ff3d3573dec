"""The keeper's pages: marked texts that were held back. To read one is a POST and an event."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
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
from zhuqi.interfaces.shell.parts import Fact, Happening
from zhuqi.interfaces.shell.submit import Page, Show, submit

SHOWN = 100
ENTER = access.official(access.administers(Role.KEEPER))


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """A text in the list; never its words."""

    pk: int
    taken: str
    who: str
    place: str
    length: int
    state: str
    waiting: bool


@ENTER
def quarantine(request: HttpRequest) -> HttpResponse:
    """What waits, then what was decided, the newest first."""
    seen = Quarantined.objects.visible_to(access.of(request).scope).defer("text")
    rows = sorted(seen[:SHOWN], key=lambda row: (row.state != State.WAITING, -row.pk))
    context = {"rows": [_line(row) for row in rows], "full": len(rows) == SHOWN}
    return render(request, "desk/quarantine/quarantine.html", context)


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


def _decided(request: HttpRequest, row: Quarantined, **forms: DeskForm) -> Show:
    """The page with the form that was sent; where somebody was faster, as they left it."""

    def show(*, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
        if refusal is None:
            return _page(request, row, **forms)(status=status)
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


def _line(row: Quarantined) -> QuarantinedRow:
    return QuarantinedRow(
        row.pk,
        wording.moment(row.taken_at),
        row.user_name or _("未登录"),
        f"{row.place} {row.field}".strip(),
        row.length,
        str(row.get_state_display()),
        row.state == State.WAITING,
    )
