"""Files jobs made, on disk outside everything that is served; removed after some days."""

import uuid
from datetime import datetime
from pathlib import Path

from django.conf import settings

from zhuqi.foundation.access import NotNow


def folder() -> Path:
    """Where they lie."""
    return Path(settings.DATA_DIR) / "jobs"


def new_path(ending: str) -> Path:
    """Where a new one is written."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder() / f"{uuid.uuid4().hex}{ending}"


def path_of(stored_as: str) -> Path:
    """Where one lies. NotNow where it is gone."""
    path = folder() / stored_as
    if not stored_as or not path.is_file():
        raise NotNow("文件已经不在服务器上，请重新导出")
    return path


def discard(stored_as: str) -> None:
    """Remove it, if it is there."""
    if stored_as:
        (folder() / stored_as).unlink(missing_ok=True)


def discard_leftovers(needed: frozenset[str], before: datetime) -> int:
    """Remove files no job needs, left by killed workers; returns how many."""
    gone = 0
    for path in folder().glob("*") if folder().is_dir() else ():
        if path.name not in needed and path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
            gone += 1
    return gone
