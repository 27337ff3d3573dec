"""Uploaded registers on disk; gone once they are imported."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.attachments import scanning
from zhuqi.foundation.attachments.private_folder import PrivateFolder
from zhuqi.foundation.attachments.rules import plain_name
from zhuqi.foundation.spreadsheets import MAX_BYTES

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

FILES: Final = PrivateFolder("registers")
_NAME = 160


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An uploaded file on disk; `stored_as` is its name there."""

    name: str
    size: int
    sha256: str
    stored_as: str


def path_of(stored_as: str) -> Path:
    """Where one lies. NotValid where it is gone."""
    path = FILES.find(stored_as)
    if path is None:
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
    if fault := scanning.fault(upload.chunks()):
        raise NotValid({"file": f"文件{fault}"})
    name = plain_name(upload.name or "")[-_NAME:] or "台账"
    # The ending helps to tell text apart; nothing else of the name is kept on disk.
    ending = Path(name).suffix.lower()
    digest, path = hashlib.sha256(), None
    try:
        path = FILES.new(ending if ending in {".csv", ".txt"} else "")
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            for chunk in upload.chunks():
                digest.update(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
    except OSError as error:
        if path is not None:
            path.unlink(missing_ok=True)
        raise NotValid({"file": "服务器磁盘空间不足或暂时不能写入，文件没有保存"}) from error
    return StoredFile(name, size, digest.hexdigest(), path.name)
