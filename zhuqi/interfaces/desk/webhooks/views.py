"""Webhooks: one's own, and for the security administrator those of other systems."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotNow, NotYours, Person, Role, Scope
from zhuqi.foundation.webhooks import actions, queries
from zhuqi.foundation.webhooks.models import Webhook
from zhuqi.foundation.webhooks.subjects import in_words
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.forms.base import DeskForm
from zhuqi.interfaces.desk.webhooks import rows
from zhuqi.interfaces.desk.webhooks.forms import SystemWebhookForm, WebhookForm
from zhuqi.interfaces.shell.drawing import when
from zhuqi.interfaces.shell.parts import Cell, Fact, Heading, Table
from zhuqi.interfaces.shell.sent import number_sent
from zhuqi.interfaces.shell.submit import Page, carry_out, shown_once, submit

SHOWN = (NotNow, NotYours)
MOST_LISTED = 100
MOST_DELIVERIES = 50


def keeps_webhooks(scope: Scope) -> bool:
    """Whoever may have tokens, and the security administrator for other systems."""
    return access.works_on_cases(scope) or _for_systems(scope)


def _for_systems(scope: Scope) -> bool:
    return scope.own.holds(Role.SECURITY_ADMIN)


@access.official(keeps_webhooks)
def listed(request: HttpRequest) -> HttpResponse:
    """Those one keeps, and a new one, whose secret stands in this one answer only."""
    by = access.of(request)
    systems = _for_systems(by.scope)
    kind = SystemWebhookForm if systems else WebhookForm
    make: Callable[..., tuple[Webhook, str]] = actions.make_system if systems else actions.make_own
    form = kind(request.POST if request.method == "POST" else None)

    def page(asked: DeskForm, made: tuple[Webhook, str] | None = None) -> Page:
        context = {"form": asked, "systems": systems, "secret": made[1] if made else ""}
        return Page(
            request, "desk/webhooks/list.html", lambda: {**context, "webhooks": _table(by, systems)}
        )

    return submit(
        request,
        form,
        lambda data: make(**data, by=by),
        show=page(form),
        to=lambda made: shown_once(page(kind(), made)()),
        shown=SHOWN,
    )


def _table(by: Person, systems: bool) -> Table:  # noqa: FBT001 (said once, above)
    several = list(queries.webhooks(by)[:MOST_LISTED])
    groups = queries.readable_groups([row.user_id for row in several], timezone.now())
    whose = [Heading(_("系统"))] if systems else []
    columns = [
        Heading(_("用途")), *whose, Heading(_("状态")), Heading(_("推送的动态"), css="z-wide"),
        Heading(_("最近送达")),
    ]  # fmt: skip
    return Table(columns, [list(_row(row, systems, groups[row.user_id])) for row in several])


def _row(row: Webhook, systems: bool, groups: frozenset[str]) -> Iterable[Cell | object]:  # noqa: FBT001
    yield Cell(row.name, below=row.url, url=reverse("desk:webhook", args=[row.pk]), clamp=True)
    if systems:
        yield row.user.name
    yield rows.standing(row, queries.why_silent(row, groups))
    yield Cell(in_words(row.kinds.split()), clamp=True)
    yield when(row.answered_at) if row.answered_at else _("还没有")


@access.official(keeps_webhooks)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: how it stands, what can be done, and what was sent."""
    by = access.of(request)
    row = get_object_or_404(queries.webhooks(by), pk=pk)

    def page(secret: str = "") -> Page:
        return Page(request, "desk/webhooks/one.html", lambda: _context(row, secret))

    if request.method != "POST":
        return page()()
    wanted = request.POST.get("step", "")
    if wanted == "rotate":
        return carry_out(
            request,
            lambda: actions.rotate_secret(webhook=row, by=by),
            show=page(),
            to=lambda made: shown_once(page(made[1])()),
            shown=SHOWN,
        )
    step = _STEPS.get(wanted)
    if step is None:
        raise Http404
    return carry_out(
        request,
        lambda: step(request, row, by),
        show=page(),
        to=reverse("desk:webhooks") if step is _delete else request.path,
        said=str,
        shown=SHOWN,
    )


Step = Callable[[HttpRequest, Webhook, Person], str]


def _pause(_request: HttpRequest, row: Webhook, by: Person) -> str:
    actions.pause_webhook(webhook=row, by=by)
    return _("已暂停，暂停期间发生的不补推")


def _resume(_request: HttpRequest, row: Webhook, by: Person) -> str:
    waiting = actions.resume_webhook(webhook=row, by=by)
    return _("已恢复，没有送达的 %(n)s 条接着推送") % {"n": waiting} if waiting else _("已恢复")


def _replay(request: HttpRequest, row: Webhook, by: Person) -> str:
    pk = number_sent(request.POST.get("delivery", ""))
    actions.replay(delivery=get_object_or_404(queries.deliveries(row), pk=pk), by=by)
    return _("已排入重发")


def _delete(_request: HttpRequest, row: Webhook, by: Person) -> str:
    actions.delete_webhook(webhook=row, by=by)
    return _("推送“%(name)s”已删除") % {"name": row.name}


_STEPS: Mapping[str, Step] = {
    "pause": _pause, "resume": _resume, "replay": _replay, "delete": _delete,
}  # fmt: skip


def _context(row: Webhook, secret: str) -> Mapping[str, Any]:
    now = timezone.now()
    row.refresh_from_db()
    groups = queries.readable_groups([row.user_id], now)[row.user_id]
    silent = queries.why_silent(row, groups)
    sent = list(queries.deliveries(row)[:MOST_DELIVERIES])
    return {
        "webhook": row,
        "secret": secret,
        "state": rows.standing(row, silent),
        "silent": "" if row.paused_at else silent,
        "facts": _facts(row),
        "deliveries": rows.deliveries(sent, paused=bool(row.paused_at)),
        "most": MOST_DELIVERIES,
    }


def _facts(row: Webhook) -> list[Fact]:
    before = row.before_until if row.before_until and row.before_until > timezone.now() else None
    facts = [
        Fact(_("接收地址"), row.url, wide=True),
        Fact(_("推送的动态"), in_words(row.kinds.split()), wide=True),
        Fact(_("账号"), row.user.name),
        Fact(_("新建"), when(row.made_at), hint=row.made_by.name),
        Fact(_("最近送达"), when(row.answered_at) if row.answered_at else _("还没有")),
    ]
    if before:
        facts.append(Fact(_("原来的密钥"), when(before), hint=_("在此之前仍同时有效")))
    if row.retry_at and row.retry_at > timezone.now() and not row.paused_at:
        facts.append(Fact(_("下次尝试"), when(row.retry_at), hint=_("上次没有送达")))
    return facts
