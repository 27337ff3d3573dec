"""allauth's forms of signing in and of passwords, in our words and one line each."""

from typing import Any

from allauth.account import forms
from allauth.account.adapter import get_adapter
from django.utils.translation import gettext_lazy as _


class SignIn(forms.LoginForm):  # type: ignore[misc]  # allauth is untyped
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].help_text = _("企业人员一般是手机号。")


class ChangePassword(forms.ChangePasswordForm):  # type: ignore[misc]
    """The old one, and twice the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _(
            "至少 10 个字符；不要全是数字，不要用姓名、手机号或常见的密码。"
        )
        self.fields["password2"].label = _("再输一次新密码")

    def clean_oldpassword(self) -> str:
        """Counted: at a desk left open a stranger could otherwise guess without end."""
        typed = str(self.cleaned_data.get("oldpassword", ""))
        if not get_adapter().is_current_password(self.user, typed):
            raise get_adapter().validation_error("enter_current_password")
        return typed
