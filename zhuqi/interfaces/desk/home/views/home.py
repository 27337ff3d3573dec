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
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases import verb_pages
from zhuqi.interfaces.desk.cases.rows import CaseRow, RowFormatter
from zhuqi.interfaces.desk.home.views import leader
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.parts import Stat
from zhuqi.ledgers.cases import queries
from zhuqi.ledgers.cases.enums import OPEN_STATES, Light, Verb
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.queries import Filters, Task
from zhuqi.ledgers.firms.queries import corrections_waiting

ADMIN_HOMES = {
    Role.SYSTEM_ADMIN: "desk:admin_system",
    Role.SECURITY_ADMIN: "desk:admin_people",
    Role.AUDIT_ADMIN: "desk:admin_log",
    Role.KEEPER: "desk:quarantine",
}
WATCHED = 15


@dataclass(frozen=True, slots=True)
class WorkQueue:
    """Cases that wait for the same act."""

    label: str
    rows: list[CaseRow]
    count: str
    start_url: str = ""
    start_label: str = ""
    all_url: str = ""


def home(request: HttpRequest) -> HttpResponse:
    """Administrators are led to their own page; everyone else finds what to do."""
    for role, view in ADMIN_HOMES.items():
        if request.user.is_authenticated and _only(access.of(request).scope, role):
            return redirect(view)
    return _home(request)


def _only(scope: Scope, role: Role) -> bool:
    return scope.holds(role) and not access.works_on_cases(scope)


@access.official(access.works_on_cases)
def _home(request: HttpRequest) -> HttpResponse:
    person, now = access.of(request), timezone.now()
    if leader.leads_only(person.scope):
        return leader.show(request)
    formatter = RowFormatter(person, now)
    tasks = [task for task in queries.tasks(person, now) if task.verb != Verb.RATE]
    formatter.look([case for task in tasks for case in task.rows])
    queues = [_queue(task, formatter) for task in tasks]
    context = {
        "today": wording.day(now),
        "stats": _stats(person.scope, now),
        "piles": queues,
        "watched": _watched(person, formatter, now) if _watches(person.scope) else [],
        "watches": _watches(person.scope),
        "registrations": memberships_waiting(person.scope.offices).count(),
        "corrections": corrections_waiting(person.scope.offices).count(),
        "registers": access.registers_cases(person.scope),
    }
    return render(request, "desk/home/home.html", context)


def _queue(task: Task, formatter: RowFormatter) -> WorkQueue:
    verb_page = verb_pages.VERB_PAGES[task.verb]
    rows = formatter.rows(task.rows)
    return WorkQueue(
        label=str(task.label),
        rows=rows,
        count=f"{len(rows)}{'+' if task.more else ''}",
        start_url=f"{verb_pages.address(task.verb, rows[0].number)}?pile=1"
        if verb_page.in_queue
        else "",
        start_label=_("逐件办理") if len(rows) > 1 else _start_label(task.verb),
        all_url=f"{reverse('desk:ledger')}?waiting={task.key}",
    )


def _start_label(verb: Verb) -> str:
    """The verb by name; where it is one of two decisions, a word that suggests neither."""
    return _("裁定") if verb_pages.VERB_PAGES[verb].decision else str(verb.label)


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


def _watched(person: Person, formatter: RowFormatter, now: datetime) -> list[WorkQueue]:
    """Late and due soon; for a liaison every open case of the firms looked after."""
    views = [
        (_("逾期"), Filters(light=Light.RED)),
        (_("临期"), Filters(light=Light.YELLOW)),
    ]
    if person.scope.holds(Role.LIAISON) or person.scope.liaised:
        views = [(_("包联企业的在办诉求"), Filters(state=sorted(OPEN_STATES)))]
    elif person.scope.holds(Role.CHAMBER):
        views = [(_("代会员反映、正在办的诉求"), Filters(state=sorted(OPEN_STATES)))]
    return [
        queue
        for label, filters in views
        if (queue := _view(person, formatter, now, label, filters))
    ]


def _view(
    person: Person, formatter: RowFormatter, now: datetime, label: str, filters: Filters
) -> WorkQueue | None:
    page = queries.page_of(queries.ledger(person.scope, filters, now), "due", size=WATCHED)
    if not page.rows:
        return None
    query = urlencode(
        {"light": filters.light} if filters.light else {"state": filters.state}, doseq=True
    )
    return WorkQueue(
        label,
        formatter.rows(page.rows),
        f"{len(page.rows)}{'+' if page.after else ''}",
        all_url=f"{reverse('desk:ledger')}?{query}",
    )


def next_in_queue(person: Person, verb: Verb, done: Case) -> Case | None:
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
