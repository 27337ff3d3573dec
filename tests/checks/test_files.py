"""Bytes of attachments changed or taken away on disk are told."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.foundation.attachments.attachment_files import PDF, PNG, sent
from tests.interfaces.console.console_place import Zhuqi
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.attachments import actions
from zhuqi.foundation.attachments.models import Attachment

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, settings: object) -> Path:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def kept(content: bytes, name: str) -> Attachment:
    prepared = actions.prepare([sent(content, name)])
    return actions.attach(prepared, object_type="case", object_id=1, purpose="", by=SYSTEM)[0]


def test_files_as_they_were_taken_in_are_left_in_peace(folder: Path, zhuqi: Zhuqi) -> None:
    kept(PNG, "现场.png")
    old, gone = kept(PDF, "旧.pdf"), kept(PDF + b" ", "毁.pdf")
    actions.remove(attachment=old, now=timezone.now() - timedelta(days=40))
    (folder / old.stored_as).unlink()
    Attachment.objects.filter(pk=gone.pk).update(name=actions.DESTROYED)
    (folder / gone.stored_as).unlink()

    answer = zhuqi("check", "files")
    assert (answer.code, answer.out) == (0, "附件与上传时一致。\n")


def test_changed_cut_and_missing_bytes_are_told(folder: Path, zhuqi: Zhuqi) -> None:
    changed, cut, missing = kept(PNG, "甲.png"), kept(PDF, "乙.pdf"), kept(PDF + b" ", "丙.pdf")
    content = (folder / changed.stored_as).read_bytes()
    (folder / changed.stored_as).write_bytes(content[:-1] + b"\1")
    (folder / cut.stored_as).write_bytes(PDF[:-1])
    (folder / missing.stored_as).unlink()

    answer = zhuqi("check", "files")
    assert answer.code == 1
    for row, fault in ((changed, "被换过"), (cut, "被换过"), (missing, "不见了")):
        assert any(f"附件 {row.pk}（" in ln and fault in ln for ln in answer.out.splitlines())
    assert "发现 3 个附件有问题" in answer.out
