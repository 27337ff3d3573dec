"""已登录设备: where one is signed in, one by one, and out of which one signs out from here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.accounts.actions import end_session
from zhuqi.foundation.accounts.browsers import STAY, STAYS
from zhuqi.foundation.accounts.models import SignedInSession, User
from zhuqi.foundation.accounts.queries import request_person
from zhuqi.foundation.accounts.receivers import may_stay
from zhuqi.foundation.accounts.session_store import kept_in
from zhuqi.interfaces.shell.middleware import SEEN
from zhuqi.interfaces.shell.sent import number_sent


@dataclass(frozen=True, slots=True)
class Device:
    """A browser somebody is signed in with, as its owner knows it."""

    pk: int
    name: str
    place: str
    since: datetime
    seen: datetime
    here: bool
    stays: bool


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def devices(request: HttpRequest) -> HttpResponse:
    """The list; a POST signs one of them out, or says whether this phone stays signed in."""
    user = User.objects.get(pk=request.user.pk or 0)
    if request.method == "POST":
        if request.POST.get("step") == STAY:
            return _stay(request, user)
        return _end(request, user)
    context = {
        "devices": _devices(request, user),
        "may_stay": may_stay(user, request),
        "days": settings.FIRM_PHONE_DAYS,
        "most": settings.SESSIONS_PER_USER,
    }
    return render(request, "account/devices.html", context)


def _devices(request: HttpRequest, user: User) -> Sequence[Device]:
    """The one in hand first, then whichever was used last. Sessions that ended are left out."""
    found = []
    for row in SignedInSession.objects.filter(user=user):
        kept = kept_in(row.session_key)
        if not kept:
            continue
        seen = kept.get(SEEN, int(row.started_at.timestamp()))
        found.append(
            Device(
                row.pk,
                row.device or _("设备名称不详"),
                row.place,
                row.started_at,
                datetime.fromtimestamp(seen, timezone.get_current_timezone()),
                row.session_key == request.session.session_key,
                bool(kept.get(STAYS)),
            )
        )
    return sorted(found, key=lambda one: (not one.here, -one.seen.timestamp()))


def _end(request: HttpRequest, user: User) -> HttpResponse:
    own = SignedInSession.objects.filter(user=user)
    row = get_object_or_404(own, pk=number_sent(request.POST.get("device", "")))
    if row.session_key == request.session.session_key:
        raise NotValid(_("这是您正在用的设备，请用“退出登录”"))
    end_session(session=row, by=request_person(request))
    device = row.device or _("那台设备")
    messages.success(request, _("已退出%(device)s的登录。") % {"device": device})
    return redirect("account_devices")


def _stay(request: HttpRequest, user: User) -> HttpResponse:
    """For a firm's phone only; whatever else is asked for stays as it is."""
    if not may_stay(user, request):
        raise NotValid(_("只有企业人员自己的手机可以保持登录"))
    if STAY in request.POST.getlist("wish"):
        request.session[STAYS] = True
        messages.success(request, _("这部手机会保持登录。"))
    else:
        request.session.pop(STAYS, None)
        request.session.set_expiry(None)
        messages.success(request, _("这部手机关掉浏览器后会自动退出。"))
    return redirect("account_devices")
