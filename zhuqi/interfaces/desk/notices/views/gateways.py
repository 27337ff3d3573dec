"""The system administrator's page of channels: set up, try, see what went and what did not."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotNow, Person, Role
from zhuqi.foundation.accounts.rates import HOUR, take_or_refuse
from zhuqi.foundation.audit.queries import events_of
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.notices import actions
from zhuqi.foundation.notices.actions import Trial
from zhuqi.foundation.notices.actions.gateways import OBJECT
from zhuqi.foundation.notices.enums import Channel
from zhuqi.foundation.notices.models import Gateway
from zhuqi.foundation.notices.queries import gateways, last_deliveries, problem_of
from zhuqi.foundation.notices.texts import texts
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.notices.forms import GatewayForm, TrialForm
from zhuqi.interfaces.shell import tables, wording
from zhuqi.interfaces.shell.drawing import when
from zhuqi.interfaces.shell.event_words import describe
from zhuqi.interfaces.shell.parts import Cell, Fact, Heading, Table
from zhuqi.interfaces.shell.sent import number_sent
from zhuqi.interfaces.shell.submit import Cleaned, Page, submit

ENTER = access.official(access.administers(Role.SYSTEM_ADMIN))
DELIVERIES_SHOWN = 30
EVENTS_SHOWN = 10
TRIALS_PER_HOUR = 20


@ENTER
def list_gateways(request: HttpRequest) -> HttpResponse:
    """All channels with their state, units' groups, and the last notices that left."""
    if "unit" in request.GET:
        unit = number_sent(request.GET["unit"])
        return redirect("desk:admin_robot", unit) if unit else redirect(request.path)
    kept = gateways()
    shared = {row.channel: row for row in kept if row.unit_id is None}
    context = {
        "channels": _channels(shared),
        "robots": _robots([row for row in kept if row.unit_id]),
        "units": Unit.objects.filter(active=True).order_by("region__code", "kind", "id"),
        "deliveries": _deliveries(last_deliveries(DELIVERIES_SHOWN)),
    }
    return render(request, "desk/notices/gateways.html", context)


_NOTES = {
    Channel.EMAIL: "服务器、用户名和密码在环境变量 ZHUQI_EMAIL_URL 里",
    Channel.CHAT: "企业微信应用等，按每个人的手机号或账号发送",
    Channel.SMS: "短信服务商的 HTTP 接口",
}


def _channels(shared: Mapping[str, Gateway]) -> Table:
    columns = [Heading(_("通道")), Heading(_("状态")), Heading(_("说明"), css="z-wide")]
    rows = []
    for channel in Channel:
        kept = shared.get(channel)
        name = Cell(str(channel.label), url=reverse("desk:admin_gateway", args=[channel]))
        why_not = problem_of(kept) if kept else _("没有设置")
        rows.append([name, _state(why_not), _NOTES[channel]])
    return Table(columns, rows)


def _robots(kept: Sequence[Gateway]) -> Table:
    columns = [Heading(_("单位")), Heading(_("状态")), Heading(_("环境变量"))]
    rows = [
        [
            Cell(str(row.unit), url=reverse("desk:admin_robot", args=[row.unit_id])),
            _state(problem_of(row)),
            format_html("<code>{}</code>", row.variable),
        ]
        for row in kept
    ]
    return Table(columns, rows, css="d-below")


def _state(why_not: str) -> SafeString:
    return tables.quiet(why_not) if why_not else tables.strong(_("可以发送"))


def _deliveries(last: Iterable[Any]) -> Table:
    columns = [
        Heading(_("时间")),
        Heading(_("通道")),
        Heading(_("文字"), css="z-wide"),
        Heading(_("发往")),
        Heading(_("结果"), css="z-wide"),
        Heading(_("次数"), number=True),
    ]
    return Table(columns, [_delivery(row) for row in last], keys=False)


def _delivery(row: Any) -> list[Cell | object]:
    known = texts().get(row.text_code)
    state = row.get_state_display()
    return [
        when(row.tried_at or row.created_at, "plain"),
        row.get_channel_display(),
        known.label if known else row.text_code,
        row.address,
        Cell(state if row.state in {"sent", "owed"} else tables.strong(state), below=row.reason),
        row.attempts,
    ]


@ENTER
def edit_gateway(request: HttpRequest, channel: str) -> HttpResponse:
    """One channel that reaches persons."""
    if channel not in Channel.values:
        raise Http404
    return _edit(request, Channel(channel), None)


@ENTER
def edit_robot(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit's group robot."""
    return _edit(request, Channel.CHAT, get_object_or_404(Unit, pk=pk))


def _edit(request: HttpRequest, channel: Channel, unit: Unit | None) -> HttpResponse:
    gateway = Gateway.objects.filter(channel=channel, unit=unit).first()
    known = gateway or Gateway(channel=channel, unit=unit)
    if request.POST.get("step") == "trial":
        return _try(request, access.of(request), known)
    form = GatewayForm(known, request.POST if request.method == "POST" else None)

    def saved(row: Gateway) -> str:
        if why_not := problem_of(row):
            messages.info(request, _("已保存。现在还不能发送：%(why)s") % {"why": why_not})
        else:
            messages.success(request, _("已保存，可以发送"))
        return request.path

    return submit(
        request,
        form,
        lambda _data: actions.configure_gateway(
            channel=channel, unit=unit, settings=form.settings, by=access.of(request)
        ),
        show=_page(request, known, form=form),
        to=saved,
    )


def _try(request: HttpRequest, by: Person, gateway: Gateway) -> HttpResponse:
    """Really send; what the other side says is shown in this very answer."""
    form = TrialForm(gateway, request.POST)

    def send(data: Cleaned) -> Trial:
        if not gateway.pk:
            raise NotNow(_("先保存设置，再试发"))
        take_or_refuse(f"notices.trial:{by.actor.user_id}", TRIALS_PER_HOUR, HOUR)
        return actions.try_out(gateway=gateway, to=data.get("to", ""), by=by)

    return submit(
        request,
        form,
        send,
        show=_page(request, gateway, trial=form),
        to=lambda outcome: _page(request, gateway, trial=form, outcome=outcome)(),
    )


def _page(
    request: HttpRequest,
    gateway: Gateway,
    *,
    form: GatewayForm | None = None,
    trial: TrialForm | None = None,
    outcome: Trial | None = None,
) -> Page:
    return Page(
        request,
        "desk/notices/gateway.html",
        lambda: {
            **_context(gateway),
            "form": form or GatewayForm(gateway),
            "trial": trial or TrialForm(gateway),
            "outcome": outcome,
        },
    )


def _context(gateway: Gateway) -> dict[str, object]:
    channel = Channel(gateway.channel)
    events = (
        list(events_of(OBJECT, gateway.pk).order_by("-seq")[:EVENTS_SHOWN]) if gateway.pk else []
    )
    return {
        "title": _("%(unit)s的群") % {"unit": gateway.unit} if gateway.unit else channel.label,
        "channel": str(channel),
        "group": gateway.unit_id is not None,
        "placeholders": [
            Fact(tables.placeholder("phone"), _("收短信的号码")),
            Fact(tables.placeholder("text"), _("短信内容")),
            Fact(tables.placeholder("id"), _("这条短信的编号，重发时不变")),
        ],
        "why_not": problem_of(gateway) if gateway.pk else _("没有设置"),
        "told": [(wording.moment(one.event.recorded_at), one) for one in describe(events)],
    }
