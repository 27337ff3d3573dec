"""Devices that people have signed in with before: others' wrong guesses do not shut them out."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from zhuqi.foundation.accounts.queries import in_session

COOKIE = "zhuqi_device"
_SALT = "zhuqi.device"
_YEAR = 365 * 24 * 3600
# A counter's machine is used by several; whoever came last is remembered.
_MOST_PEOPLE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who knocks: from where, and with a device on which these users have signed in before."""

    ip: str = ""
    device: str = ""
    users: tuple[int, ...] = ()


# Somebody of whom nothing is known: all such share one count.
UNKNOWN = Visitor()


def visitor_at(request: HttpRequest, ip: str) -> Visitor:
    """The visitor with what the device's cookie says; a forged or old one says nothing."""
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_YEAR)
        return Visitor(ip=ip, device=str(kept["device"]), users=tuple(map(int, kept["users"])))
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return Visitor(ip=ip)


class KnownDevices:
    """Remember on the device who is signed in; nothing is kept on the server."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.user.is_authenticated and in_session(request):
            _remember(request, response, request.user.pk)
        return response


def _remember(request: HttpRequest, response: HttpResponseBase, user_id: int) -> None:
    visitor = visitor_at(request, "")
    if user_id in visitor.users:
        return
    users = [user_id, *visitor.users][:_MOST_PEOPLE]
    device = visitor.device or secrets.token_urlsafe(12)
    response.set_cookie(
        COOKIE,
        signing.dumps({"device": device, "users": users}, salt=_SALT),
        max_age=_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
