"""What a firm said where it was met, registered as a case with its consent."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.forms.base import RowForm, text_area


class NeedForm(RowForm):
    """转为诉求: of the row's firm; fields are named like a submission's and `consent`."""

    title = forms.CharField(label=_("遇到的困难"), help_text=_("一句话，60 字以内。"))
    body = text_area(_("具体情况"), rows=6)
    wish = text_area(_("希望怎样解决"), rows=2, required=False)
    reporter_name = forms.CharField(label=_("反映人"))
    reporter_phone = forms.CharField(label=_("联系电话"))
    consent = forms.BooleanField(
        label=_("企业同意登记为诉求"), help_text=_("登记后按时限交办，企业可以查看进度并评价。")
    )

    def set_choices(self) -> None:
        """Whoever is the firm's contact has most likely said it."""
        self.fields["reporter_phone"].widget.attrs["inputmode"] = "tel"
        if contact := self.row.enterprise.contacts.first():
            self.fields["reporter_name"].initial = contact.name
            self.fields["reporter_phone"].initial = contact.phone
