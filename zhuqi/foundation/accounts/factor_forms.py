"""allauth's forms of the second step: passkeys steeled (what a browser would never send is a wrong
code, no crash), and everything in the officials' words."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import TooMany
from zhuqi.foundation.accounts.actions import knock
from zhuqi.foundation.accounts.actions.doors import SECOND_STEP
from zhuqi.foundation.accounts.adapter import visitor_of
from zhuqi.foundation.accounts.models import User


@contextmanager
def _readable() -> Iterator[None]:
    """fido2 trips over missing and misshapen parts in as many ways as there are parts."""
    try:
        yield
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise get_adapter().validation_error("incorrect_code") from error


class AddPasskey(forms.AddWebAuthnForm):  # type: ignore[misc]  # allauth is untyped
    """A new passkey with its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("名称")
        self.fields["name"].help_text = _("换设备时认得出是哪一个，例如“办公室电脑”。")
        self.fields["passwordless"].label = _("以后只用它登录，不输密码")
        self.fields["passwordless"].help_text = _("设备会要求指纹、面容或锁屏密码。")
        self.fields["passwordless"].initial = True

    def clean(self) -> dict[str, Any]:
        """Refuse what is no passkey."""
        with _readable():
            return dict(super().clean())


@contextmanager
def _counted(user: User) -> Iterator[None]:
    """A try at the second step: like a password's it waits longer and longer, and is noted."""
    try:
        turn = knock(user=user, visitor=visitor_of(context.request), door=SECOND_STEP)
    except TooMany as refusal:
        raise ValidationError(refusal.reason, code="too_many_login_attempts") from None
    yield
    turn.was_right()


class _Steeled:
    user: User | None

    def clean_credential(self) -> Any:
        """Refuse what is no passkey. Before it is known whose it is, there is nobody to count."""
        with _counted(self.user) if self.user else nullcontext(), _readable():
            return super().clean_credential()  # type: ignore[misc]


class _Counted:
    user: User

    def clean_code(self) -> str:
        """A wrong one is counted and noted."""
        with _counted(self.user):
            return str(super().clean_code())  # type: ignore[misc]


class SignInByPasskey(_Steeled, forms.LoginWebAuthnForm):  # type: ignore[misc]
    """Without a password."""


class SecondStepByPasskey(_Steeled, forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """After the password."""


class ConfirmByPasskey(_Steeled, forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """Before a change."""


class SetUpCodes(totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first six digits prove that the phone computes as we do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("应用显示的六位数字")


class SecondStep(_Counted, base.AuthenticateForm):  # type: ignore[misc]
    """Six digits, or a spare code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("六位数字或备用码")


class Confirm(_Counted, base.ReauthenticateForm):  # type: ignore[misc]
    """The same before a change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("六位数字或备用码")
