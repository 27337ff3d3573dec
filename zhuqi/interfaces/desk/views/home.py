"""The first page of the day: what waits for this person, most urgent first."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import UNIT_ROLES, Person, Role, Scope
from zhuqi.foundation.accounts.queries import memberships_waiting
from zhuqi.interfaces.desk import deeds, doors
from zhuqi.interfaces.desk.lines import Pen, Row
from zhuqi.interfaces.desk.views import leader
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.parts import Stat
from zhuqi.ledgers.cases import queries
from zhuqi.ledgers.cases.enums import OPEN_STATES, Light, Verb
from zhuqi.ledgers.cases.firms import corrections_waiting
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.queries import Filters, Task

ADMIN_HOMES = {
    Role.SYSTEM_ADMIN: "desk:admin_system",
    Role.SECURITY_ADMIN: "desk:admin_people",
    Role.AUDIT_ADMIN: "desk:admin_log",
    Role.KEEPER: "desk:quarantine",
}
WATCHED = 15


@dataclass(frozen=True, slots=True)
class Pile:
    """Cases that wait for the same act."""

    label: str
    rows: list[Row]
    count: str
    start_url: str = ""
    start_label: str = ""
    all_url: str = ""


def home(request: HttpRequest) -> HttpResponse:
    """Administrators are led to their own page; everyone else finds what to do."""
    for role, view in ADMIN_HOMES.items():
        if request.user.is_authenticated and _only(doors.of(request).scope, role):
            return redirect(view)
    return _home(request)


def _only(scope: Scope, role: Role) -> bool:
    return scope.holds(role) and not doors.works_on_cases(scope)


@doors.official(doors.works_on_cases)
def _home(request: HttpRequest) -> HttpResponse:
    person, now = doors.of(request), timezone.now()
    if leader.leads_only(person.scope):
        return leader.show(request)
    pen = Pen(person, now)
    tasks = [task for task in queries.tasks(person, now) if task.verb != Verb.RATE]
    pen.look([case for task in tasks for case in task.rows])
    piles = [_pile(task, pen) for task in tasks]
    context = {
        "today": wording.day(now),
        "stats": _stats(person.scope, now),
        "piles": piles,
        "watched": _watched(person, pen, now) if _watches(person.scope) else [],
        "watches": _watches(person.scope),
        "registrations": memberships_waiting(person.scope.offices).count(),
        "corrections": corrections_waiting(person.scope.offices).count(),
        "registers": doors.registers_cases(person.scope),
    }
    return render(request, "desk/home.html", context)


def _pile(task: Task, pen: Pen) -> Pile:
    deed = deeds.DEEDS[task.verb]
    rows = pen.rows(task.rows)
    return Pile(
        label=str(task.label),
        rows=rows,
        count=f"{len(rows)}{'+' if task.more else ''}",
        start_url=f"{deeds.address(task.verb, rows[0].number)}?pile=1" if deed.in_piles else "",
        start_label=_("逐件办理") if len(rows) > 1 else _start_label(task.verb),
        all_url=f"{reverse('desk:ledger')}?waiting={task.key}",
    )


def _start_label(verb: Verb) -> str:
    """The verb by name; where it is one of two decisions, a word that suggests neither."""
    return _("裁定") if verb in deeds.DECISIONS else str(verb.label)


def _stats(scope: Scope, now: datetime) -> list[Stat]:
    ledger = reverse("desk:ledger")
    labels = {Light.RED: _("件逾期"), Light.YELLOW: _("件临期"), Light.GREEN: _("件正常")}
    return [
        Stat(labels[light], number, f"{ledger}?light={light.value}", light.value)
        for light, number in queries.counts_by_light(scope, now).items()
    ]


def _watches(scope: Scope) -> bool:
    """Inspectors, liaisons and chambers act little and look on."""
    watching = (Role.INSPECTOR, Role.LIAISON, Role.CHAMBER)
    return scope.holds(*watching) and not scope.holds(
        *UNIT_ROLES, Role.REGISTRAR, Role.REVIEWER, Role.SIGNER
    )


def _watched(person: Person, pen: Pen, now: datetime) -> list[Pile]:
    """Late and due soon; for a liaison every open case of the firms looked after."""
    views = [
        (_("逾期"), Filters(light=Light.RED)),
        (_("临期"), Filters(light=Light.YELLOW)),
    ]
    if person.scope.holds(Role.LIAISON) or person.scope.liaised:
        views = [(_("包联企业的在办诉求"), Filters(state=sorted(OPEN_STATES)))]
    elif person.scope.holds(Role.CHAMBER):
        views = [(_("代会员反映、正在办的诉求"), Filters(state=sorted(OPEN_STATES)))]
    return [pile for label, filters in views if (pile := _view(person, pen, now, label, filters))]


def _view(person: Person, pen: Pen, now: datetime, label: str, filters: Filters) -> Pile | None:
    page = queries.page_of(queries.ledger(person.scope, filters, now), "due", size=WATCHED)
    if not page.rows:
        return None
    query = urlencode(
        {"light": filters.light} if filters.light else {"state": filters.state}, doseq=True
    )
    return Pile(
        label,
        pen.rows(page.rows),
        f"{len(page.rows)}{'+' if page.after else ''}",
        all_url=f"{reverse('desk:ledger')}?{query}",
    )


def next_in_pile(person: Person, verb: Verb, done: Case) -> Case | None:
    """The case after this one in its pile, else the first; None where the pile is empty."""
    rows = [
        case
        for task in queries.tasks(person, timezone.now())
        if task.verb == verb
        for case in task.rows
    ]
    place = (done.due_at, done.pk)
    rest = [case for case in rows if case.pk != done.pk]
    return next((case for case in rest if (case.due_at, case.pk) > place), next(iter(rest), None))
