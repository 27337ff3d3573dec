"""Who may enter a page of the desk. What they find inside is each query's own matter."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from zhuqi.foundation.access import ActorKind, NotYours, Person, Role, Scope
from zhuqi.foundation.accounts.queries import request_person
from zhuqi.ledgers.cases.models.case import READING_ROLES

V = TypeVar("V", bound=Callable[..., HttpResponseBase])
Allowed = Callable[[Scope], bool]


def works_on_cases(scope: Scope) -> bool:
    """Anyone the ledger may show a row to; administrators alone see no business."""
    return (
        scope.holds(*READING_ROLES, Role.LIAISON)
        or bool(scope.liaised)
        or bool(scope.granted.get("case"))
    )


def registers_cases(scope: Scope) -> bool:
    """The office's registrars, and officials who look after firms."""
    return scope.holds(Role.REGISTRAR) or bool(scope.liaised)


def decides_registrations(scope: Scope) -> bool:
    """Whoever works in an office."""
    return bool(scope.offices)


def sees_firms(scope: Scope) -> bool:
    """Everyone on the desk but administrators; which firms is `Enterprise.visible_to`."""
    return works_on_cases(scope)


def administers(role: Role) -> Allowed:
    """One of the three administrators."""
    return lambda scope: scope.holds(role)


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
