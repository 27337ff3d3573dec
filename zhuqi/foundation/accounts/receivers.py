"""What Django and allauth tell about sign-ins, passed on to the verbs."""

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_removed
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.accounts import actions
from zhuqi.foundation.accounts.adapter import client_ip
from zhuqi.foundation.accounts.browsers import STAYS, WISH, EndedSession, device_of, is_phone
from zhuqi.foundation.accounts.enums import UserEvent
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.second_factor import HAS_ONE, is_forgetting


def _session_key(request: HttpRequest) -> str:
    """The key under which the session will be found; a new session is saved to have one."""
    if request.session.session_key is None:
        request.session.save()
    return request.session.session_key or ""


def signed_in(request: HttpRequest | None = None, user: Any = None, **_more: Any) -> None:
    """A password was right and a session has begun; a firm's phone keeps it for weeks if wished."""
    if request is None or not isinstance(user, User):
        return
    wished = request.session.pop(WISH, False)
    if wished and may_stay(user, request):
        request.session[STAYS] = True
    else:
        request.session.pop(STAYS, None)
    ended = actions.sign_in(
        user=user,
        session_key=_session_key(request),
        ip=client_ip(request),
        device=device_of(_browser(request)),
    )
    for one in ended:
        messages.info(request, _ended_words(one), fail_silently=True)


def may_stay(user: User, request: HttpRequest) -> bool:
    """True for a firm's person on a phone: what officials sign in on locks itself."""
    return user.official_id is None and is_phone(_browser(request))


def _browser(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")


def _ended_words(one: EndedSession) -> str:
    words = _(
        "一个账号最多同时在 %(most)s 台设备上登录。最早的一台已退出：%(device)s，%(since)s 登录。"
        "如果不是您本人的设备，请马上修改密码。"
    )
    return words % {
        "most": settings.SESSIONS_PER_USER,
        "device": one.device or _("设备名称不详"),
        "since": f"{timezone.localtime(one.started_at):%Y-%m-%d %H:%M}",
    }


def signed_out(request: HttpRequest | None = None, user: Any = None, **_more: Any) -> None:
    """Somebody signed out; an expired session has nobody to note."""
    if request is not None and isinstance(user, User):
        actions.sign_out(user=user, session_key=request.session.session_key, ip=client_ip(request))


def changed_password(request: HttpRequest, user: Any, **_more: Any) -> None:
    """Django gives the session a new key and forgets the others' right to be signed in."""
    if isinstance(user, User):
        device = device_of(_browser(request))
        actions.keep_only(user=user, session_key=_session_key(request), device=device)


# The factors' own rows are watched, not allauth's signals: those come only after the commit, and
# an event belongs into the transaction of its change.


def factor_saved(instance: Authenticator, created: bool, **_more: Any) -> None:  # noqa: FBT001
    """A second factor was set up; spare codes come with the first, and anew when asked for."""
    if created:
        spare = instance.type == Authenticator.Type.RECOVERY_CODES
        kind = UserEvent.FACTOR_RENEWED if spare else UserEvent.FACTOR_ADDED
        actions.note_factor(user=instance.user, kind=kind, factor=str(instance.type))


def factor_deleted(instance: Authenticator, **_more: Any) -> None:
    """A second factor was taken away by its owner; recovery writes an event of its own."""
    if instance.type != Authenticator.Type.RECOVERY_CODES and not is_forgetting():
        kind = UserEvent.FACTOR_REMOVED
        actions.note_factor(user=instance.user, kind=kind, factor=str(instance.type))


def factor_removed(request: HttpRequest, **_more: Any) -> None:
    """Whether one is still there is asked anew."""
    request.session.pop(HAS_ONE, None)


def factor_failed(request: HttpRequest, user: Any, **_more: Any) -> None:
    """The password was right and the second step was not."""
    if isinstance(user, User):
        actions.note_failed_sign_in(
            login=user.sign_in_name, ip=client_ip(request), why="second_factor", user=user
        )


def connect() -> None:
    """Called once, when the room is ready."""
    user_logged_in.connect(signed_in, dispatch_uid="accounts.signed_in")
    user_logged_out.connect(signed_out, dispatch_uid="accounts.signed_out")
    password_changed.connect(changed_password, dispatch_uid="accounts.changed_password")
    post_save.connect(factor_saved, Authenticator, dispatch_uid="accounts.factor_saved")
    post_delete.connect(factor_deleted, Authenticator, dispatch_uid="accounts.factor_deleted")
    authenticator_removed.connect(factor_removed, dispatch_uid="accounts.factor_removed")
    authentication_failed.connect(factor_failed, dispatch_uid="accounts.factor_failed")
