"""Around every request to the API: its id, what it may bring along, and the form of the answer."""

import re
import uuid
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from zhuqi.foundation.accounts.rates import MINUTE
from zhuqi.foundation.tokens.actions import note_use
from zhuqi.interfaces.api.auth import token_used, turn_taken
from zhuqi.interfaces.api.problems import MEDIA, problem
from zhuqi.interfaces.shell.middleware import SAFE_METHODS, GetResponse
from zhuqi.interfaces.shell.watching.request_ids import current_id

ROOT: Final = "/api/"
_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
# Its answers are of this kind, or of nobody's.
_OURS = (MEDIA, "application/json")


class ApiDoor:
    """Stands before sessions: a request with a token has none, so no cookie acts by the API.

    Whatever goes wrong on the way (an address that is no page, a body too large, a fault of ours)
    is told as a problem, never as a page.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(ROOT):
            return self.get_response(request)
        brought = request.headers.get("X-Request-Id", "")
        named = brought if _ID.fullmatch(brought) else current_id() or uuid.uuid4().hex
        vars(request)["api_request_id"] = named
        if "Authorization" in request.headers or request.method not in SAFE_METHODS:
            request.COOKIES.clear()
        response = _unread(request) or _told(request, self.get_response(request))
        response["X-Request-Id"] = named
        if token := token_used(request):
            note_use(token, now=timezone.now())
        if turn := turn_taken(request):
            response["RateLimit-Policy"] = f'"token";q={settings.API_PER_MINUTE};w={MINUTE}'
            response["RateLimit"] = f'"token";r={turn.left};t={turn.resets}'
        return response


def _unread(request: HttpRequest) -> HttpResponse | None:
    """What is not even read: a body in another form than ours."""
    if request.method in SAFE_METHODS or request.content_type in {"application/json", ""}:
        return None
    return (
        problem(request, 415) if request.META.get("CONTENT_LENGTH") not in {None, "", "0"} else None
    )


def _told(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """A page that says what went wrong, as a problem."""
    kind = response.get("Content-Type", "").partition(";")[0]
    if response.status_code < 400 or kind in _OURS:  # noqa: PLR2004
        return response
    said = problem(request, response.status_code)
    for name in ("Allow", "Retry-After", "WWW-Authenticate"):
        if response.has_header(name):
            said[name] = response[name]
    return said
