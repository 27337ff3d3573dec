"""Files as people and attackers send them."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes(40)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def sent(content: bytes = PNG, name: str = "照片.png") -> SimpleUploadedFile:
    """A file as the browser sends it; its declared type is never believed."""
    return SimpleUploadedFile(name, content, content_type="text/html")


def zipped(*names: str, before: bytes = b"") -> bytes:
    """A zip with these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            # Without a date of now: the bytes stand in the names of the tests.
            archive.writestr(zipfile.ZipInfo(name), "<x/>")
    return before + buffer.getvalue()


def compound(*streams: str) -> bytes:
    """An old Office container whose directory names these streams."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return header + b"".join(_entry(name, 5 if name == "Root Entry" else 2) for name in streams)


def _entry(name: str, kind: int) -> bytes:
    raw = name.encode("utf-16-le") + b"\x00\x00"
    return raw.ljust(64, b"\x00") + len(raw).to_bytes(2, "little") + bytes([kind]) + bytes(61)
