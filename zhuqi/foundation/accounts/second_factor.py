"""The second step of signing in: who must have one, and how allauth keeps it for us.

With `adapter` and `receivers` the only place that knows allauth, which is untyped.
"""

import base64
import secrets
from contextvars import ContextVar
from datetime import datetime
from io import BytesIO
from typing import Any, ClassVar, Final

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuqi.foundation.access import Role, Scope
from zhuqi.foundation.accounts.lockbox import Lockbox
from zhuqi.foundation.accounts.models import RoleAssignment, User
from zhuqi.foundation.accounts.moments import running
from zhuqi.foundation.accounts.queries import request_scope, scope_of

# Noted in the session once seen: pages should not ask for it again and again.
HAS_ONE: Final = "second_factor"
KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
_BOX: Final = Lockbox("zhuqi.second_factor")
_ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    """Secrets lie encrypted in the database; labels are the officials' words."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": gettext_lazy("您的角色必须使用二次验证，不能全部移除"),
        "cannot_generate_recovery_codes": gettext_lazy("请先设置动态口令或通行密钥"),
        "incorrect_code": gettext_lazy("验证码不正确或已过期，请重新输入"),
    }

    def get_totp_issuer(self) -> str:
        """What the app on the phone lists it under."""
        return _("助企")

    def get_totp_label(self, user: User) -> str:
        """Whose it is."""
        return user.sign_in_name

    def build_totp_svg(self, url: str) -> str:
        """The code to scan, drawn here: nothing leaves the house."""
        out = BytesIO()
        segno.make(url, micro=False).save(out, kind="svg", scale=5, border=2)
        return out.getvalue().decode()

    def encrypt(self, text: str) -> str:
        """With a key that is not in the database."""
        return _BOX.lock(text)

    def decrypt(self, encrypted_text: str) -> str:
        """What `encrypt` wrote. After a change of the server's secret nothing fits any more.

        Then another secret each time, which nobody can know: from an empty one everybody could
        compute the codes of everybody.
        """
        opened = _BOX.opened(encrypted_text)
        return opened or base64.b32encode(secrets.token_bytes(20)).decode()

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 (its hook)
        """The first name offered for a new key."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("通行密钥%(number)s") % {"number": number}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whoever must have one keeps the last."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=KINDS)
        return others.exclude(pk=authenticator.pk).exists() or not holds_a_guarded_role(
            authenticator.user
        )


def encrypted_before() -> list[Authenticator]:
    """Second factors whose secret lies under a key used before this one."""
    rows = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).order_by("pk")
    return [row for row in rows if any(map(_BOX.is_old, _secrets_of(row).values()))]


def _secrets_of(row: Authenticator) -> dict[str, str]:
    return {name: str(row.data[name]) for name in ("secret", "seed") if row.data.get(name)}


def reencrypt() -> tuple[int, int]:
    """Encrypt every second factor's secret with the key in use: how many, and how many no key
    opens any more. Done twice it does nothing."""
    done = lost = 0
    for row in encrypted_before():
        with transaction.atomic():
            locked = Authenticator.objects.select_for_update().get(pk=row.pk)
            renewed = {name: _BOX.renewed(text) for name, text in _secrets_of(locked).items()}
            if None in renewed.values():
                lost += 1
                continue
            locked.data.update(renewed)
            locked.save(update_fields=["data"])
            done += 1
    return done, lost


def guarded_roles() -> frozenset[Role]:
    """Roles whose holders must have a second factor."""
    return frozenset(Role(name) for name in settings.SECOND_FACTOR_ROLES)


def holds_a_guarded_role(user: User) -> bool:
    """True if the user must have a second factor."""
    return bool(guarded_roles()) and _is_guarded(scope_of(user))


def has_second_factor(user: User) -> bool:
    """True if signing in takes a second step."""
    return bool(is_mfa_enabled(user, KINDS))


def administrators_without(now: datetime) -> list[str]:
    """User names of administrators in office who could sign in by a password alone."""
    held = RoleAssignment.objects.filter(running(now), role__in=_ADMINISTRATORS)
    rows = User.objects.filter(is_active=True, pk__in=held.order_by().values("user_id"))
    guarded = Authenticator.objects.filter(type__in=KINDS).order_by().values("user_id")
    return list(
        rows.exclude(pk__in=guarded).order_by("username").values_list("username", flat=True)
    )


def must_enrol(request: HttpRequest) -> bool:
    """True if the one signed in has to set up a second factor before anything else."""
    user = request.user
    if not guarded_roles() or not isinstance(user, User):
        return False
    if request.session.get(HAS_ONE) == user.pk:
        return False
    scope = request_scope(request)
    if not _is_guarded(scope):
        return False
    if has_second_factor(user):
        request.session[HAS_ONE] = user.pk
        return False
    return True


def lacks_second_factor(user: User, scope: Scope) -> bool:
    """The same where no session remembers: by a token."""
    return _is_guarded(scope) and not has_second_factor(user)


def _is_guarded(scope: Scope) -> bool:
    roles = guarded_roles()
    return bool(roles) and scope.holds(*roles)


_forgetting: ContextVar[bool] = ContextVar("zhuqi_forgetting_factors", default=False)


def forget_factors(user: User) -> int:
    """Remove every second factor of somebody who lost them; returns how many there were."""
    token = _forgetting.set(True)
    try:
        return int(Authenticator.objects.filter(user=user).delete()[0])
    finally:
        _forgetting.reset(token)


def is_forgetting() -> bool:
    """True while all factors of somebody go at once, which is an event of its own."""
    return _forgetting.get()
