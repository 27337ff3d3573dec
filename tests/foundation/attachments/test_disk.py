"""Room on the disk: said to the administrator and by the check before uploads fail."""

import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.attachments.disk import DISK_CHECK, GIGABYTE, disks, sweep_uploads

MEGABYTE = 1024**2


class Said(list[str]):
    """Where the check speaks."""

    def say(self, line: str) -> None:
        self.append(line)

    def progress(self, label: str) -> Any:
        raise NotImplementedError(label)


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, int], None]:
    """Set how much is free, of how much."""

    def _left(free: int, total: int) -> None:
        usage = SimpleNamespace(free=free, total=total, used=total - free)
        monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)

    return _left


@pytest.mark.parametrize(
    ("free", "total", "word", "wrong"),
    [
        (50 * GIGABYTE, 100 * GIGABYTE, "数据目录", False),
        (4 * GIGABYTE, 100 * GIGABYTE, "提醒", False),
        (GIGABYTE - 1, 10 * GIGABYTE, "提醒", False),
        (GIGABYTE, 10 * GIGABYTE, "数据目录", False),
        (200 * MEGABYTE, 10 * GIGABYTE, "提醒", False),
        (200 * MEGABYTE - 1, 10 * GIGABYTE, "错误", True),
    ],
)
def test_the_check_reminds_first_and_fails_before_the_disk_is_full(
    left: Callable[[int, int], None], free: int, total: int, word: str, wrong: int
) -> None:
    left(free, total)
    said = Said()
    assert DISK_CHECK.run(said) == wrong
    assert all(line.startswith(word) for line in said)


def test_one_disk_is_said_once_and_a_folder_that_is_not_there_yet_is_no_error(
    settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "not" / "yet"
    first = disks()[0]
    assert first.holds.startswith("数据目录、附件")
    assert 0 < first.free <= first.total


def test_the_system_administrators_page_shows_it(
    cast: Cast, sign_in: Callable[[User], Client], left: Callable[[int, int], None]
) -> None:
    page = sign_in(cast.system_admin)
    left(50 * GIGABYTE, 100 * GIGABYTE)
    html = page.get(reverse("desk:admin_system")).content.decode()
    assert "50.0 GB（50%）" in html
    assert "所在磁盘空间不足" not in html
    left(100 * MEGABYTE, 100 * GIGABYTE)
    html = page.get(reverse("desk:admin_system")).content.decode()
    assert "即将写满，请立即处理" in html
    assert "所在磁盘空间不足" in html


def test_uploads_cut_off_an_hour_ago_are_swept_and_those_under_way_stay(
    settings: Any, tmp_path: Path
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    now = timezone.now()
    for name, minutes in (("old.upload", 61), ("new.upload", 59)):
        path = tmp_path / name
        path.write_bytes(b"x")
        moment = (now - timedelta(minutes=minutes)).timestamp()
        os.utime(path, (moment, moment))
    assert sweep_uploads(now) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["new.upload"]
