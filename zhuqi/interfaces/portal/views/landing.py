"""The first page: for strangers whose platform this is and how it goes, for others their own."""

from datetime import datetime

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhuqi.foundation.directory.queries import public_offices
from zhuqi.interfaces.shell import access
from zhuqi.reporting.statistics.published import PublicMonth, last_month

# Anybody may ask for this page any number of times; the month before is counted once an hour.
KEPT_SECONDS = 3600


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Signed in: where one's work is. Else the landing page."""
    if request.user.is_authenticated:
        return access.home(request)
    offices = public_offices()
    top = [office for office in offices if office.level == offices[0].level]
    context = {
        # Several cities on one installation: no single office speaks for all.
        "office": top[0] if len(top) == 1 else None,
        "reached": [office for office in offices if office.phone],
        "month": _month(timezone.now()),
    }
    return render(request, "portal/landing.html", context)


def _month(now: datetime) -> PublicMonth | None:
    kept, key = caches["memory"], f"last-month-{timezone.localtime(now):%Y-%m}"
    found = kept.get(key)
    if found is None:
        found = [last_month(now)]
        kept.set(key, found, KEPT_SECONDS)
    month: PublicMonth | None = found[0]
    return month
