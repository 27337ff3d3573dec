"""Pages of no ledger: the living style guide, and what to say when a page was open for too long."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from zhuqi.interfaces.shell import specimens


def styleguide(request: HttpRequest, temper: str = "desk") -> HttpResponse:
    """Every component with its markup, in one of the two tempers. Only in a sample city."""
    if not settings.SAMPLE_MODE:
        raise Http404
    return render(request, "shell/styleguide.html", specimens.context(request, temper))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 (Django's)
    """403 where the form's token is stale: the browser still holds what was typed."""
    if getattr(request, "htmx", False):
        response = render(request, "shell/stale_banner.html", status=403)
        response["HX-Retarget"] = "#messages"
        response["HX-Reswap"] = "innerHTML show:top"
        return response
    return render(request, "shell/stale.html", status=403)
