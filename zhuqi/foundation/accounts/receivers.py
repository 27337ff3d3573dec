"""What Django and allauth tell about sign-ins, passed on to the verbs."""

from typing import Any

from allauth.account.signals import password_changed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

from zhuqi.foundation.accounts import actions
from zhuqi.foundation.accounts.adapter import client_ip
from zhuqi.foundation.accounts.models import User


def _session_key(request: HttpRequest) -> str:
    """The key under which the session will be found; a new session is saved to have one."""
    if request.session.session_key is None:
        request.session.save()
    return request.session.session_key or ""


def signed_in(request: HttpRequest | None = None, user: Any = None, **_more: Any) -> None:
    """A password was right and a session has begun."""
    if request is not None and isinstance(user, User):
        actions.sign_in(user=user, session_key=_session_key(request), ip=client_ip(request))


def signed_out(request: HttpRequest | None = None, user: Any = None, **_more: Any) -> None:
    """Somebody signed out; an expired session has nobody to note."""
    if request is not None and isinstance(user, User):
        actions.sign_out(user=user, session_key=request.session.session_key, ip=client_ip(request))


def changed_password(request: HttpRequest, user: Any, **_more: Any) -> None:
    """Django gives the session a new key and forgets the others' right to be signed in."""
    if isinstance(user, User):
        actions.keep_only(user=user, session_key=_session_key(request))


def connect() -> None:
    """Called once, when the room is ready."""
    user_logged_in.connect(signed_in, dispatch_uid="accounts.signed_in")
    user_logged_out.connect(signed_out, dispatch_uid="accounts.signed_out")
    password_changed.connect(changed_password, dispatch_uid="accounts.changed_password")
