"""Filing the sealed copy, and asking whether a paper is genuine."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.forms.base import DeskForm, RowForm, proofs_field


class FileForm(RowForm):
    """存入用印件."""

    scans = proofs_field(help_text=_("签字盖章后的扫描件（PDF 或图片），以它为准。"))

    def set_choices(self) -> None:
        """Not what proves something, but the paper itself."""
        self.fields["scans"].label = _("用印件")
        self.fields["scans"].required = True


class CodeForm(DeskForm):
    """公文核验."""

    code = forms.CharField(
        label=_("核验码"), max_length=40, help_text=_("印在公文页脚，12 位字母和数字。")
    )
