"""What a file is, by its content; what name it may carry. Pure: works on names and first bytes."""

import re
import unicodedata
import zipfile
from io import BytesIO
from typing import BinaryIO

NAME_LIMIT = 120
HEAD = 4096

# content type → extensions that agree with it; the first is given to a file that carries another
TYPES: dict[str, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "image/gif": (".gif",),
    "image/heic": (".heic", ".heif"),
    "video/mp4": (".mp4", ".mov", ".m4v"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (".pptx",),
    "application/ofd": (".ofd",),
    "application/msword": (".doc",),
    "application/vnd.ms-excel": (".xls",),
    "application/vnd.ms-powerpoint": (".ppt",),
    "text/plain": (".txt", ".csv"),
}
SPOKEN = "照片、PDF、Word、Excel、PPT、OFD、文本或 MP4 视频"
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftypheix", "image/heic"),
    (4, b"ftyp", "video/mp4"),
)
_OFFICE_PARTS = (
    ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("OFD.xml", "application/ofd"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_BY_NAME = {
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
}


def content_type(file: BinaryIO, name: str) -> str | None:
    """The type by content; None for what is not accepted (programs, web pages, archives …).

    The name only tells the three old Office kinds apart, which share one container.
    """
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    for at, mark, kind in _SIGNATURES:
        if head[at : at + len(mark)] == mark:
            return kind
    if head.startswith(b"PK\x03\x04"):
        return _of_zip(file)
    if head.startswith(_OLE):
        return _OLE_BY_NAME.get(extension(name))
    return "text/plain" if _is_text(head) and extension(name) in TYPES["text/plain"] else None


def _of_zip(file: BinaryIO) -> str | None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return None
    finally:
        file.seek(0)
    for part, kind in _OFFICE_PARTS:
        if any(name.startswith(part) for name in names):
            return None if any(name.endswith("vbaProject.bin") for name in names) else kind
    return None


def _is_text(head: bytes) -> bool:
    if not head or any(byte < 9 or 13 < byte < 32 for byte in head):
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            # The last character may be cut by the end of the sample.
            head[: len(head) - 4 if len(head) == HEAD else None].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def extension(name: str) -> str:
    """The lower-case ending with its dot, or ""."""
    match = re.search(r"\.[A-Za-z0-9]{1,5}$", name)
    return match.group().lower() if match else ""


def safe_name(name: str, kind: str) -> str:
    """The name to show and to save by: no path, no control or direction characters, an ending
    that agrees with the content, at most NAME_LIMIT characters."""
    base = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    base = "".join(c for c in base if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"})
    base = re.sub(r'[<>:"|?*]', "_", base).strip(" .")
    ending = extension(base)
    stem = base[: -len(ending)] if ending else base
    if ending not in TYPES[kind]:
        ending = TYPES[kind][0]
    return (stem.strip() or "附件")[: NAME_LIMIT - len(ending)] + ending


def type_of_bytes(data: bytes, name: str) -> str | None:
    """`content_type` for bytes in memory."""
    return content_type(BytesIO(data), name)
