"""A table to be read."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.forms.base import DeskForm
from zhuqi.interfaces.shell.forms import FilesField, FilesInput

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class RosterForm(DeskForm):
    """The file."""

    attachments = FilesField(
        label=_("表格文件"),
        help_text=_(".xlsx、.xls 或 .csv，表头在哪一行都可以，一次最多 5000 行。"),
        widget=FilesInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )

    def clean_attachments(self) -> "list[UploadedFile[Any]]":
        """One at a time: what becomes of its rows is read before the next."""
        files: list[UploadedFile[Any]] = self.cleaned_data["attachments"]
        if len(files) > 1:
            raise ValidationError(_("一次导入一个文件"))
        return files
