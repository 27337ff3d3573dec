"""What an official writes down when a firm has spoken elsewhere."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Role, Scope
from zhuqi.foundation.directory.enums import EnterpriseStatus, Sector
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.forms.base import DeskForm, several_files, text_area
from zhuqi.interfaces.desk.forms.choices import regions_of_office
from zhuqi.ledgers.cases.enums import Channel

# These come in by themselves; nobody writes them down.
AUTOMATIC = frozenset({Channel.PORTAL, Channel.EXCEL})
CHANNELS = [(c.value, c.label) for c in Channel if c not in AUTOMATIC]


class TroubleForm(DeskForm):
    """Who spoke, by which inlet, and what they said."""

    channel = forms.ChoiceField(label=_("来源"), choices=CHANNELS, initial=Channel.PHONE)
    foreign_number = forms.CharField(
        label=_("来源编号"),
        max_length=60,
        required=False,
        help_text=_("如 12345 工单号，结果要回复给它。"),
    )
    reporter_name = forms.CharField(label=_("反映人"), max_length=40)
    reporter_phone = forms.CharField(
        label=_("联系电话"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    title = forms.CharField(label=_("遇到的困难"), help_text=_("一句话，60 字以内。"))
    body = text_area(_("具体情况"), rows=6)
    wish = text_area(_("希望怎样解决"), rows=2, required=False)
    attachments = several_files()
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)


class FirmForm(DeskForm):
    """A firm the directory does not know yet."""

    name = forms.CharField(label=_("企业名称"), max_length=120)
    status = forms.ChoiceField(
        label=_("登记状态"),
        choices=[
            (EnterpriseStatus.OPERATING, _("已登记")),
            (EnterpriseStatus.PREPARING, _("筹建中，还没有信用代码")),
        ],
    )
    uscc = forms.CharField(
        label=_("统一社会信用代码"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    region = forms.ChoiceField(label=_("所在县区"))
    sector = forms.ChoiceField(label=_("行业台账"), choices=Sector.choices)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, prefix="firm", **kwargs)
        offices = Unit.objects.filter(pk__in=scope.units(Role.REGISTRAR)).select_related("region")
        field = self.fields["region"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
        field.choices = regions_of_office(sorted({office.region.code for office in offices}))
