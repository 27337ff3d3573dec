"""Access tokens: one's own, and those of other systems, which the security administrator makes."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotNow, NotYours, Person, Role, Scope
from zhuqi.foundation.tokens import actions, queries
from zhuqi.foundation.tokens.enums import TokenKind
from zhuqi.foundation.tokens.models import ApiToken, ServiceAccount
from zhuqi.foundation.tokens.scopes import in_words
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.forms.base import DeskForm
from zhuqi.interfaces.desk.tokens.forms import SystemForm, TokenForm
from zhuqi.interfaces.shell.drawing import pill, when
from zhuqi.interfaces.shell.parts import Cell, Fact, Heading, RowForm, Table
from zhuqi.interfaces.shell.sent import number_sent
from zhuqi.interfaces.shell.submit import Page, carry_out, shown_once, submit

SHOWN = (NotNow, NotYours)
ADMIN = access.official(access.administers(Role.SECURITY_ADMIN))
MOST_LISTED = 100


def has_tokens(scope: Scope) -> bool:
    """Officials but the three administrators, whose work is on pages alone."""
    return access.works_on_cases(scope)


@access.official(has_tokens)
def own(request: HttpRequest) -> HttpResponse:
    """One's own tokens; a new one's secret stands in this one answer only."""
    by = access.of(request)
    form = TokenForm(request.POST if request.POST.get("step") == "make" else None)

    def page(asked: DeskForm, secret: str = "") -> Page:
        return Page(request, "desk/tokens/own.html", lambda: _context(by, asked, secret))

    if request.method == "POST" and request.POST.get("step") == "revoke":
        return _revoked(request, by, page(form), reverse("desk:tokens"))
    return submit(
        request,
        form,
        lambda data: actions.make_personal(**data, by=by),
        show=page(form),
        to=lambda pair: shown_once(page(TokenForm(), pair[1])()),
        shown=SHOWN,
    )


def _context(by: Person, form: DeskForm, secret: str) -> dict[str, object]:
    mine = queries.tokens(by).filter(user=by.actor.user_id)
    return {"form": form, "secret": secret, "tokens": _table(mine[:MOST_LISTED])}


def _revoked(request: HttpRequest, by: Person, show: Page, to: str) -> HttpResponse:
    def do() -> ApiToken:
        pk = number_sent(request.POST.get("token", ""))
        return actions.revoke(token=get_object_or_404(queries.tokens(by), pk=pk), by=by)

    return carry_out(request, do, show=show, to=to, said=_("已作废"), shown=SHOWN)


def _table(rows: Iterable[ApiToken]) -> Table:
    columns = [
        Heading(_("用途")), Heading(_("状态")), Heading(_("权限"), css="z-wide"),
        Heading(_("有效期至")), Heading(_("最近使用")), Heading(_("操作"), silent=True),
    ]  # fmt: skip
    return Table(columns, [_row(row) for row in rows], keys=False)


def _row(row: ApiToken) -> list[Cell | object]:
    state, live = _state(row)
    revoke = RowForm(_("作废"), {"step": "revoke", "token": row.pk}, quiet=True) if live else ""
    return [
        Cell(row.name, below=f"{row.prefix}…"),
        state,
        in_words(row.scopes.split()),
        when(row.expires_at),
        when(row.last_used_at) if row.last_used_at else _("没有用过"),
        revoke,
    ]


def _state(row: ApiToken) -> tuple[SafeString, bool]:
    if row.revoked_at:
        return pill(_("已作废"), "closed"), False
    if row.expires_at <= timezone.now():
        return pill(_("已过期"), "closed"), False
    return pill(_("有效"), "open"), True


@ADMIN
def systems(request: HttpRequest) -> HttpResponse:
    """Every system that comes in by the API, and a new one."""
    by = access.of(request)
    form = SystemForm(request.POST if request.method == "POST" else None)
    page = Page(
        request,
        "desk/tokens/systems.html",
        lambda: {"form": form, "systems": _systems(queries.services()[:MOST_LISTED])},
    )
    return submit(
        request,
        form,
        lambda data: actions.open_service(**data, by=by),
        show=page,
        to=lambda row: reverse("desk:admin_service", args=[row.pk]),
        said=_("系统账号已登记，请为它生成令牌"),
        shown=SHOWN,
    )


def _systems(rows: Iterable[ServiceAccount]) -> Table:
    columns = [Heading(_("系统")), Heading(_("单位")), Heading(_("联系人")), Heading(_("登记"))]
    cells = [
        [
            Cell(row.system, url=reverse("desk:admin_service", args=[row.pk])),
            row.unit,
            row.contact,
            Cell(when(row.opened_at), below=row.opened_by.name),
        ]
        for row in rows
    ]
    return Table(columns, cells)


@ADMIN
def system(request: HttpRequest, pk: int) -> HttpResponse:
    """One system: its tokens, and a new one's secret in this one answer only."""
    by = access.of(request)
    account = get_object_or_404(queries.services(), pk=pk)
    form = TokenForm(request.POST if request.POST.get("step") == "make" else None)

    def page(asked: DeskForm, secret: str = "") -> Page:
        mine = queries.tokens(by).filter(user=account.user_id, kind=TokenKind.SYSTEM)
        return Page(
            request,
            "desk/tokens/system.html",
            lambda: {
                "account": account,
                "facts": _facts(account),
                "form": asked,
                "secret": secret,
                "tokens": _table(mine[:MOST_LISTED]),
            },
        )

    if request.method == "POST" and request.POST.get("step") == "revoke":
        return _revoked(request, by, page(form), request.path)
    return submit(
        request,
        form,
        lambda data: actions.make_system(account=account, **data, by=by),
        show=page(form),
        to=lambda pair: shown_once(page(TokenForm(), pair[1])()),
        shown=SHOWN,
    )


def _facts(account: ServiceAccount) -> list[Fact]:
    person = reverse("desk:admin_person", args=[account.user_id])
    roles = "、".join(f"{one.get_role_display()}（{one.unit}）" for one in account.user.roles.all())
    return [
        Fact(_("所属单位"), str(account.unit)),
        Fact(_("联系人和电话"), account.contact),
        Fact(_("账号"), account.user.username, url=person),
        Fact(_("角色"), roles),
    ]
