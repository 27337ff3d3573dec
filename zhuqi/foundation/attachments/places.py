"""Where a photo was taken, taken out of the photo. Pure: works on bytes, in place.

A phone writes it into every picture: who complains of an office from home would tell where they
live. What else the picture says of itself (when, by which camera) stays, and so does its length:
only what names the place is written over with nothing.
"""

import re
import struct
import zlib

PHOTOS = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic", "image/tiff"})
VIDEOS = frozenset({"video/mp4", "video/quicktime"})
PLACED = PHOTOS | VIDEOS

_EXIF = re.compile(rb"(?:Exif\0\0)(?=II\*\0|MM\0\*)")
# PNG and WebP have a piece of their own for it, without the prefix.
_PIECE = re.compile(rb"(?:eXIf|EXIF.{4})(?=II\*\0|MM\0\*)", re.DOTALL)
_GPS = 0x8825
_ENTRY = 12
_INLINE = 4
_MOST_ENTRIES = 200
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
# The same facts as XML: as attributes or as elements, in whichever order a program wrote them.
_XMP = re.compile(
    rb"(?<=[\s<])(?:exif|photoshop|Iptc4xmpCore|Iptc4xmpExt|drone-dji):"
    rb"(?:GPS\w+|GpsL\w+|City|Location\w*|Sublocation)"
    rb"(?:\s*=\s*(?:\"[^\"]*\"|'[^']*')|>[^<]{0,200}(?=</))"
)
# ISO 6709, as phones write it into a video: +34.0272+113.8433+072.150/
_SPOKEN = re.compile(rb"[+-]\d{2}\.\d{2,8}[+-]\d{3}\.\d{2,8}(?:[+-]\d{1,5}(?:\.\d{1,6})?)?/")
_DIGIT = re.compile(rb"\d")
_VALUE = re.compile(rb"(?:(?<=\")[^\"]*(?=\")|(?<=')[^']*(?=')|(?<=>)[^<]+)")


def without_place(photo: bytes, kind: str) -> bytes:
    """The same photo or video, of the same length, that does not say where it was taken.

    What is damaged is left as it is: it shows nothing to whoever opens it either.
    """
    if kind in VIDEOS:
        return _SPOKEN.sub(lambda told: _DIGIT.sub(b"0", told[0]), photo)
    if kind not in PHOTOS:
        return photo
    content = bytearray(photo)
    if kind == "image/tiff":
        # The file is itself what other formats carry inside.
        _blank_exif(content, 0)
    for mark in (*_EXIF.finditer(photo), *_PIECE.finditer(photo)):
        _blank_exif(content, mark.end())
    for told in _XMP.finditer(photo):
        for value in _VALUE.finditer(photo, *told.span()):
            content[value.start() : value.end()] = b" " * (value.end() - value.start())
    if kind == "image/png" and content != photo:
        _sum_pieces(content)
    return bytes(content)


def _blank_exif(content: bytearray, start: int) -> None:
    """Every entry of the directory of the place, and what they point to, becomes zero."""
    order = "<" if content[start : start + 2] == b"II" else ">"
    try:
        (first,) = struct.unpack_from(f"{order}I", content, start + 4)
        for entry in _entries(content, start, first, order):
            tag, _kind, _count, place = struct.unpack_from(f"{order}HHII", content, entry)
            if tag == _GPS:
                for told in _entries(content, start, place, order):
                    _blank_entry(content, start, told, order)
    except struct.error:
        return


def _entries(content: bytearray, start: int, offset: int, order: str) -> list[int]:
    (count,) = struct.unpack_from(f"{order}H", content, start + offset)
    first = start + offset + 2
    return [first + _ENTRY * at for at in range(min(count, _MOST_ENTRIES))]


def _blank_entry(content: bytearray, start: int, entry: int, order: str) -> None:
    _tag, kind, count, value = struct.unpack_from(f"{order}HHII", content, entry)
    length = _SIZES.get(kind, 1) * count
    begin = entry + 8 if length <= _INLINE else start + value
    length = min(max(length, 0), max(len(content) - begin, 0))
    content[begin : begin + length] = bytes(length)
    if begin != entry + 8:
        return
    content[entry + 8 : entry + _ENTRY] = bytes(_INLINE)


def _sum_pieces(content: bytearray) -> None:
    """A PNG sums each of its pieces; a wrong sum would make readers refuse it."""
    at = 8
    while at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        end = at + 8 + length
        if end + 4 > len(content):
            return
        struct.pack_into(">I", content, end, zlib.crc32(content[at + 4 : end]))
        at = end + 4
