"""A field of files carries its sender's wish about the place of photos, and shows it again."""

from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.datastructures import MultiValueDict

import zhuqi
from zhuqi.foundation.attachments import rules
from zhuqi.interfaces.shell.forms import FilesField, ShellForm

ROOT = Path(zhuqi.__file__).parent


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


def test_no_page_shows_the_browsers_own_button() -> None:
    """It speaks the language of the machine: Choose file."""
    pages = [
        page for page in ROOT.rglob("templates/**/*.html") if 'type="file"' in page.read_text()
    ]
    assert pages
    for page in pages:
        text = page.read_text()
        assert text.count('type="file"') == text.count("z-files__pick") == text.count("选择文件")
