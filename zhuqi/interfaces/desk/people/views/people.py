"""The security administrator's pages: who holds what. No business rows, no log."""

from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from zhuqi.foundation.access import NotNow, NotValid, NotYours, Person, Role
from zhuqi.foundation.accounts import actions
from zhuqi.foundation.accounts.actions.personal_data import export_personal_data
from zhuqi.foundation.accounts.enums import UserEvent
from zhuqi.foundation.accounts.models import RoleAssignment, User
from zhuqi.foundation.accounts.moments import running_on
from zhuqi.foundation.accounts.personal_data import Sought
from zhuqi.foundation.accounts.queries import free_username
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.models import Official, Post
from zhuqi.foundation.typed import phone_or_text
from zhuqi.foundation.typed.matching import spelled_in
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.people.forms.people import GiveForm, OpenForm, ReasonForm
from zhuqi.interfaces.desk.people.views.absence import absences_of
from zhuqi.interfaces.desk.people.within import (
    officials_within,
    people_within,
    units_within,
    user_of,
)
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.event_words import DescribedEvent, describe
from zhuqi.interfaces.shell.listing import (
    Asked,
    Column,
    Empty,
    Filter,
    Kind,
    Listing,
    Order,
    no_context,
)
from zhuqi.interfaces.shell.parts import Cell, Heading, RowField, RowForm, Table
from zhuqi.interfaces.shell.personal_data import answer
from zhuqi.interfaces.shell.sent import number_sent
from zhuqi.interfaces.shell.submit import Cleaned, Page, Show, carry_out, sent, submit
from zhuqi.ledgers.cases.handover.workload import open_loads

ENTER = access.official(access.administers(Role.SECURITY_ADMIN))


@ENTER
def people(request: HttpRequest) -> HttpResponse:
    """Find somebody by name or user name; role and unit narrow the list.

    A POST hands out what is held on a person named with their phone.
    """
    if request.method == "POST":
        return _of_name_and_phone(request)
    return _list(request)()


def _of_name_and_phone(request: HttpRequest) -> HttpResponse:
    """What is held on somebody who may have no account, in the offices one answers for."""
    by = access.of(request)
    name, phone = (
        request.POST.get(key, "").replace("\0", "").strip()[:40] for key in ("name", "phone")
    )
    if not name or not phone:
        refusal = NotValid(_("请填写姓名和电话"))
        return _list(request)(status=refusal.status, refusal=refusal)
    offices = frozenset(units_within(by.scope).order_by().values_list("pk", flat=True))
    firm_people = Q(official__isnull=True, memberships__office__in=offices)
    reach = firm_people | Q(pk__in=people_within(by.scope).order_by().values("pk"))
    phones = (phone, phone_or_text(phone))
    users = User.objects.filter(reach, name=name, phone__in=phones).distinct().order_by("pk")
    sought = Sought(list(users), name, phone, offices)
    back = reverse("desk:admin_people")
    return carry_out(
        request,
        lambda: export_personal_data(sought, by=by, reason=request.POST.get("reason", "")),
        show=_list(request),
        to=lambda data: answer(request, data, "desk/people/personal_data.html", back),
        shown=(),
    )


def _list(request: HttpRequest) -> Show:
    return PEOPLE.page(request, access.of(request), "desk/people/people.html")


def _people(asked: Asked) -> QuerySet[Official]:
    running_roles = RoleAssignment.objects.filter(until__isnull=True).select_related("unit")
    posts = Post.objects.filter(running_on(asked.now)).select_related("unit")
    return (
        officials_within(asked.person.scope)
        .select_related("user")
        .prefetch_related(
            Prefetch("user__roles", running_roles, to_attr="running_roles"),
            Prefetch("posts", posts, to_attr="running_posts"),
        )
    )


def _named(rows: QuerySet[Official], text: str, _asked: Asked) -> QuerySet[Official]:
    # In a query of its own: a person with two posts stands in the list once.
    units = ("user__roles__unit__name", "posts__unit__name")
    found = Official.objects.filter(
        spelled_in(text, "name", "user__name", "user__username", *units)
    )
    return rows.filter(pk__in=found.order_by().values("pk"))


def _with_role(rows: QuerySet[Official], role: str, _asked: Asked) -> QuerySet[Official]:
    held = RoleAssignment.objects.filter(role=role, until__isnull=True)
    return rows.filter(user__in=held.order_by().values("user"))


def _by_account(rows: QuerySet[Official], state: str, _asked: Asked) -> QuerySet[Official]:
    if state == "none":
        return rows.filter(user__isnull=True)
    return rows.filter(user__is_active=state == "open")


def _roles(official: Official, _page: None) -> Cell:
    held: list[RoleAssignment] = getattr(user_of(official), "running_roles", [])
    if not held:
        return Cell(format_html('<span class="z-quiet">{}</span>', _("没有角色")))
    return Cell("、".join(f"{Role(r.role).label}（{r.unit}）" for r in held))


def _posts(official: Official, _page: None) -> str:
    posts: list[Post] = getattr(official, "running_posts", [])
    return "；".join(map(str, posts))


def _account(official: Official, _page: None) -> Cell:
    user = user_of(official)
    if user is None:
        return Cell(format_html("<b>{}</b>", _("没有账号")))
    return Cell(_("在用") if user.is_active else format_html("<b>{}</b>", _("已停用")))


def _name(official: Official, _page: None) -> Cell:
    user = user_of(official)
    if user is None:
        return Cell(official.name, url=reverse("desk:admin_open_account", args=[official.pk]))
    return Cell(user.name, url=reverse("desk:admin_person", args=[user.pk]))


def _username(official: Official, _page: None) -> str:
    user = user_of(official)
    return user.username if user else ""


NOBODY = Empty(_lazy("没有找到"), _lazy("只列出您管理范围内的机关工作人员。"), "users")
PEOPLE: Listing[Official, None] = Listing(
    name="people",
    label=_lazy("人员与角色"),
    measure=_lazy("人"),
    rows=_people,
    context=no_context,
    head=Column("name", _lazy("姓名"), _name, sort=("name",)),
    columns=(
        Column("username", _lazy("用户名"), _username, sort=("user__username",)),
        Column("posts", _lazy("职务"), _posts, "z-wide"),
        Column("roles", _lazy("现任角色"), _roles, "z-wide"),
        Column("account", _lazy("账号"), _account),
    ),
    filters=(
        Filter("q", _lazy("查找"), Kind.TEXT, _named, hint=_lazy("姓名、用户名、单位")),
        Filter(
            "role",
            _lazy("角色"),
            choices=[(one.value, one.label) for one in Role if one is not Role.FIRM],
            apply=_with_role,
        ),
        Filter(
            "account",
            _lazy("账号"),
            choices=[
                ("none", _lazy("没有账号")),
                ("open", _lazy("在用")),
                ("closed", _lazy("已停用")),
            ],
            apply=_by_account,
        ),
    ),
    orders=(Order("name", _lazy("按姓名"), ("name", "pk")),),
    empty=NOBODY,
    unmatched=NOBODY,
)


@ENTER
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: roles now and before; give, take back, deactivate, one-time password."""
    by = access.of(request)
    user = get_object_or_404(people_within(by.scope).select_related("official"), pk=pk)
    if request.method != "POST":
        return _page(request, by, user)()
    if request.POST.get("step") == "give":
        return _give(request, by, user)
    show, shown = _page(request, by, user), (NotNow, NotYours)
    if answered := _ANSWERS.get(request.POST.get("step", "")):
        return carry_out(
            request,
            lambda: answered(request, by, user),
            show=show,
            to=lambda answer_: answer_,
            shown=shown,
        )
    return carry_out(
        request,
        lambda: _do(request, by, user),
        show=show,
        said=lambda said: said,
        to=reverse("desk:admin_person", args=[user.pk]),
        shown=shown,
    )


def _do(request: HttpRequest, by: Person, user: User) -> str:
    reason = request.POST.get("reason", "")
    match request.POST.get("step", ""):
        case "end":
            held = get_object_or_404(user.roles.all(), pk=number_sent(request.POST.get("held", "")))
            actions.end_role(assignment=held, by=by, reason=reason)
            return _("角色已收回")
        case "bind":
            actions.bind_identity(user=user, identity=request.POST.get("identity", ""), by=by)
            return _("已绑定，本人可以用统一身份认证登录")
        case "unbind":
            actions.unbind_identity(user=user, identity=request.POST.get("identity", ""), by=by)
            return _("已解绑")
        case "deactivate":
            actions.deactivate_user(user=user, by=by, reason=reason)
            return _("账号已停用，登录中的会话已结束")
        case "reactivate":
            actions.reactivate_user(user=user, by=by, reason=reason)
            return _("账号已恢复")
        case _:
            raise NotValid(_("请选择要办的事"))


def _reset(request: HttpRequest, by: Person, user: User) -> HttpResponse:
    return first_letter(request, by, user, actions.reset_password(user=user, by=by))


def first_letter(request: HttpRequest, by: Person, user: User, password: str) -> HttpResponse:
    """首次登录须知, shown in this one answer and kept nowhere: no redirect, no cache."""
    context = {
        "user_": user,
        "password": password,
        "by": by.actor,
        "today": wording.day(timezone.localdate(), weekday=False),
        "address": request.build_absolute_uri(reverse("account_login")),
    }
    response = render(request, "desk/people/first_letter.html", context)
    response["Cache-Control"] = "no-store"
    return response


@ENTER
def open_account(request: HttpRequest, pk: int) -> HttpResponse:
    """开通账号 for somebody in office; the first password stands on the letter that answers."""
    by = access.of(request)
    official = get_object_or_404(officials_within(by.scope).select_related("user"), pk=pk)
    user = user_of(official)
    if user is not None and request.method != "POST":
        return redirect("desk:admin_person", user.pk)
    units = list(units_within(by.scope).order_by("region__code", "kind", "id"))
    posts = list(official.posts.filter(running_on(timezone.now())).select_related("unit"))
    initial: dict[str, object] = {
        "username": free_username(official.name) if request.method != "POST" else ""
    }
    if posts:
        initial["unit"] = posts[0].unit_id
    form = OpenForm(*sent(request), units=units, initial=initial)

    def opened(made: actions.Opened) -> HttpResponse:
        return first_letter(request, by, made.user, made.password)

    return submit(
        request,
        form,
        lambda data: actions.open_account(
            official=official, by=by, username=data["username"], **_first_role(data)
        ),
        show=Page(
            request,
            "desk/people/open_account.html",
            lambda: {"official": official, "posts": posts, "form": form, "has": user},
        ),
        to=opened,
        shown=(NotNow, NotYours),
    )


def _first_role(data: Cleaned) -> dict[str, Any]:
    """A role from the start, where one was chosen."""
    if not data["role"]:
        return {}
    return _role({name: data[name] for name in ("role", "unit", "until", "seconded_from")})


def _export(request: HttpRequest, by: Person, user: User) -> HttpResponse:
    found = export_personal_data(Sought([user]), by=by, reason=request.POST.get("reason", ""))
    back = reverse("desk:admin_person", args=[user.pk])
    return answer(request, found, "desk/people/personal_data.html", back)


_ANSWERS = {"reset": _reset, "export": _export}


def _give(request: HttpRequest, by: Person, user: User) -> HttpResponse:
    form = GiveForm(request.POST, units=list(units_within(by.scope)))
    return submit(
        request,
        form,
        lambda data: actions.give_role(user=user, by=by, **_role(data)),
        show=_page(request, by, user, give=form),
        said=lambda held: (
            _("已授予%(role)s（%(unit)s）") % {"role": Role(held.role).label, "unit": held.unit}
        ),
        to=reverse("desk:admin_person", args=[user.pk]),
        shown=(NotNow, NotYours),
    )


def _role(data: Cleaned) -> dict[str, Any]:
    """The last day is given, the end of it is meant."""
    last = data["until"]
    until = datetime.combine(last + timedelta(days=1), time.min, SHANGHAI) if last else None
    return {**data, "role": Role(data["role"]), "until": until}


# What the security administrator did to the account; sign-ins are the auditor's matter.
_OWN_EVENTS = (
    UserEvent.CREATED,
    UserEvent.ROLE_GIVEN,
    UserEvent.ROLE_ENDED,
    UserEvent.DEACTIVATED,
    UserEvent.REACTIVATED,
    UserEvent.PASSWORD_RESET,
)
_EVENTS_SHOWN = 50


def _history(user: User) -> list[tuple[str, DescribedEvent]]:
    """Who gave, took and changed what when, newest first."""
    events = Event.objects.filter(
        object_type="user", object_id=user.pk, kind__in=[event.value for event in _OWN_EVENTS]
    )
    return [
        (wording.moment(told.event.recorded_at), told)
        for told in describe(events.order_by("-seq")[:_EVENTS_SHOWN])
    ]


def _page(
    request: HttpRequest,
    by: Person,
    user: User,
    *,
    give: GiveForm | None = None,
) -> Page:
    def context() -> dict[str, object]:
        if request.method == "POST":
            user.refresh_from_db()
        return _context(by, user, give)

    return Page(request, "desk/people/person.html", context)


def _held(user: User, *, own: bool) -> Table | None:
    """Roles now and before, with what can be done to each; None where there never was one."""
    now = timezone.now()
    columns = [
        Heading(_("角色")),
        Heading(_("单位")),
        Heading(_("起")),
        Heading(_("止")),
        Heading(_("收回"), silent=True),
    ]
    rows = [
        [
            Role(one.role).label,
            f"{one.unit.name}（抽调自{one.seconded_from}）" if one.seconded_from else one.unit.name,
            wording.moment(one.since, weekday=False),
            wording.moment(one.until, weekday=False),
            None if own else _offered(one, running=one.until is None or one.until > now),
        ]
        for one in user.roles.select_related("unit", "seconded_from").order_by("-id")
    ]
    return Table(columns, rows, keys=False) if rows else None


def _offered(held: RoleAssignment, *, running: bool) -> RowForm:
    """Taking a role back says why; what was taken is given anew with one press."""
    if not running:
        again = {"step": "give", "role": held.role, "unit": held.unit_id}
        return RowForm(_("重新授予"), again, quiet=True)
    reason = RowField("reason", f"end_{held.pk}", _("理由"), longest=200)
    return RowForm(_("收回角色"), {"step": "end", "held": held.pk}, _("收回"), reason)


def _context(by: Person, user: User, give: GiveForm | None) -> dict[str, object]:
    units = list(units_within(by.scope).order_by("region__code", "kind", "id"))
    return {
        "user_": user,
        "absences": absences_of(by, user),
        "posts": [
            (str(p), wording.day(p.since, weekday=False), wording.day(p.until, weekday=False))
            for p in (user.official.posts.select_related("unit") if user.official else ())
        ],
        "held": _held(user, own=user.pk == by.actor.user_id),
        "give": give or GiveForm(units=units),
        "active": ReasonForm(auto_id="active_%s"),
        "own": user.pk == by.actor.user_id,
        "told": _history(user),
        "sso": settings.OIDC["name"] if settings.OIDC else "",
        "identities": actions.identities_of(user) if settings.OIDC else [],
        "loads": open_loads(handler=user.pk),
    }
