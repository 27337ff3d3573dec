"""A field of files carries its sender's wish about the place of photos, and shows it again."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.datastructures import MultiValueDict

from zhuqi.foundation.attachments import rules
from zhuqi.interfaces.shell.forms import FilesField, ShellForm


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


class OneFile(ShellForm):
    book = forms.FileField(label="表格", widget=forms.FileInput(attrs={"accept": ".xlsx"}))


def test_the_picker_offers_what_the_server_takes() -> None:
    assert f'accept="{rules.accepted()}"' in str(Form()["attachments"])


def test_controls_are_in_our_words_for_one_file_and_for_several() -> None:
    one, several = str(OneFile()["book"]), str(Form()["attachments"])
    for control in (one, several):
        assert "选择文件" in control
    assert 'accept=".xlsx"' in one
    assert "multiple" not in one
    assert "拍摄位置" not in one
    assert " multiple" in several
