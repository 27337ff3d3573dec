"""Room on the disks where Zhuqi writes: read by the administrator's page and `zhuqi check`."""

import os
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from zhuqi.foundation.contributions.checks import Check, CheckOutput

GIGABYTE = 1024**3
LOW_BYTES, LOW_SHARE = GIGABYTE, 0.05
FULL_BYTES = 200 * 1024**2
LEFT_OVER = timedelta(hours=1)


class Level(Enum):
    """How much room is left."""

    ENOUGH = "enough"
    LOW = "low"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Disk:
    """A disk by what lies on it; sizes in bytes."""

    holds: str
    path: Path
    free: int
    total: int

    @property
    def level(self) -> Level:
        """Low below 1 GB or 5 %; below 200 MB the next uploads will fail."""
        if self.free < FULL_BYTES:
            return Level.FULL
        low = self.free < LOW_BYTES or self.free < self.total * LOW_SHARE
        return Level.LOW if low else Level.ENOUGH

    @property
    def share(self) -> int:
        """Free percent."""
        return self.free * 100 // self.total if self.total else 0


def disks() -> list[Disk]:
    """The disks of the data directory, and of attachments and database where these are files."""
    places = [(_("数据目录"), Path(settings.DATA_DIR))]
    if settings.ATTACHMENTS_BUCKET is None:
        places.append((_("附件"), Path(settings.MEDIA_ROOT)))
    database = settings.DATABASES["default"]
    if "sqlite3" in database["ENGINE"]:
        places.append((_("数据库"), Path(database["NAME"]).parent))
    by_device: dict[int, tuple[list[str], Path]] = {}
    for label, path in places:
        there = _existing(path)
        by_device.setdefault(there.stat().st_dev, ([], there))[0].append(label)
    found = []
    for labels, path in by_device.values():
        usage = shutil.disk_usage(path)
        found.append(Disk("、".join(labels), path, usage.free, usage.total))
    return found


def in_words(size: int) -> str:
    """1.5 GB, 180 MB."""
    if size >= GIGABYTE:
        return f"{size / GIGABYTE:.1f} GB"
    return f"{size // 1024**2} MB"


def _existing(path: Path) -> Path:
    """The folder itself, or the nearest above it that is there yet."""
    there = path.resolve()
    while not there.exists():
        there = there.parent
    return there


def sweep_uploads(now: datetime) -> int:
    """Remove what killed processes have left of uploads an hour ago or more; how many files."""
    limit, removed = (now - LEFT_OVER).timestamp(), 0
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir():
        try:
            if path.is_file() and path.stat().st_mtime < limit:
                path.unlink()
                removed += 1
        except FileNotFoundError:
            continue  # its upload has ended meanwhile
    return removed


def _run(out: CheckOutput) -> bool:
    """True where a disk is all but full; one that is getting full is only said."""
    found = disks()
    for disk in found:
        left = f"{disk.holds}（{disk.path}）剩余 {in_words(disk.free)}，占 {disk.share}%"
        if disk.level is Level.FULL:
            out.say(f"错误 {left}：即将存不下新的内容，请立即清理或扩容")
        elif disk.level is Level.LOW:
            out.say(f"提醒 {left}：请尽快清理或扩容")
        else:
            out.say(left)
    return any(disk.level is Level.FULL for disk in found)


# A percent sign of ASCII would be read as a format by the help.
DISK_CHECK = Check("磁盘空间：不足 1 GB 或 5％ 提醒，不足 200 MB 为错误", _run)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk: a new file is safe only when
    its folder is written too."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
