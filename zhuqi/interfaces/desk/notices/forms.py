"""What the system administrator fills in about notices: texts and channels."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.notices.actions.gateways import FIELDS
from zhuqi.foundation.notices.enums import BodyFormat, Channel, Charset, Method, Part
from zhuqi.foundation.notices.models import Gateway
from zhuqi.foundation.notices.texts import FULL_LIMIT, SHORT_LIMIT, TITLE_LIMIT, Wording
from zhuqi.interfaces.desk.forms.base import DeskForm, choose_one, text_area


class WordingForm(DeskForm):
    """One part of a text. What may stand in it is judged by the verb."""

    title = forms.CharField(label=_("标题"), max_length=10 * TITLE_LIMIT)
    body = text_area(_("正文"), max_length=10 * FULL_LIMIT)

    def __init__(self, part: Part, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{part}_%s", **kwargs)
        limit = FULL_LIMIT if part == Part.FULL else SHORT_LIMIT
        self.fields["body"].help_text = _("最多 %(limit)s 字") % {"limit": limit}
        if part == Part.SHORT:
            del self.fields["title"]
            self.fields["body"].widget.attrs["rows"] = 3

    @property
    def wording(self) -> Wording:
        """As typed."""
        return Wording(self.cleaned_data.get("title", ""), self.cleaned_data["body"])


class GatewayForm(DeskForm):
    """The settings of one channel; only those it has."""

    enabled = forms.BooleanField(label=_("启用"), required=False)
    variable = forms.CharField(
        label=_("环境变量名"),
        max_length=80,
        help_text=_("服务器上存放地址的环境变量，以 ZHUQI_NOTICES_ 开头。几个地址用空格分开。"),
    )
    method = choose_one(_("方法"), Method.choices)
    url = forms.CharField(
        label=_("地址"),
        max_length=500,
        help_text=_("短信服务商给的接口地址。可以用占位符。"),
    )
    headers = text_area(
        _("请求头"), rows=2, required=False, max_length=2000, help_text=_("每行一个，写作 名称:值")
    )
    body_format = choose_one(_("正文格式"), BodyFormat.choices)
    body = text_area(_("正文"), rows=5, required=False, max_length=4000)
    charset = choose_one(_("字符编码"), Charset.choices)
    ok_statuses = forms.CharField(
        label=_("成功的状态码"),
        max_length=40,
        help_text=_("用逗号分开，如 200,201"),
    )
    ok_path = forms.CharField(
        label=_("答复里的位置"),
        max_length=100,
        required=False,
        help_text=_(
            "答复是 JSON 时，表示成败的那一项，如 code 或 data.0.status。留空则在全文里找。"
        ),
    )
    ok_value = forms.CharField(
        label=_("成功时的值"),
        max_length=100,
        required=False,
        help_text=_("如 0。留空则只看状态码。"),
    )
    timeout = forms.IntegerField(label=_("超时（秒）"))

    def __init__(self, gateway: Gateway, *args: Any, **kwargs: Any) -> None:
        names = FIELDS[Channel(gateway.channel)]
        initial = {name: getattr(gateway, name) for name in names}
        super().__init__(*args, auto_id="set_%s", initial=initial, **kwargs)
        for name in set(self.fields) - set(names):
            del self.fields[name]

    @property
    def settings(self) -> dict[str, Any]:
        """As typed."""
        return dict(self.cleaned_data)


class TrialForm(DeskForm):
    """Whom the test goes to; a group needs no address."""

    to = forms.CharField(label=_("发给"), max_length=120)

    def __init__(self, gateway: Gateway, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="trial_%s", **kwargs)
        if gateway.unit_id is not None:
            del self.fields["to"]
            return
        self.fields["to"].label = {
            Channel.SMS: _("手机号"),
            Channel.EMAIL: _("电子邮箱"),
            Channel.CHAT: _("对方账号（或手机号）"),
        }[Channel(gateway.channel)]
