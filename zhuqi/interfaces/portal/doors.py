"""Who may enter a page of the portal, and which firms and cases they find inside."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Concatenate, Final, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from zhuqi.foundation.access import ActorKind, NotYours, Person, Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import request_person
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.models.case import CaseQuerySet
from zhuqi.ledgers.cases.reading import CaseFile, case_file

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
_FIRMS: Final = "_portal_firms"


def firm_page(view: View[P]) -> View[P]:
    """A page for signed-in people of firms; officials have their desk."""

    @wraps(view)
    def inner(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request_person(request).actor.kind is not ActorKind.FIRM:
            raise NotYours(_("这是企业的页面，机关工作人员请从工作台办理"))
        return view(request, *args, **kwargs)

    return cast("View[P]", login_required(inner))


def user_of(request: HttpRequest) -> User:
    """The signed-in user; `firm_page` has made sure of one."""
    if not isinstance(request.user, User):
        raise NotYours(_("请先登录"))
    return request.user


def firms_of(request: HttpRequest) -> list[Enterprise]:
    """The firms the person speaks for, read once a request."""
    kept = vars(request).get(_FIRMS)
    if not isinstance(kept, list):
        ids = sorted(request_person(request).scope.enterprises)
        kept = list(
            Enterprise.objects.filter(pk__in=ids).select_related("office").order_by("name", "pk")
        )
        vars(request)[_FIRMS] = kept
    return kept


def speaking_for(person: Person, firm: str) -> Person:
    """The same person in the name of one firm: who speaks for two is logged under the right one."""
    return replace(person, actor=replace(person.actor, unit=firm))


def own_cases(scope: Scope) -> CaseQuerySet:
    """Cases of the firms one speaks for, even where other rights would show more."""
    cases = Case.objects.filter(enterprise__in=sorted(scope.enterprises))
    return cases.visible_to(scope)


def file_of(request: HttpRequest, number: str) -> CaseFile:
    """The case of that number, if it is one of the person's own; else a 404 that says nothing."""
    person = request_person(request)
    pk = (
        own_cases(person.scope)
        .filter(number=number)
        .order_by()
        .values_list("pk", flat=True)
        .first()
    )
    file = case_file(person, pk) if pk else None
    if file is None:
        raise Http404
    return file
