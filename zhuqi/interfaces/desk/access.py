"""Who may enter a page of the desk. What they find inside is each query's own matter."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from zhuqi.foundation.access import (
    ADMIN_ROLES,
    UNIT_ROLES,
    WORKING_ROLES,
    ActorKind,
    NotYours,
    Person,
    Role,
    Scope,
)
from zhuqi.foundation.accounts.queries import request_person
from zhuqi.ledgers.cases.models.case import READING_ROLES

V = TypeVar("V", bound=Callable[..., HttpResponseBase])
Allowed = Callable[[Scope], bool]


def works_on_cases(scope: Scope) -> bool:
    """Anyone the ledger may show a row to; administrators alone see no business."""
    return sees_firms(scope) or scope.holds(Role.CHAMBER)


def registers_cases(scope: Scope) -> bool:
    """The office's registrars, officials who look after firms, and chambers for their members."""
    return scope.holds(Role.REGISTRAR) or bool(scope.liaised or scope.chambered)


def rings_firms(scope: Scope) -> bool:
    """The office's registrars, who phone firms for their word."""
    return scope.holds(Role.REGISTRAR)


def has_work(scope: Scope) -> bool:
    """Whoever has work that can be passed on, and their deputies; inspectors read why theirs
    can't be."""
    return scope.holds(*WORKING_ROLES, Role.INSPECTOR) or bool(scope.acting_for)


def hands_over(scope: Scope) -> bool:
    """Handlers and heads of units; and who keeps the accounts of those who leave."""
    return scope.holds(*UNIT_ROLES, Role.SECURITY_ADMIN)


def gives_back_accounts(scope: Scope) -> bool:
    """Offices for firms' people, administrators for officials and for each other."""
    return bool(scope.offices) or scope.own.holds(*ADMIN_ROLES)


def decides_registrations(scope: Scope) -> bool:
    """Whoever works in an office."""
    return bool(scope.offices)


def tends_firms(scope: Scope) -> bool:
    """Whoever works in an office, and officials who look after firms."""
    return bool(scope.offices or scope.liaised)


def sees_firms(scope: Scope) -> bool:
    """Everyone on the desk but administrators and chambers, which only follow their cases.

    Which firms is `firms_seen`.
    """
    return (
        scope.holds(*READING_ROLES, Role.LIAISON)
        or bool(scope.liaised)
        or bool(scope.granted.get("case"))
    )


def looks_after_firms(scope: Scope) -> bool:
    """Leaders and liaison officials, and whoever else has firms of their own to look after."""
    return scope.holds(Role.LEADER, Role.LIAISON) or bool(scope.liaised)


def keeps_topics(scope: Scope) -> bool:
    """Registrars and reviewers, who keep the common topics of their offices."""
    return scope.holds(Role.REGISTRAR, Role.REVIEWER)


def watches(scope: Scope) -> bool:
    """Inspectors, liaisons and chambers act little and look on."""
    watching = (Role.INSPECTOR, Role.LIAISON, Role.CHAMBER)
    return scope.holds(*watching) and not scope.holds(
        *UNIT_ROLES, Role.REGISTRAR, Role.REVIEWER, Role.SIGNER
    )


def hands_over_matters(scope: Scope) -> bool:
    """Whoever works in an office."""
    return bool(scope.offices)


def administers(role: Role) -> Allowed:
    """One of the three administrators."""
    return lambda scope: scope.holds(role)


def keeps_registers(scope: Scope) -> bool:
    """The system administrator keeps the tables all work by; the audit administrator reads them."""
    return scope.holds(Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN)


def takes_in_rosters(scope: Scope) -> bool:
    """The system administrator units and people, offices firms and liaison links."""
    return scope.holds(Role.SYSTEM_ADMIN) or bool(scope.offices)


def official(allowed: Allowed) -> Callable[[V], V]:
    """A page for signed-in officials whose scope passes; NotYours for everyone else."""

    def wrap(view: V) -> V:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            person = request_person(request)
            if person.actor.kind is not ActorKind.OFFICIAL:
                raise NotYours(_("这是机关工作人员的页面"))
            if not allowed(person.scope):
                raise NotYours(_("您的角色不使用这个页面"))
            return view(request, *args, **kwargs)

        return cast("V", login_required(inner))

    return wrap


def of(request: HttpRequest) -> Person:
    """Who asks; short for what every view begins with."""
    return request_person(request)
