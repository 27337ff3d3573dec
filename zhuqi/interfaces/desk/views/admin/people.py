"""The security administrator's pages: who holds what. No business rows, no log."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotNow, NotValid, NotYours, Person, Refusal, Role, Scope
from zhuqi.foundation.accounts import actions
from zhuqi.foundation.accounts.models import RoleAssignment, User
from zhuqi.foundation.directory.codes import prefix
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk import doors
from zhuqi.interfaces.desk.forms.people import GiveForm, ReasonForm
from zhuqi.interfaces.shell import wording

SHOWN = 50
ENTER = doors.official(doors.administers(Role.SECURITY_ADMIN))


@dataclass(frozen=True, slots=True)
class Holder:
    """A user in the list."""

    pk: int
    name: str
    username: str
    roles: str
    active: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A role in the person's table."""

    pk: int
    role: str
    unit: str
    since: str
    until: str
    running: bool


def units_within(scope: Scope) -> QuerySet[Unit]:
    """Units in the region of the administrator's office."""
    offices = Unit.objects.filter(pk__in=scope.units(Role.SECURITY_ADMIN)).select_related("region")
    reach = Q(pk__in=())
    for office in offices:
        reach |= Q(region__code__startswith=prefix(office.region.code))
    return Unit.objects.filter(reach, active=True).select_related("region")


def people_within(scope: Scope) -> QuerySet[User]:
    """Officials with a role or post there, and those who belong nowhere yet."""
    units = units_within(scope).order_by().values("pk")
    officials = User.objects.filter(official__isnull=False)
    return officials.filter(
        Q(roles__unit__in=units)
        | Q(official__posts__unit__in=units)
        | Q(roles__isnull=True, official__posts__isnull=True)
    ).distinct()


@ENTER
def people(request: HttpRequest) -> HttpResponse:
    """Find somebody by name or user name; role and unit narrow the list."""
    scope = doors.of(request).scope
    text = request.GET.get("q", "").replace("\0", "").strip()[:60]
    role = request.GET.get("role", "")
    found = people_within(scope)
    if text:
        found = found.filter(
            Q(name__icontains=text)
            | Q(username__icontains=text)
            | Q(roles__unit__name__icontains=text)
        )
    if role in set(Role):
        found = found.filter(roles__role=role, roles__until__isnull=True)
    running = RoleAssignment.objects.filter(until__isnull=True).select_related("unit")
    users = found.order_by("name", "pk").prefetch_related(
        Prefetch("roles", running, to_attr="running_roles")
    )[: SHOWN + 1]
    rows = [_holder(user) for user in users]
    context = {
        "rows": rows[:SHOWN],
        "more": len(rows) > SHOWN,
        "q": text,
        "role": role,
        "roles": [(one.value, one.label) for one in Role if one is not Role.FIRM],
    }
    return render(request, "desk/admin/people.html", context)


def _holder(user: User) -> Holder:
    held: list[RoleAssignment] = getattr(user, "running_roles", [])
    roles = "、".join(f"{Role(r.role).label}（{r.unit}）" for r in held)
    return Holder(user.pk, user.name, user.username, roles, user.is_active)


@ENTER
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: roles now and before; give, take back, deactivate, one-time password."""
    by = doors.of(request)
    user = get_object_or_404(people_within(by.scope).select_related("official"), pk=pk)
    if request.method != "POST":
        return _show(request, by, user)
    try:
        return _do(request, by, user, request.POST.get("step", ""))
    except (NotValid, NotNow, NotYours) as refusal:
        return _refused(request, by, user, refusal)


def _do(request: HttpRequest, by: Person, user: User, step: str) -> HttpResponse:
    reason = request.POST.get("reason", "")
    match step:
        case "give":
            return _give(request, by, user)
        case "end":
            held = get_object_or_404(user.roles.all(), pk=_number(request.POST.get("held", "")))
            actions.end_role(assignment=held, by=by, reason=reason)
            messages.success(request, _("角色已收回"))
        case "deactivate":
            actions.deactivate_user(user=user, by=by, reason=reason)
            messages.success(request, _("账号已停用，登录中的会话已结束"))
        case "reactivate":
            actions.reactivate_user(user=user, by=by, reason=reason)
            messages.success(request, _("账号已恢复"))
        case "reset":
            # Shown in this one answer and kept nowhere: no redirect, no cache.
            password = actions.reset_password(user=user, by=by)
            response = _show(request, by, user, password=password)
            response["Cache-Control"] = "no-store"
            return response
        case _:
            raise NotValid(_("请选择要办的事"))
    return redirect("desk:admin_person", user.pk)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _give(request: HttpRequest, by: Person, user: User) -> HttpResponse:
    form = GiveForm(request.POST, units=list(units_within(by.scope)))
    if not form.is_valid():
        return _show(request, by, user, give=form, status=NotValid.status)
    role, unit = Role(form.cleaned_data["role"]), form.cleaned_data["unit"]
    try:
        actions.give_role(user=user, role=role, unit=unit, by=by)
    except NotValid as refusal:
        form.refuse(refusal)
        return _show(request, by, user, give=form, status=refusal.status)
    messages.success(request, _("已授予%(role)s（%(unit)s）") % {"role": role.label, "unit": unit})
    return redirect("desk:admin_person", user.pk)


def _refused(request: HttpRequest, by: Person, user: User, refusal: Refusal) -> HttpResponse:
    user.refresh_from_db()
    return _show(request, by, user, banner=refusal.reason, status=refusal.status)


def _show(
    request: HttpRequest,
    by: Person,
    user: User,
    *,
    give: GiveForm | None = None,
    banner: str = "",
    password: str = "",
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    held = [
        Held(
            r.pk,
            Role(r.role).label,
            r.unit.name,
            wording.moment(r.since, weekday=False),
            wording.moment(r.until, weekday=False),
            r.until is None or r.until > now,
        )
        for r in user.roles.select_related("unit").order_by("-id")
    ]
    units = list(units_within(by.scope).order_by("region__code", "kind", "id"))
    context = {
        "user_": user,
        "posts": [
            (str(p), wording.day(p.since, weekday=False), wording.day(p.until, weekday=False))
            for p in (user.official.posts.select_related("unit") if user.official else ())
        ],
        "held": held,
        "give": give or GiveForm(units=units),
        "end": ReasonForm(auto_id="end_%s"),
        "active": ReasonForm(auto_id="active_%s"),
        "own": user.pk == by.actor.user_id,
        "banner": banner,
        "password": password,
    }
    return render(request, "desk/admin/person.html", context, status=status)
