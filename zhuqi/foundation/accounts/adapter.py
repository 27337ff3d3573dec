"""The one place that knows allauth: signing in and out, and what goes with it.

allauth is untyped; nothing else of ours may import it, `urls` and `apps` excepted.
"""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.internal.httpkit import get_client_ip
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import TooMany
from zhuqi.foundation.accounts.actions import (
    change_own_password,
    is_own_password,
    let_in,
    note_failed_sign_in,
)
from zhuqi.foundation.accounts.browsers import STAY, WISH
from zhuqi.foundation.accounts.devices import Visitor, visitor_at
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import actor_of
from zhuqi.foundation.accounts.validators import password_problems
from zhuqi.foundation.contributions.doorless import why_doorless


def client_ip(request: HttpRequest | None) -> str:
    """The visitor's address, through as many proxies as the settings trust; "" if unknown."""
    if request is None:
        return ""
    try:
        return get_client_ip(request) or ""
    except ImproperlyConfigured:
        # Fewer hops than promised: somebody reaches the server past the proxy.
        return str(request.META.get("REMOTE_ADDR", ""))


def visitor_of(request: HttpRequest) -> Visitor:
    """Whoever asks, as doors count them: their address, and the device if it is a known one."""
    return visitor_at(request, client_ip(request))


def sign_in(
    request: HttpRequest, user: User, *, proven_by: str, then: str | None = None
) -> HttpResponse:
    """Sign in who has just proven themselves on a page of our own (by "phone" or "password").

    Through the same stages as at the sign-in page: whoever has a second step is asked for it.
    The answer leads to `then`, or where everyone is led, once the stages are passed.
    """
    record_authentication(request, user, method=proven_by)
    response: HttpResponse = perform_login(request, Login(user=user, redirect_url=then))
    return response


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Users sign in by user name (firms: their phone); accounts are made elsewhere."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("该账号已停用，请联系本单位或当地活动办的管理员"),
        "enter_current_password": _("当前密码不正确"),
        "incorrect_password": _("密码不正确"),
        "invalid_login": _("用户名或密码不正确"),
        "rate_limited": _("操作过于频繁，请稍后再试"),
        "same_as_current": _("新密码不能与一次性密码相同"),
        "too_many_login_attempts": _("密码错误次数过多，已暂停登录，请5分钟后再试"),
        "username_password_mismatch": _("用户名或密码不正确"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 (allauth's hook)
        """Firms register on our own page, officials are registered."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse | None:
        """Whatever proved who it is: some accounts are nobody's. Whether the tick was set is
        remembered until the second step is done."""
        if why := why_doorless(user.pk):
            ip = visitor_of(request).ip
            note_failed_sign_in(login=user.username, ip=ip, why="inactive", user=user)
            messages.error(request, why)
            return HttpResponseRedirect(reverse("account_login"))
        request.session[WISH] = STAY in request.POST
        answer: HttpResponse | None = super().pre_login(request, user, **more)
        return answer

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address failed sign-ins are counted by; visitors without one share a count."""
        return client_ip(request) or "unknown"

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Whose name and password these are (`let_in`: counted, noted, the same work for all).

        A right one for a closed account is refused here, in plain words.
        """
        login, password = (str(credentials.get(key, "")) for key in ("username", "password"))
        visitor = visitor_of(request)
        try:
            user = let_in(login=login, password=password, visitor=visitor, why="password")
        except TooMany as refusal:
            raise ValidationError(refusal.reason, code="too_many_login_attempts") from None
        if user is not None and not user.is_active:
            note_failed_sign_in(login=login, ip=visitor.ip, why="inactive", user=user)
            raise self.validation_error("account_inactive")
        return user

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Of who is signed in and is about to change something: counted like the change itself."""
        return isinstance(user, User) and self.is_current_password(user, password, "confirm")

    def is_current_password(self, user: User, password: str, why: str = "change") -> bool:
        """Of who is signed in and changes it: counted as at the sign-in page."""
        try:
            return is_own_password(
                user=user, password=password, visitor=visitor_of(self.request), why=why
            )
        except TooMany as refusal:
            raise ValidationError(refusal.reason, code="too_many_login_attempts") from None

    def clean_password(self, password: str, user: AbstractBaseUser | None = None) -> str:
        """Django's validators; and a one-time password is not kept by typing it again."""
        owner = user if isinstance(user, User) else None
        if problems := password_problems(password, owner):
            raise ValidationError(problems)
        if owner and owner.must_change_password and owner.check_password(password):
            raise self.validation_error("same_as_current")
        return password

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """The owner's own change, through our verb."""
        if isinstance(user, User):
            change_own_password(user=user, password=password, by=actor_of(user))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """On to where a sign-in leads."""
        return str(self.get_login_redirect_url(request))

    def respond_user_inactive(
        self,
        request: HttpRequest,
        user: AbstractBaseUser,  # noqa: ARG002 (allauth's hook)
    ) -> HttpResponse:
        """Closed between password and session: back to the sign-in page, which says so."""
        self.add_message(
            request, messages.ERROR, message=str(self.error_messages["account_inactive"])
        )
        return HttpResponseRedirect(reverse("account_login"))
