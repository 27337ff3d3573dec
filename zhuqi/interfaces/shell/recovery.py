"""Back into an account with a code from the office: the page of whoever has lost access."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from zhuqi.foundation.access import Refusal
from zhuqi.foundation.accounts.actions import use_recovery
from zhuqi.foundation.accounts.adapter import client_ip
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.interfaces.shell.submit import submit


class RecoverForm(ShellForm):
    """Whose account, the code, and the new password twice."""

    login = forms.CharField(
        label=gettext_lazy("用户名"),
        max_length=64,
        help_text=gettext_lazy("企业人员一般是手机号。"),
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    code = forms.CharField(
        label=gettext_lazy("找回码"),
        max_length=40,
        help_text=gettext_lazy("工作人员核对身份后告诉您的，一小时内有效。大小写、横线不论。"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )
    password = forms.CharField(
        label=gettext_lazy("新密码"),
        help_text=gettext_lazy("至少10位，不要全是数字。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("再输一次新密码"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _("请填写%(label)s") % {"label": field.label}

    def clean_again(self) -> str:
        """The same twice."""
        again = str(self.cleaned_data["again"])
        if self.cleaned_data.get("password") not in {None, again}:
            raise forms.ValidationError(_("两次输入的密码不同"))
        return again


@sensitive_post_parameters()
def recover(request: HttpRequest) -> HttpResponse:
    """The form; a right code leads to the sign-in page, a wrong one says nothing of why."""
    form = RecoverForm(request.POST or None)

    def show(*, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
        if refusal is not None:
            form.add_error(None, refusal.reason)
        return render(request, "account/recover.html", {"form": form}, status=status)

    return submit(
        request,
        form,
        lambda data: use_recovery(
            login=data["login"],
            code=data["code"],
            password=data["password"],
            ip=client_ip(request),
        ),
        show=show,
        said=_("新密码已设好，请登录。原来的二次验证已移除，登录后请重新设置。"),
        to="account_login",
    )
