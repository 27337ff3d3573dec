"""Where a photo was taken goes out of it, whoever wrote it in, and nothing else does."""

import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.foundation.attachments.attachment_files import sent
from tests.scenes.photos import exif, jpeg
from zhuqi.foundation.attachments import actions
from zhuqi.foundation.attachments.places import PHOTOS, without_place

LATITUDE = struct.pack(">6I", 34, 1, 2, 1, 2718, 100)
LONGITUDE = struct.pack(">6I", 113, 1, 49, 1, 5432, 100)


def png(tiff: bytes) -> bytes:
    def piece(name: bytes, data: bytes) -> bytes:
        told = name + data
        return struct.pack(">I", len(data)) + told + struct.pack(">I", zlib.crc32(told))

    pieces = piece(b"IHDR", bytes(13)), piece(b"eXIf", tiff), piece(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(pieces)


def webp(tiff: bytes) -> bytes:
    body = b"WEBPVP8 " + struct.pack("<I", 4) + b"abcd"
    body += b"EXIF" + struct.pack("<I", len(tiff)) + tiff
    return b"RIFF" + struct.pack("<I", len(body)) + body


def heic(tiff: bytes) -> bytes:
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0\0\0\x06Exif\0\0" + tiff + b"picture"


MAKERS = {"image/jpeg": jpeg, "image/png": png, "image/webp": webp, "image/heic": heic}


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_the_place_is_gone_and_the_rest_is_there(kind: str, order: str) -> None:
    photo = MAKERS[kind](exif(order))
    numbers = struct.pack(f"{order}2I", 2718, 100)
    assert numbers in photo

    clean = without_place(photo, kind)

    assert len(clean) == len(photo)
    assert numbers not in clean
    assert struct.pack(f"{order}2I", 5432, 100) not in clean
    assert struct.pack(f"{order}2I", 113, 1) not in clean
    assert b"HUAWEI" in clean
    assert without_place(clean, kind) == clean


def test_a_png_still_sums_up() -> None:
    clean = without_place(png(exif()), "image/png")
    at = 8
    while at < len(clean):
        (length,) = struct.unpack_from(">I", clean, at)
        (told,) = struct.unpack_from(">I", clean, at + 8 + length)
        assert told == zlib.crc32(clean[at + 4 : at + 8 + length])
        at += 12 + length


@pytest.mark.parametrize(
    "told",
    [
        b'<rdf:Description exif:GPSLatitude="34,2.453N" tiff:Make="HUAWEI"/>',
        b"<rdf:Description tiff:Make='HUAWEI' exif:GPSLatitude = '34,2.453N'/>",
        b"<exif:GPSLatitude>34,2.453N</exif:GPSLatitude><tiff:Make>HUAWEI</tiff:Make>",
    ],
)
def test_the_same_in_words_is_gone_too(told: bytes) -> None:
    photo = jpeg(b"MM\0*" + bytes(8)) + told
    clean = without_place(photo, "image/jpeg")
    assert len(clean) == len(photo)
    assert b"34,2.453N" not in clean
    assert b"HUAWEI" in clean


def test_what_is_no_photo_is_not_touched() -> None:
    text = b"Exif\0\0" + exif()
    assert without_place(text, "application/pdf") is text


@given(
    st.binary(max_size=300), st.sampled_from(sorted(PHOTOS)), st.sampled_from(["II*\0", "MM\0*"])
)
def test_no_damaged_photo_ends_it(noise: bytes, kind: str, mark: str) -> None:
    photo = b"\xff\xd8Exif\0\0" + mark.encode() + noise
    assert len(without_place(photo, kind)) == len(photo)


def test_a_photo_is_kept_without_its_place(folder: Path) -> None:
    photo = jpeg(exif())
    [kept] = actions.prepare([sent(photo, "现场.jpg")])
    stored = (folder / kept.stored_as).read_bytes()
    assert stored == without_place(photo, "image/jpeg") != photo
    assert kept.size == len(photo)


def test_the_place_stays_where_its_sender_says_so(folder: Path) -> None:
    photo = jpeg(exif())
    file = sent(photo, "现场.jpg")
    actions.keep_place(file, wanted=True)
    [kept] = actions.prepare([file])
    assert (folder / kept.stored_as).read_bytes() == photo


@pytest.mark.parametrize("order", [">", "<"])
def test_a_scan_as_tiff_is_what_others_carry_inside(order: str) -> None:
    told = exif(order)
    done = without_place(told, "image/tiff")
    assert len(done) == len(told)
    assert struct.pack(f"{order}6I", 34, 1, 2, 1, 2718, 100) not in done
    assert b"HUAWEI" in done


@pytest.mark.parametrize("kind", ["video/mp4", "video/quicktime"])
@pytest.mark.parametrize("place", [b"+34.0272+113.8433+072.150/", b"+34.0272+113.8433/"])
def test_a_video_does_not_say_where_either(kind: str, place: bytes) -> None:
    video = b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + b"\xa9xyz\0\x1a\x15\xc7" + place + b"mdat-moving"
    done = without_place(video, kind)
    assert len(done) == len(video)
    assert b"34.0272" not in done
    assert b"113.8433" not in done
    assert done.endswith(b"mdat-moving")
