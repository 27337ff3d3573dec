"""A field of files carries its sender's wish about the place of photos, and shows it again."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.datastructures import MultiValueDict

from zhuqi.interfaces.shell.forms import FilesField


class Form(forms.Form):
    attachments = FilesField(label="附件")


def sent() -> "MultiValueDict[str, UploadedFile[Any]]":
    return MultiValueDict({"attachments": [SimpleUploadedFile("现场.jpg", b"\xff\xd8\xff")]})


def test_the_place_goes_unless_its_sender_ticks() -> None:
    for data, kept in (({}, False), ({"attachments-place": "on"}, True)):
        form = Form(data, sent())
        assert form.is_valid()
        [file] = form.cleaned_data["attachments"]
        assert file.keep_place is kept
        assert (" checked" in str(form["attachments"])) is kept
        assert "保留照片里的拍摄位置" in str(form["attachments"])
