"""A photo gets a small picture once, by the worker; it tells no more and opens to nobody else."""

import io
import struct
import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image

from tests.foundation.attachments.attachment_files import PDF, PNG, sent
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.attachments import actions, links
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.attachments.thumbnails import make_small, small_of
from zhuqi.foundation.outbox.models import OutboxItem
from zhuqi.foundation.outbox.worker import drain

ORIENTATION, MAKE = 0x0112, 0x010F
ROTATED = 6


def photo(width: int = 1600, height: int = 800) -> bytes:
    """A phone's photo, held upright: it lies on its side and says so, and by which camera."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = ROTATED, "Phone of the firm"
    content = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(content, "JPEG", exif=exif)
    return content.getvalue()


def taken(content: bytes, name: str) -> Attachment:
    [row] = actions.attach(
        actions.prepare([sent(content, name)]), object_type="x", object_id=1, purpose="", by=SYSTEM
    )
    return row


def drawn(row: Attachment) -> Attachment:
    """As it is once the worker has done what it owes."""
    drain()
    row.refresh_from_db()
    return row


def claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is that large."""

    def piece(name: bytes, content: bytes) -> bytes:
        told = name + content
        return struct.pack(">I", len(content)) + told + struct.pack(">I", zlib.crc32(told))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 100)
    return PNG[:8] + piece(b"IHDR", head) + piece(b"IDAT", data) + piece(b"IEND", b"")


@pytest.mark.django_db
def test_the_worker_draws_a_photo_small_and_upright_and_says_nothing_else(folder: Path) -> None:
    row = taken(photo(), "现场.jpg")
    link = links.signed_link(row, 1)
    assert links.picture_link(row, link) == ""  # too heavy to stand for itself meanwhile
    drawn(row)
    assert links.picture_link(row, link) == f"{link}?small=1"
    path = folder / small_of(row.stored_as)
    with Image.open(path) as small:
        assert small.format == "JPEG"
        assert small.size == (160, 320)
        assert not small.getexif()
    # Twice is once.
    before = path.stat().st_mtime_ns
    make_small(row.stored_as)
    assert path.stat().st_mtime_ns == before
    response = links.response_for(row, small=True)
    content = b"".join(response.streaming_content)  # type: ignore[arg-type]  # a file, read at once
    response.close()  # as the server does; the connection goes with it
    assert len(content) < 40 * 1024 < row.size
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Security-Policy"] == links.POLICY


@pytest.mark.django_db
@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "content", [claiming(60_000, 60_000), photo()[:600]], ids=["a trap", "torn off"]
)
def test_what_can_not_be_drawn_stays_a_card_and_is_not_tried_again(content: bytes) -> None:
    row = drawn(taken(content, "坏的.png"))
    assert row.small is False
    assert not OutboxItem.objects.filter(done_at=None).exists()
    response = links.response_for(row, small=True)
    response.close()
    assert response["Content-Type"] == row.content_type


@pytest.mark.django_db
@pytest.mark.usefixtures("folder")
def test_nothing_is_promised_of_what_is_no_picture() -> None:
    row = taken(PDF, "合同.pdf")
    assert not OutboxItem.objects.filter(kind="attachments.thumbnail").exists()
    assert links.picture_link(row, "/x/") == ""


@pytest.mark.django_db
def test_it_lives_as_long_as_its_photo(folder: Path) -> None:
    kept, destroyed = taken(photo(), "a.jpg"), taken(photo(1200), "b.jpg")
    Attachment.objects.filter(pk=destroyed.pk).update(object_id=2)
    drain()
    later = timezone.now() + timedelta(days=2)
    assert actions.purge_orphans(now=later) == 0
    Attachment.objects.filter(pk=kept.pk).delete()
    assert actions.purge_orphans(now=later) == 2
    destroyed.refresh_from_db()
    assert destroyed.small
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 2
