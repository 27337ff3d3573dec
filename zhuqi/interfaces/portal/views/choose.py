"""Who speaks for several firms says for which one; the session keeps it."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from zhuqi.foundation.accounts.queries import choose_firm, request_person
from zhuqi.interfaces.portal.access import firm_named, firm_of, firm_page, firms_of, own_cases
from zhuqi.ledgers.cases.enums import State


@require_http_methods(["GET", "HEAD", "POST"])
@firm_page
def choose(request: HttpRequest) -> HttpResponse:
    """One press a firm, then on to where one wanted to go."""
    if not firms_of(request):
        return redirect("portal:registration")
    named = request.POST.get("enterprise", "")
    if request.method == "POST" and named:
        choose_firm(request, firm_named(request, named).pk)
        return redirect(_onward(request.POST.get("next", "")) or "portal:home")
    waiting = own_cases(request_person(request).scope).filter(
        state=State.COMPLETED, verdict="", historical=False
    )
    counts = dict(waiting.order_by().values_list("enterprise").annotate(Count("pk")))
    context = {
        "firms": [(firm, counts.get(firm.pk, 0)) for firm in firms_of(request)],
        "acting": firm_of(request),
        "next": _onward(request.GET.get("next", "")),
    }
    return render(request, "portal/choose.html", context)


def _onward(address: str) -> str:
    """Only a path of this site."""
    safe = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if safe and address.startswith("/") else ""
