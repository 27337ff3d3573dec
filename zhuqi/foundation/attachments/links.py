"""Signed links: short-lived, for one person; the row's own rights are asked again on opening."""

import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db.models import Model
from django.http import FileResponse
from django.urls import reverse

from zhuqi.foundation.access import NotNow, NotYours, Person
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.attachments.stores import store
from zhuqi.foundation.attachments.thumbnails import SMALL_TYPE, small_of

SALT = "attachments.link"
Opener = Callable[[Person, int, Attachment], bool]
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/bmp"})
INLINE = PICTURES | {"application/pdf"}
# Until the worker has made its small picture, a photo up to here stands for itself.
PREVIEWED_BYTES = 200 * 1024
SMALL = "small"
_NOT_YOURS = "您不能打开这个文件"
POLICY = "sandbox; default-src 'none'"
log = logging.getLogger(__name__)

_openers: dict[str, Opener] = {}


def register_opener(object_type: str, may_open: Opener) -> None:
    """A room says who may open the files of its rows."""
    _openers[object_type] = may_open


def seen_rows(model: type[Model]) -> Opener:
    """Whoever sees the row opens its files."""

    def may_open(person: Person, pk: int, _file: Attachment) -> bool:
        rows: Any = model._default_manager  # noqa: SLF001 (Django's public name)
        return bool(rows.visible_to(person.scope).filter(pk=pk).exists())

    return may_open


def signed_link(attachment: Attachment, user_id: int) -> str:
    """An address that opens the file for this person for ATTACHMENT_LINK_SECONDS."""
    token = signing.dumps([str(attachment.key), user_id], salt=SALT)
    return reverse("open_file", args=[token])


def picture_link(attachment: Attachment, link: str) -> str:
    """What a list draws of a file behind its own link, so that whoever may not open it sees nothing
    of it either: its small picture, a light photo itself, "" for what is shown as a card."""
    if attachment.small:
        return f"{link}?{SMALL}=1"
    light = attachment.content_type in PICTURES and attachment.size <= PREVIEWED_BYTES
    return link if light else ""


def opened(token: str, person: Person) -> Attachment:
    """The file behind a link. NotYours for a forged, expired or somebody else's link, and where
    the row itself (or this part of it) is no longer the person's to see."""
    try:
        key, user_id = signing.loads(token, salt=SALT, max_age=settings.ATTACHMENT_LINK_SECONDS)
    except signing.SignatureExpired as error:
        raise NotYours("文件链接已过期，请回到原页面，刷新后重新打开") from error
    except signing.BadSignature as error:
        raise NotYours(_NOT_YOURS) from error
    attachment = Attachment.objects.filter(key=UUID(key), removed_at__isnull=True).first()
    if attachment is None or user_id != person.scope.user_id:
        raise NotYours(_NOT_YOURS)
    may_open = _openers.get(attachment.object_type)
    if may_open is None or not may_open(person, attachment.object_id, attachment):
        raise NotYours(_NOT_YOURS)
    return attachment


def response_for(attachment: Attachment, *, small: bool = False) -> FileResponse:
    """The bytes, never run as a page of ours: no sniffing, sandboxed, most types as a download.
    `small`: of its small picture, where there is one.

    NotNow if it can't be read, which an administrator must look into.
    """
    small = small and bool(attachment.small)
    kind = SMALL_TYPE if small else attachment.content_type
    name = attachment.stored_as
    try:
        file = store().open(small_of(name) if small else name)
    except OSError as error:
        log.exception("Attachment %s can't be read", attachment.key)
        raise NotNow("附件文件暂时无法读取，请联系系统管理员") from error
    response = FileResponse(
        file,
        as_attachment=kind not in INLINE,
        filename=attachment.name,
        content_type=kind,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "private, no-store"
    return response
