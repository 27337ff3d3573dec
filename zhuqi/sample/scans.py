"""A drawn sheet of paper with lines and a round seal, in place of a scan of a signed answer."""

import struct
import zlib
from functools import lru_cache

from django.core.files.uploadedfile import SimpleUploadedFile

from zhuqi.foundation.attachments.actions import Prepared, prepare

_WIDTH, _HEIGHT = 420, 594
_PAPER, _INK, _SEAL = b"\xfd\xfc\xf8", b"\x4a\x4a\x4a", b"\xc8\x2a\x2a"
_CENTRE, _OUTER, _INNER = (300, 470), 52, 46


def signed_paper() -> list[Prepared]:
    """The scan, laid on disk once for each answer it proves."""
    return prepare([SimpleUploadedFile("签发稿扫描件.png", _drawn(), "image/png")])


@lru_cache(maxsize=1)
def _drawn() -> bytes:
    rows = b"".join(b"\0" + b"".join(_colour(x, y) for x in range(_WIDTH)) for y in range(_HEIGHT))
    head = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(rows, 9)), _chunk(b"IEND", b""))
    )


def _colour(x: int, y: int) -> bytes:
    far = (x - _CENTRE[0]) ** 2 + (y - _CENTRE[1]) ** 2
    if _INNER**2 < far < _OUTER**2:
        return _SEAL
    title = 60 <= y < 66 and 130 <= x < 290
    text = 110 <= y < 430 and y % 24 < 3 and 50 <= x < (370 if y < 400 else 210)
    return _INK if title or text else _PAPER


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
