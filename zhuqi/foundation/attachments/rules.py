"""What a file is, by its content; what name it may carry. Pure: works on names and bytes."""

import re
import struct
import unicodedata
import zipfile
import zlib
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator
from typing import BinaryIO

NAME_LIMIT = 120
NAMELESS = "附件"
SPOKEN = "照片、PDF、Word、Excel、PPT、OFD、文本或 MP4、MOV 视频"

PDF = "application/pdf"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_OFD = "application/ofd"
_TEXT = "text/plain"

# content type → extensions that agree with it; the first is given to a file that carries another
TYPES: dict[str, tuple[str, ...]] = {
    PDF: (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "image/gif": (".gif",),
    "image/heic": (".heic", ".heif"),
    "image/bmp": (".bmp",),
    "image/tiff": (".tif", ".tiff"),
    "video/mp4": (".mp4", ".m4v"),
    "video/quicktime": (".mov",),
    _WORD: (".docx",),
    _SHEET: (".xlsx",),
    _SLIDES: (".pptx",),
    _OFD: (".ofd",),
    "application/msword": (".doc",),
    "application/vnd.ms-excel": (".xls",),
    "application/vnd.ms-powerpoint": (".ppt",),
    _TEXT: (".txt", ".csv"),
}

_HEAD = 512
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (rb"%PDF-", PDF),
    (rb"\xff\xd8\xff", "image/jpeg"),
    (rb"\x89PNG\r\n\x1a\n", "image/png"),
    (rb"GIF8[79]a", "image/gif"),
    (rb"RIFF....WEBPVP8", "image/webp"),
    (rb"BM.{4}\0{4}.{4}[\x0c\x28\x34\x38\x40\x6c\x7c]\0\0\0", "image/bmp"),
    (rb"(?:II\*\0|MM\0\*)", "image/tiff"),
    (rb"....ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1)", "image/heic"),
    (rb"....ftypqt  ", "video/quicktime"),
    # Brands of phones, WeChat and cameras.
    (
        rb"....ftyp(?:isom|iso[2-9]|mp4[12]|mmp4|avc1|hvc1|M4V[ HP]|MSNV|XAVC|dash|3gp[4-7])",
        "video/mp4",
    ),
)
# Movies of older cameras and of screen recorders begin with no signature: told by their name too.
_UNSIGNED_MOVIE = re.compile(rb"....(?:moov|mdat|wide)", re.DOTALL)
# Several rooms in one house: what tells the kinds apart is a part that each must have.
_ZIP_PARTS = (
    ("word/document.xml", _WORD),
    ("xl/workbook.xml", _SHEET),
    ("ppt/presentation.xml", _SLIDES),
    ("OFD.xml", _OFD),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
_OLE_ENTRY = 128
# Text that a program would run or draw, whatever it is called.
_ACTIVE_TEXT = re.compile(
    r"\s*(?:<!doctype|<html|<svg|<\?xml|<script|<\?php|<%|#!|<job|<package)", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
# Names Windows keeps for devices: a file called so can't be saved there.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)
_PIECE = 64 * 1024


def accepted(kinds: Iterable[str] = TYPES) -> str:
    """What a picker of files offers: exactly what is taken, as types (by which a phone offers its
    camera and its album) and as endings. Text has no type here: every source code calls itself so.
    """
    known = list(kinds)
    endings = [ending for kind in known for ending in TYPES[kind]]
    return ",".join([*(kind for kind in known if kind != _TEXT), *endings])


def content_type(file: BinaryIO, name: str) -> str | None:
    """The type by content; None for what is not accepted (programs, web pages, archives …).

    The name counts only for what has no signature: text, which must be called .txt or .csv, and
    movies of old, which must be called .mov.
    """
    file.seek(0)
    head = file.read(_HEAD)
    for pattern, kind in _SIGNATURES:
        if re.match(pattern, head, re.DOTALL):
            return kind
    if extension(name) in TYPES["video/quicktime"] and _UNSIGNED_MOVIE.match(head):
        return "video/quicktime"
    if head.startswith(b"PK\x03\x04"):
        return _of_zip(file)
    if head.startswith(_OLE):
        return _of_ole(file, name)
    return _TEXT if extension(name) in TYPES[_TEXT] and _is_text(file) else None


def _of_zip(file: BinaryIO) -> str | None:
    """By the part a document must have; None with macros, for plain archives and torn files."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error, zlib.error):
        return None
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        return None
    return next((kind for part, kind in _ZIP_PARTS if part in names), None)


def _of_ole(file: BinaryIO, name: str) -> str | None:
    """By the streams named in the directory. Installers, mails, macros and encrypted documents
    share the container: None for them."""
    streams = set(_ole_streams(file))
    if streams & {"EncryptedPackage", "_VBA_PROJECT_CUR", "_VBA_PROJECT", "Macros", "VBA"}:
        return None
    kinds = [kind for stream, kind in _OLE_STREAMS if stream in streams]
    # A table pasted into a report brings its streams along: then the name decides between them.
    agreeing = [kind for kind in kinds if extension(name) in TYPES[kind]]
    return next(iter(agreeing or kinds), None)


def _ole_streams(file: BinaryIO) -> Iterator[str]:
    """Names in directory entries: UTF-16, at multiples of 128 bytes, their length at byte 64.

    Entries are looked for everywhere instead of along the chain of sectors, which a hostile file
    can bend; text that happens to look like an entry only makes a name more.
    """
    file.seek(0)
    while piece := file.read(_PIECE):
        for at in range(0, len(piece) - _OLE_ENTRY + 1, _OLE_ENTRY):
            length = int.from_bytes(piece[at + 64 : at + 66], "little")
            if 2 < length <= 64 and piece[at + 66] in {1, 2, 5}:  # noqa: PLR2004 (the format's)
                yield piece[at : at + length - 2].decode("utf-16-le", "replace")


def _is_text(file: BinaryIO) -> bool:
    """UTF-8 or GB18030 to the last byte, without control characters, and nothing that runs."""
    return any(_reads_as(file, encoding) for encoding in ("utf-8-sig", "gb18030"))


def _reads_as(file: BinaryIO, encoding: str) -> bool:
    decoder = getincrementaldecoder(encoding)()
    file.seek(0)
    first = True
    try:
        while piece := file.read(_PIECE):
            text = decoder.decode(piece)
            if first and _ACTIVE_TEXT.match(text):
                return False
            if _CONTROL.search(text):
                return False
            first = False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def extension(name: str) -> str:
    """The lower-case ending with its dot, or ""."""
    match = re.search(r"\.[A-Za-z0-9]{1,5}$", name)
    return match.group().lower() if match else ""


def plain_name(name: str) -> str:
    """The name without path, control and direction characters: fit to be shown in a sentence."""
    base = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    base = "".join(char if _is_shown(char) else " " if char.isspace() else "" for char in base)
    return " ".join(base.split())


def _is_shown(char: str) -> bool:
    """False for control, format (right-to-left marks!), private, unassigned and odd blanks."""
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def safe_name(name: str, kind: str) -> str:
    """The name to show and to save by: no path, nothing hidden or reserved, an ending that agrees
    with the content, at most NAME_LIMIT characters."""
    base = re.sub(r'[<>:"|?*/\\]', "_", plain_name(name)).rstrip(" .")
    ending = extension(base)
    stem = base[: -len(ending)] if ending else base
    if ending not in TYPES[kind]:
        # "合同.pdf.exe" that is a PDF becomes "合同.pdf".
        stem = stem[: -len(extension(stem))] if extension(stem) in TYPES[kind] else stem
        ending = TYPES[kind][0]
    stem = stem[: NAME_LIMIT - len(ending)].strip(" .") or NAMELESS
    if _DEVICE.fullmatch(stem.partition(".")[0].strip()):
        stem = f"_{stem}"
    return stem[: NAME_LIMIT - len(ending)] + ending
