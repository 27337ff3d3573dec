"""Forms of 移送: the sheet, the receipt, and taking a sealed matter out."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.cases.forms.verbs import ReasonForm, VerbForm
from zhuqi.interfaces.desk.forms.base import DeskForm, text_area
from zhuqi.ledgers.cases.models import Boundary


class TransferForm(ReasonForm):
    """移送: behind which boundary, to which organ, why."""

    boundary = forms.ModelChoiceField(
        label=_("属于哪一类"),
        queryset=Boundary.objects.filter(active=True, transfer=True),
        empty_label=_("请选择"),
        help_text=_("检举控告类移送后立即密封，任何人不再查看；收到回执后平台内容永久销毁。"),
    )
    organ = forms.CharField(
        label=_("移送哪个机关"), max_length=80, help_text=_("写全称，如许昌市纪律检查委员会。")
    )
    field_order = ("boundary", "organ", "reason")

    def set_choices(self) -> None:
        """As it was sorted at acceptance."""
        super().set_choices()
        if boundary := self.file.case.boundary:
            self.fields["boundary"].initial = boundary.pk
            self.fields["organ"].initial = boundary.organ


class ReceiptForm(VerbForm):
    """登记回执."""

    receipt = forms.CharField(label=_("回执编号"), max_length=60)
    received_by = forms.CharField(label=_("接收人"), max_length=40)
    received_on = forms.DateField(
        label=_("接收日期"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def set_choices(self) -> None:
        """Sealed content goes for good now."""
        self.fields["received_on"].initial = timezone.localdate()
        if self.file.case.sealed:
            self.fields["receipt"].help_text = _("登记后，平台上的内容、附件和姓名永久销毁。")


class PackForm(DeskForm):
    """取出密封件 again: why."""

    reason = text_area(_("再次取出的原因"), rows=2, required=False)
