"""One case as the firm sees it, and its receipt."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhuqi.interfaces.portal.access import file_of, firm_page
from zhuqi.interfaces.portal.casepage import CasePage
from zhuqi.interfaces.portal.verb_pages import VERB_PAGES


@require_safe
@firm_page
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Where it stands, what was said, the answer, what can be done, what happened."""
    done = request.GET.get("done", "")
    context = {
        "page": CasePage(file_of(request, number)),
        "done": done if done in VERB_PAGES else "",
    }
    return render(request, "portal/case.html", context)


@require_safe
@firm_page
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """The number, the named officer, what happens by when, how to come back."""
    context = {"page": CasePage(file_of(request, number)), "sent": "sent" in request.GET}
    return render(request, "portal/receipt.html", context)
