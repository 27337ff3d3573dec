"""请假代理: who is away, who stands in; entered by oneself, one's head, or an administrator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from zhuqi.foundation.access import UNIT_ROLES, NotNow, NotYours, Person, Role
from zhuqi.foundation.accounts import actions
from zhuqi.foundation.accounts.absences import leaders_in, units_worked_in, why_void
from zhuqi.foundation.accounts.deputizing import HEADS
from zhuqi.foundation.accounts.models import Deputy, User
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.people.forms.absence import AbsenceForm
from zhuqi.interfaces.desk.people.within import people_within
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.listing import Asked, Column, Empty, Listing, Order
from zhuqi.interfaces.shell.parts import Heading, RowForm, Table
from zhuqi.interfaces.shell.sent import number_sent
from zhuqi.interfaces.shell.submit import carry_out, submit
from zhuqi.interfaces.shell.tables import strong


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """One absence in the list. `may_end` shows the button."""

    pk: int
    absent: str
    unit: str
    deputy: str
    days: str
    state: str
    why: str
    running: bool
    may_end: bool
    void: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """Whose absences, and what may be done about them."""

    title: str
    sentence: str
    address: str
    back_url: str = ""
    back_label: str = ""


@access.official(access.has_work)
def absence(request: HttpRequest) -> HttpResponse:
    """My absences and those I stand in for; for heads those of the whole unit."""
    by = access.of(request)
    me = User.objects.select_related("official").get(pk=by.actor.user_id)
    headed = by.scope.own.units(*HEADS)
    units = list(
        (units_worked_in(me, timezone.now()) | Unit.objects.filter(pk__in=headed)).distinct()
    )
    about = About(
        _("请假代理"),
        _("不在岗时，把手上的事交给同单位的同事代办，到期自动收回。"),
        reverse("desk:absence"),
    )
    rows = Deputy.objects.visible_to(by.scope)
    form = AbsenceForm(_typed(request), me=me, units=units, headed=headed)
    return _serve(request, by, about, rows, form)


@access.official(access.administers(Role.SECURITY_ADMIN))
def absence_of(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for somebody the security administrator keeps, who cannot do it themself."""
    by = access.of(request)
    user = get_object_or_404(people_within(by.scope).select_related("official"), pk=pk)
    units = list(units_worked_in(user, timezone.now()))
    about = About(
        _("%(name)s的请假代理") % {"name": user.name},
        _("本人和单位负责人都办不了时，由安全管理员代为填写。"),
        reverse("desk:admin_absence", args=[user.pk]),
        reverse("desk:admin_person", args=[user.pk]),
        user.name,
    )
    rows = Deputy.objects.filter(absent=user)
    form = AbsenceForm(_typed(request), me=user, units=units)
    return _serve(request, by, about, rows, form)


def _serve(
    request: HttpRequest, by: Person, about: About, rows: QuerySet[Deputy], form: AbsenceForm
) -> HttpResponse:
    ended = rows.exclude(_unended()).select_related("absent", "deputy", "unit")
    show = replace(ENDED, rows=lambda _asked: ended).page(
        request,
        by,
        "desk/people/absence.html",
        lambda: {"page": about, **_context(by, rows, form)},
    )
    shown = (NotNow, NotYours)
    if request.method == "POST" and request.POST.get("step") == "end":
        row = get_object_or_404(rows, pk=number_sent(request.POST.get("row", "")))
        said = _("代理已结束，%(name)s的事由本人办理") % {"name": row.absent.name}
        return carry_out(
            request,
            lambda: actions.end_deputy(row=row, by=by),
            show=show,
            said=said,
            to=about.address,
            shown=shown,
        )
    return submit(
        request,
        form,
        lambda _data: actions.name_deputy(**form.absence(), by=by),
        show=show,
        said=_named,
        to=about.address,
        shown=shown,
    )


def _named(row: Deputy) -> str:
    return _("已填写：%(absent)s %(days)s 请假，由%(deputy)s代理") % {
        "absent": row.absent.name,
        "days": _days(row),
        "deputy": row.deputy.name,
    }


def _typed(request: HttpRequest) -> QueryDict | None:
    """What was filled in; None for a page that is only looked at, and for ending one."""
    return request.POST if request.POST.get("step") == "name" else None


def _days(row: Deputy) -> str:
    since, until = (wording.day(day, weekday=False) for day in (row.since, row.until))
    return since if since == until else f"{since}至{until}"


def _state(row: Deputy) -> str:
    if row.ended_at is not None:
        return _("已提前结束")
    today = timezone.localdate()
    if row.until < today:
        return _("已结束")
    return _("未开始") if row.since > today else _("代理中")


def _line(row: Deputy, by: Person, leaders: frozenset[int], void: str) -> AbsenceRow:
    """Why somebody is away is for them and whoever answers for them, not for the deputy.

    The head of an office sees that a leader is away, but neither why nor the button.
    """
    me = by.actor.user_id
    looks_on = (
        row.absent_id in leaders
        and me not in {row.absent_id, row.deputy_id}
        and not by.scope.own.holds(Role.SECURITY_ADMIN)
    )
    over = row.ended_at is not None or row.until < timezone.localdate()
    return AbsenceRow(
        row.pk,
        row.absent.name,
        str(row.unit),
        row.deputy.name,
        _days(row),
        _("代理落空：%(why)s，请结束后另选代理人") % {"why": void} if void else _state(row),
        "" if row.deputy_id == me or looks_on else row.why,
        row.is_running,
        not over and not looks_on,
        void,
    )


def _why_nobody(by: Person, form: AbsenceForm) -> str:
    """Why no deputy can be named; "" where one can."""
    if form.units and form.somebody_can:
        return ""
    if not form.units and by.scope.own.holds(Role.INSPECTOR):
        return _(
            "督查人员不设代理：同一活动办的同事正是督查的对象，不能代为圈阅和督查。"
            "长期不在岗的，请安全管理员另设一位督查人员。"
        )
    return _(
        "没有可以代理的人：本单位没有其他在岗的工作人员，或没有可以代理的角色。请联系安全管理员。"
    )


def _lines(by: Person, rows: Sequence[Deputy]) -> list[AbsenceRow]:
    now = timezone.now()
    leaders = leaders_in({row.unit_id for row in rows}, now)
    today = timezone.localdate(now)
    unended = [row for row in rows if row.ended_at is None and row.until >= today]
    void = why_void(unended, now)
    return [_line(row, by, leaders, void.get(row.pk, "")) for row in rows]


def _table(lines: Sequence[AbsenceRow]) -> Table | None:
    """Who is away now or soon, with the button that ends it; None where nobody is."""
    columns = [
        Heading(_("请假人")),
        Heading(_("单位")),
        Heading(_("代理人")),
        Heading(_("日期")),
        Heading(_("状态")),
        Heading(_("事由")),
        Heading(_("结束"), silent=True),
    ]
    rows = [
        [
            line.absent,
            line.unit,
            line.deputy,
            line.days,
            strong(line.state) if line.running or line.void else line.state,
            line.why,
            RowForm(_("结束代理"), {"step": "end", "row": line.pk}) if line.may_end else None,
        ]
        for line in lines
    ]
    return Table(columns, rows, keys=False) if rows else None


def _unended() -> Q:
    """Neither ended nor over: few at any time, however many there have been."""
    return Q(ended_at=None, until__gte=timezone.localdate())


def _by_key(asked: Asked, rows: Sequence[Deputy]) -> Mapping[int, AbsenceRow]:
    return {line.pk: line for line in _lines(asked.person, rows)}


NONE_OVER = Empty(_lazy("还没有结束的代理"), _lazy("到期和提前结束的代理会列在这里。"), "calendar")
ENDED: Listing[Deputy, Mapping[int, AbsenceRow]] = Listing(
    name="absences",
    label=_lazy("已结束的代理"),
    measure=_lazy("次"),
    rows=lambda _asked: Deputy.objects.none(),
    context=_by_key,
    head=Column("absent", _lazy("请假人"), lambda row, _lines: row.absent.name),
    columns=(
        Column("unit", _lazy("单位"), lambda row, _lines: row.unit),
        Column("deputy", _lazy("代理人"), lambda row, _lines: row.deputy.name),
        Column("days", _lazy("日期"), lambda row, lines: lines[row.pk].days),
        Column("state", _lazy("状态"), lambda row, lines: lines[row.pk].state),
        Column("why", _lazy("事由"), lambda row, lines: lines[row.pk].why),
    ),
    orders=(Order("newest", _lazy("新的在前"), ("-until", "-pk")),),
    empty=NONE_OVER,
    unmatched=NONE_OVER,
)


def absences_of(by: Person, user: User) -> Table | None:
    """Away or standing in, now or soon, without what is done about it; None where neither."""
    rows = Deputy.objects.filter(_unended()).filter(Q(absent=user) | Q(deputy=user))
    lines = _lines(
        by, list(rows.select_related("absent", "deputy", "unit").order_by("since", "pk"))
    )
    return _table([replace(line, may_end=False) for line in lines])


def _context(by: Person, rows: QuerySet[Deputy], form: AbsenceForm) -> dict[str, object]:
    running = rows.filter(_unended()).order_by("-until", "-pk")
    return {
        "open": _table(_lines(by, list(running.select_related("absent", "deputy", "unit")))),
        "form": form,
        "nobody": _why_nobody(by, form),
        "hands_over": by.scope.holds(*UNIT_ROLES),
    }
