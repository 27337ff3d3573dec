"""Around every page: idle desks lock themselves, refusals become pages, GET cannot write."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import auth, messages
from django.db import DatabaseError, connection, transaction
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    QueryDict,
)
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotNow, NotValid, NotYours, Refusal, TooMany
from zhuqi.foundation.accounts.browsers import STAYS
from zhuqi.foundation.accounts.queries import in_session, must_change
from zhuqi.foundation.accounts.second_factor import must_enrol

GetResponse = Callable[[HttpRequest], HttpResponseBase]

log = logging.getLogger(__name__)

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SEEN = "seen_at"
# The time last seen is written once a minute at most: a session is a row, and rows cost.
SEEN_STEP = 60

# Views that may write while answering a GET: full name ("namespace:name") → the reason.
EXEMPT: dict[str, str] = {
    "sso_login": "allauth saves the session with the state of the request itself",
    "sso_callback": "the identity provider sends the browser back by GET, and signing in writes",
    "mfa_view_recovery_codes": "allauth notes that the codes were looked at",
    "mfa_download_recovery_codes": "allauth notes that the codes were looked at",
}


ACCOUNT_PAGES = "/accounts/"


class SignedInAs:
    """Sign out whoever has been away for SESSION_IDLE_MINUTES; signing in again leads back.
    A firm's own phone stays signed in until its session ends.

    Whoever came in by a one-time password gets no page but the one that changes it, and whose
    role asks for a second factor none but those that set one up.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            seen = request.session.get(SEEN, now)
            idle = now - seen > settings.SESSION_IDLE_MINUTES * 60
            if idle and not request.session.get(STAYS):
                return self._lock(request)
            request.session.setdefault(SEEN, now)
            if must_change(request.user) and request.path not in _without_new_password():
                return HttpResponseRedirect(resolve_url("account_change_password"))
            if not _is_about_the_account(request.path) and must_enrol(request):
                messages.info(request, _("您的角色登录时须二次验证，请先设置一种，再继续使用。"))
                return HttpResponseRedirect(resolve_url("mfa_index"))
        response = self.get_response(request)
        # What an open page asks by itself keeps nobody at the desk; a script with a token, somebody
        # by now too, has no desk.
        if in_session(request) and not getattr(response, "by_itself", False):
            now = int(timezone.now().timestamp())
            if now - request.session.get(SEEN, 0) >= SEEN_STEP:
                request.session[SEEN] = now
        # After the view: allauth ends every session it begins with the browser.
        if request.session.get(STAYS) and request.session.get_expire_at_browser_close():
            request.session.set_expiry(settings.FIRM_PHONE_DAYS * 24 * 3600)
        return response

    def _lock(self, request: HttpRequest) -> HttpResponseBase:
        auth.logout(request)
        login = resolve_url(settings.LOGIN_URL)
        if request.path == login or request.path == resolve_url("account_logout"):
            return self.get_response(request)
        messages.info(
            request, _("您离开的时间较长，系统已自动退出。请重新登录，登录后回到刚才的页面。")
        )
        address = f"{login}?{urlencode({'next': _way_back(request)})}"
        if getattr(request, "htmx", False):
            return HttpResponse(headers={"HX-Redirect": address})
        return HttpResponseRedirect(address)


def _is_about_the_account(path: str) -> bool:
    """Signing in and out, passwords, and setting up a second factor."""
    return path.startswith(ACCOUNT_PAGES)


def _without_new_password() -> set[str]:
    names = ("account_change_password", "account_logout", "account_login")
    return {resolve_url(name) for name in names}


def _way_back(request: HttpRequest) -> str:
    """The page the person was looking at: after a POST or a part, the page that held it."""
    page = request.headers.get("HX-Current-URL", "")
    if not page and request.method not in SAFE_METHODS:
        page = request.headers.get("Referer", "")
    if page and url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}):
        parts = urlsplit(page)
        return parts.path + (f"?{parts.query}" if parts.query else "")
    return request.get_full_path() if request.method in SAFE_METHODS else "/"


class NotKept:
    """No browser, and nothing between, keeps a page that was made for somebody signed in.

    The next person at the same machine would read it by the button 后退.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        somebody = request.user.is_authenticated
        response = self.get_response(request)
        if (somebody or request.user.is_authenticated) and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response


class Refusals:
    """Show the three refusals: 403 not yours, 409 not now, 422 not valid.

    An htmx request gets the banner alone, put where messages stand, with the same status; what
    it wanted to replace stays as it was.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a refusal; anything else is somebody else's."""
        return refuse(request, error) if isinstance(error, Refusal) else None


def refuse(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page (or, for htmx, the banner) that says why something was not done."""
    # Whose matter it is not is said once, as the title; below stands what to do about it.
    not_yours = isinstance(refusal, NotYours)
    context = {
        "title": refusal.reason if not_yours else _title(refusal),
        "reason": _("确有需要的，机关人员请联系安全管理员，企业请联系活动办。")
        if not_yours
        else refusal.reason,
        "state": refusal.state if isinstance(refusal, NotNow) else "",
        "errors": list(refusal.errors.values()) if isinstance(refusal, NotValid) else [],
        "not_now": isinstance(refusal, NotNow),
        "back_url": _way_back(request),
        "typed": typed_texts(request),
    }
    if getattr(request, "htmx", False):
        response = render(request, "shell/refusal_banner.html", context, status=refusal.status)
        response["HX-Retarget"] = "#messages"
        response["HX-Reswap"] = "innerHTML show:top"
        return response
    return render(request, "shell/refusal.html", context, status=refusal.status)


def typed_texts(request: HttpRequest, post: QueryDict | None = None) -> list[str]:
    """What a person wrote in the form that was sent, for pages without that form.

    Words in Chinese are somebody's own; numbers, choices and secrets are not given back. `post`:
    the form, where the request itself could not be read.
    """
    if request.method in SAFE_METHODS:
        return []
    return [
        text.strip()
        for name, several in (request.POST if post is None else post).lists()
        if "password" not in name
        for text in several
        if not text.isascii() and text.strip()
    ]


def _title(refusal: Refusal) -> str:
    if isinstance(refusal, NotNow):
        return _("现在不能这样办")
    if isinstance(refusal, TooMany):
        return _("操作太频繁，请稍等")
    return _("填写的内容有误，没有提交")


class ReadOnlyGet:
    """The view of a GET, and the drawing of its page, cannot write.

    Sessions and messages are saved by middleware outside of this one. A stream is drawn after
    the view has returned and is not covered.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with ExitStack() as stack:
            request._read_only = stack  # type: ignore[attr-defined]  # noqa: SLF001
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> None:
        """Close the connection to writing once it is known which view answers."""
        match = request.resolver_match
        if request.method in SAFE_METHODS and not (match and match.view_name in EXEMPT):
            request._read_only.enter_context(read_only())  # type: ignore[attr-defined]  # noqa: SLF001

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Name the view that tried: it is a mistake of ours, not of the person."""
        if isinstance(error, DatabaseError) and "read" in str(error).lower():
            match = request.resolver_match
            name = match.view_name if match else request.path
            if request.method in SAFE_METHODS:
                log.error("The view of a GET tried to write: %s (%s)", name, error)


@contextmanager
def read_only() -> Iterator[None]:
    """The default connection refuses to write until the end, whatever happens in between."""
    if connection.vendor == "sqlite":
        # Straight to the driver: Django's cursor refuses to run anything after an error inside a
        # transaction, and the connection would stay closed to writing for the requests to come.
        connection.ensure_connection()
        # Django finds out whether there is JSON by beginning to write, and remembers the answer.
        _ = connection.features.supports_json_field
        driver = connection.connection
        driver.execute("PRAGMA query_only = ON")
        try:
            yield
        finally:
            if connection.connection is driver:
                driver.execute("PRAGMA query_only = OFF")
    else:
        # PostgreSQL takes the mode back when the transaction or savepoint ends, and ends one that
        # an error has broken whatever it is told. Committed, though there is nothing to commit:
        # after a rollback the driver forgets every statement it had prepared.
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
            yield
