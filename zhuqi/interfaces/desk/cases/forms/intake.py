"""What an official writes down when a firm has spoken elsewhere."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Role, Scope
from zhuqi.foundation.directory.enums import EnterpriseStatus, Sector
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.forms.base import DeskForm, several_files, text_area
from zhuqi.interfaces.desk.forms.choices import regions_of_office
from zhuqi.interfaces.shell.secrecy import secrecy_choice
from zhuqi.interfaces.shell.unit_names import suggesting
from zhuqi.ledgers.cases.actions.intake import Submission
from zhuqi.ledgers.cases.models import Channel, ForeignNumber

# Most of what is registered was said on the phone.
USUAL = "phone"


class SubmissionForm(DeskForm):
    """Who spoke, by which inlet, and what they said."""

    channel = forms.ChoiceField(label=_("来源"))
    foreign_number = forms.CharField(label=_("来源编号"), max_length=60, required=False)
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
    complained_of = forms.CharField(
        label=_("被反映的单位"),
        max_length=80,
        required=False,
        widget=suggesting("desk:register_units", "firm"),
        help_text=_("不是投诉的不填。该单位及其下级自动回避；认不出是哪个单位的，交办前须核定。"),
    )
    confidential = secrecy_choice()
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not scope.holds(Role.REGISTRAR):
            # Whoever looks after a firm would lose sight of its case in the same moment.
            del self.fields["confidential"]
            del self.fields["complained_of"]
        channels = list(channels_of(scope))
        field = self.fields["channel"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
        field.choices = [(channel.code, channel.name) for channel in channels]
        if any(channel.code == USUAL for channel in channels):
            field.initial = USUAL
        numbered = [c.name for c in channels if c.foreign_number != ForeignNumber.NONE]
        if numbered:
            sentence = _("%(names)s有自己的编号，照抄在这里。")
            self.fields["foreign_number"].help_text = sentence % {"names": "、".join(numbered)}


def submission_of(form: SubmissionForm) -> Submission:
    """What was said, out of a valid form."""
    said = form.cleaned_data
    return Submission(
        title=said["title"],
        body=said["body"],
        wish=said["wish"],
        reporter_name=said["reporter_name"],
        reporter_phone=said["reporter_phone"],
        confidential=said.get("confidential", False),
        complained_of=said.get("complained_of", ""),
    )


def channels_of(scope: Scope) -> QuerySet[Channel]:
    """The inlets in use by which this person may register; which one fits is the verb's rule."""
    may = Q(pk__in=())
    if scope.holds(Role.REGISTRAR):
        may |= Q(for_registrar=True)
    if scope.liaised:
        may |= Q(for_liaison=True)
    if scope.chambered:
        may |= Q(for_chamber=True)
    return Channel.objects.filter(may, active=True)


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
