"""Signed links: short-lived, bound to one person; the row's own rights are asked again on opening."""

from collections.abc import Callable
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import FileResponse
from django.urls import reverse

from zhuqi.foundation.access import NotYours, Person
from zhuqi.foundation.attachments.models import Attachment

SALT = "attachments.link"
Opener = Callable[[Person, int, Attachment], bool]
INLINE = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp", "image/gif"})

_openers: dict[str, Opener] = {}


def register_opener(object_type: str, may_open: Opener) -> None:
    """A room says who may open the files of its rows."""
    _openers[object_type] = may_open


def signed_link(attachment: Attachment, user_id: int) -> str:
    """An address that opens the file for this person for ATTACHMENT_LINK_SECONDS."""
    token = signing.dumps([str(attachment.key), user_id], salt=SALT)
    return reverse("open_file", args=[token])


def opened(token: str, person: Person) -> Attachment:
    """The file behind a link. NotYours for a forged, expired or somebody else's link, and where
    the row itself (or this part of it) is no longer the person's to see."""
    try:
        key, user_id = signing.loads(token, salt=SALT, max_age=settings.ATTACHMENT_LINK_SECONDS)
    except signing.BadSignature as error:
        raise NotYours("文件链接已过期，请回到原页面重新打开") from error
    attachment = Attachment.objects.filter(key=UUID(key), removed_at__isnull=True).first()
    if attachment is None or user_id != person.scope.user_id:
        raise NotYours("您不能打开这个文件")
    may_open = _openers.get(attachment.object_type)
    if may_open is None or not may_open(person, attachment.object_id, attachment):
        raise NotYours("您不能打开这个文件")
    return attachment


def response_for(attachment: Attachment) -> FileResponse:
    """The bytes, never run as a page of ours: no sniffing, sandboxed, most types as a download."""
    path = settings.MEDIA_ROOT / attachment.stored_as
    response = FileResponse(path.open("rb"), content_type=attachment.content_type)
    way = "inline" if attachment.content_type in INLINE else "attachment"
    response["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(attachment.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
