"""Who may enter a page of the portal, and which firms and cases they find inside."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec, cast
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from zhuqi.foundation.access import ActorKind, NotYours, Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import choose_firm, chosen_firm, request_person
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.models.case import CaseQuerySet
from zhuqi.ledgers.cases.reading.case_view import CaseView, case_file

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
            Enterprise.objects.filter(pk__in=ids)
            .select_related("office", "office__contact", "office__leader")
            .order_by("name", "pk")
        )
        vars(request)[_FIRMS] = kept
    return kept


def firm_of(request: HttpRequest) -> Enterprise | None:
    """The firm acted for: the only one, or the one chosen; None while there is a choice to make."""
    firms = firms_of(request)
    if len(firms) == 1:
        return firms[0]
    chosen = chosen_firm(request)
    return next((firm for firm in firms if firm.pk == chosen), None)


def acting_page(view: View[P]) -> View[P]:
    """A page on which one acts for one firm: who speaks for none waits, who for several chooses."""

    @wraps(view)
    def inner(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not firms_of(request):
            return redirect("portal:registration")
        if firm_of(request) is None and not _named_by_the_form(request):
            back = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
            query = f"?{urlencode({'next': back})}" if back else ""
            return redirect(f"{reverse('portal:choose')}{query}")
        return view(request, *args, **kwargs)

    return firm_page(cast("View[P]", inner))


def _named_by_the_form(request: HttpRequest) -> bool:
    """A form says for which firm it was opened; a new session goes on with that one."""
    named = request.POST.get("enterprise", "")
    firm = next((firm for firm in firms_of(request) if str(firm.pk) == named), None)
    if firm is not None:
        choose_firm(request, firm.pk)
    return firm is not None


def acting_firm(request: HttpRequest) -> Enterprise:
    """The firm of an `acting_page`."""
    firm = firm_of(request)
    if firm is None:
        raise NotYours(_("请先选择代表哪家企业"))
    return firm


def firm_named(request: HttpRequest, text: str) -> Enterprise:
    """The firm a form was opened for, which may not be the one chosen since in another tab."""
    if not text:
        return acting_firm(request)
    firm = next((firm for firm in firms_of(request) if str(firm.pk) == text), None)
    if firm is None:
        raise NotYours(_("您不能代表这家企业"))
    return firm


def own_cases(scope: Scope, firm: Enterprise | None = None) -> CaseQuerySet:
    """Cases of the firms one speaks for (of one of them), even where other rights show more."""
    firms = scope.enterprises & {firm.pk} if firm else scope.enterprises
    return Case.objects.filter(enterprise__in=sorted(firms)).visible_to(scope)


def own_case_id(request: HttpRequest, number: str) -> int:
    """The id of the case of that number, if it is one of the person's own; else a 404 that says
    nothing."""
    rows = own_cases(request_person(request).scope).filter(number=number).order_by()
    pk = rows.values_list("pk", flat=True).first()
    if pk is None:
        raise Http404
    return pk


def file_of(request: HttpRequest, number: str) -> CaseView:
    """The case of that number, if it is one of the person's own; else a 404 that says nothing."""
    file = case_file(request_person(request), own_case_id(request, number))
    if file is None:
        raise Http404
    return file
