"""Files come in whole or not at all, and never inside a transaction."""

import errno
import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import transaction
from pytest_django import Settings

from tests.foundation.attachments.attachment_files import JPEG, PDF, PNG, sent
from zhuqi.foundation.access import Actor, ActorKind, NotNow, NotValid
from zhuqi.foundation.attachments import actions
from zhuqi.foundation.attachments.models import Attachment

ZHAO = Actor(ActorKind.FIRM, 7, "赵总", "钻石公司")
NOON = datetime(2025, 6, 3, 4, 0, tzinfo=UTC)


def on_disk(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def refusal(*files: object) -> str:
    with pytest.raises(NotValid) as caught:
        actions.prepare(list(files))  # type: ignore[arg-type]
    assert list(caught.value.errors) == ["attachments"]
    return caught.value.errors["attachments"]


@pytest.mark.django_db
def test_files_are_stored_under_names_that_say_nothing_and_tied_to_the_row(folder: Path) -> None:
    prepared = actions.prepare([sent(PDF, "合同.doc"), sent(PNG, "现场.png")])
    rows = actions.attach(
        prepared, object_type="case", object_id=5, purpose="submission", by=ZHAO, now=NOON
    )
    assert [(row.name, row.content_type, row.size) for row in rows] == [
        ("合同.pdf", "application/pdf", len(PDF)),
        ("现场.png", "image/png", len(PNG)),
    ]
    kept = Attachment.objects.get(name="合同.pdf")
    assert (kept.uploaded_by_id, kept.uploaded_by_name, kept.uploaded_at) == (7, "赵总", NOON)
    assert (folder / kept.stored_as).read_bytes() == PDF
    assert kept.sha256 == hashlib.sha256(PDF).hexdigest()
    assert not Path(kept.stored_as).is_absolute()
    assert "合同" not in kept.stored_as
    assert {path.stat().st_mode & 0o777 for path in on_disk(folder)} == {0o600}


def test_the_same_file_chosen_twice_is_kept_once(folder: Path) -> None:
    prepared = actions.prepare([sent(PNG, "一.png"), sent(PNG, "二.png"), sent(JPEG, "三.jpg")])
    assert [file.name for file in prepared] == ["一.png", "三.jpg"]
    assert len(on_disk(folder)) == 2


def test_nothing_chosen_is_nothing_stored(folder: Path) -> None:
    assert actions.prepare([]) == []
    assert on_disk(folder) == []


def test_a_big_upload_from_a_temporary_file_is_streamed(folder: Path) -> None:
    with TemporaryUploadedFile("录像.mp4", "video/mp4", 0, None) as upload:
        upload.write(b"\x00\x00\x00\x20ftypisom" + bytes(3_000_000))
        upload.size = upload.tell()
        [file] = actions.prepare([upload])
    assert (folder / file.stored_as).stat().st_size == file.size == 3_000_012


def test_each_file_at_fault_gets_its_sentence_and_none_is_kept(
    folder: Path, settings: Settings
) -> None:
    settings.ATTACHMENT_MAX_BYTES = 2 * 1024 * 1024
    said = refusal(
        sent(PNG, "好的.png"),
        sent(b"", "空.txt"),
        sent(PNG + bytes(2 * 1024 * 1024), "大.png"),
        sent(b"MZ" + bytes(9), "发票.pdf"),
    )
    assert "“空.txt”是空文件" in said
    assert "“大.png”超过 2 MB" in said
    assert "“发票.pdf”不是可以上传的类型" in said
    assert "好的" not in said
    assert on_disk(folder) == []


def test_too_many_files_are_refused_with_the_limit(folder: Path, settings: Settings) -> None:
    settings.ATTACHMENT_MAX_FILES = 2
    assert "一次最多 2 个附件，您选了 3 个" in refusal(*[sent() for _ in range(3)])
    assert on_disk(folder) == []


@pytest.mark.usefixtures("folder")
def test_a_hostile_name_is_not_echoed_with_its_hidden_characters() -> None:
    said = refusal(sent(b"MZ", "../../a\u202egnp.exe"))
    assert "“agnp.exe”" in said


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "磁盘空间不足"),
        (errno.EDQUOT, "磁盘空间不足"),
        (errno.EACCES, "不能写入附件"),
        (errno.EROFS, "不能写入附件"),
    ],
)
def test_a_full_or_locked_disk_loses_neither_words_nor_room(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, reason: str
) -> None:
    real, calls = os.fsync, []

    def second_time_fails(handle: int) -> None:
        calls.append(handle)
        if len(calls) > 2:  # the first file and its folder went well
            raise OSError(number, os.strerror(number))
        real(handle)

    monkeypatch.setattr(os, "fsync", second_time_fails)
    said = refusal(sent(PNG, "一.png"), sent(PDF, "二.pdf"))
    assert reason in said
    assert "您填写的文字已保留" in said
    assert on_disk(folder) == []


def test_a_folder_nobody_may_write_is_said_too(folder: Path) -> None:
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("a file where the folder should be")
    assert "附件没有保存" in refusal(sent())


@pytest.mark.django_db(transaction=True)
def test_rows_vanish_with_the_callers_transaction(folder: Path) -> None:
    prepared = actions.prepare([sent()])

    def change_that_fails() -> None:
        with transaction.atomic():
            actions.attach(prepared, object_type="case", object_id=5, purpose="", by=ZHAO)
            raise NotNow("别人先办了")

    with pytest.raises(NotNow):
        change_that_fails()
    assert not Attachment.objects.exists()
    actions.discard(prepared)
    assert on_disk(folder) == []


@pytest.mark.django_db
def test_a_file_is_taken_off_once(folder: Path) -> None:
    [row] = actions.attach(
        actions.prepare([sent()]), object_type="case", object_id=5, purpose="", by=ZHAO
    )
    assert actions.remove(attachment=row, now=NOON).removed_at == NOON
    assert (folder / row.stored_as).exists()
    with pytest.raises(NotNow, match="已经移除"):
        actions.remove(attachment=row)
