"""The first page of the day: what waits for this person, most urgent first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from zhuqi.foundation.access import Role, Scope
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.home.views import leader
from zhuqi.interfaces.desk.home_queues import lines_of, queues_of, stats_of, watched_by
from zhuqi.interfaces.shell import wording

ADMIN_HOMES = {
    Role.SYSTEM_ADMIN: "desk:admin_system",
    Role.SECURITY_ADMIN: "desk:admin_people",
    Role.AUDIT_ADMIN: "desk:admin_log",
    Role.KEEPER: "desk:quarantine",
}


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
    context = {
        "today": wording.day(now),
        "stats": stats_of(person, now),
        "lines": lines_of(person),
        "queues": queues_of(person, now),
        "watched": watched_by(person, now),
        "watches": access.watches(person.scope),
    }
    return render(request, "desk/home/home.html", context)
