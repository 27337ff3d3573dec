"""Uploaded registers on disk, outside everything that is served; gone once they are imported."""

import hashlib
import os
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.attachments.rules import plain_name
from zhuqi.foundation.spreadsheets import MAX_BYTES

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

_NAME = 160


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An uploaded file on disk; `stored_as` is its name there."""

    name: str
    size: int
    sha256: str
    stored_as: str


def folder() -> Path:
    """Where they lie."""
    return Path(settings.DATA_DIR) / "registers"


def path_of(stored_as: str) -> Path:
    """Where one lies. NotValid where it is gone."""
    path = folder() / stored_as
    if not stored_as or not path.is_file():
        raise NotValid("上传的文件已经不在服务器上，请重新上传")
    return path


def store(upload: "UploadedFile[Any]") -> StoredFile:
    """Write it to disk, whole or not at all. NotValid for an empty or too large file, or where the
    disk is full. What it is called does not matter: its content says how it is read."""
    size = upload.size or 0
    if size == 0:
        raise NotValid({"file": "文件是空的"})
    if size > MAX_BYTES:
        raise NotValid({"file": f"文件超过 {MAX_BYTES / 1024 / 1024:g} MB，请分开导入"})
    name = plain_name(upload.name or "")[-_NAME:] or "台账"
    # The ending helps to tell text apart; nothing else of the name is kept on disk.
    ending = Path(name).suffix.lower()
    stored_as = uuid.uuid4().hex + (ending if ending in {".csv", ".txt"} else "")
    path = folder() / stored_as
    digest = hashlib.sha256()
    try:
        folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            for chunk in upload.chunks():
                digest.update(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise NotValid({"file": "服务器磁盘空间不足或暂时不能写入，文件没有保存"}) from error
    return StoredFile(name, size, digest.hexdigest(), stored_as)


def discard(stored_as: str) -> None:
    """Remove it, if it is there."""
    if stored_as:
        (folder() / stored_as).unlink(missing_ok=True)


def discard_leftovers(needed: frozenset[str], before: datetime) -> int:
    """Remove files no import needs any more; returns how many."""
    gone = 0
    for path in folder().glob("*") if folder().is_dir() else ():
        if path.name not in needed and path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
            gone += 1
    return gone
