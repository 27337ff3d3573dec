"""Administrators reword what people read; every wording stays to be gone back to."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from zhuqi.foundation.access import NotNow, NotValid, NotYours, Person, Role
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.notices.enums import NoticeEvent, Part
from zhuqi.foundation.notices.models import TextVersion
from zhuqi.foundation.notices.queries import history, wording_of
from zhuqi.foundation.notices.texts import Text, Wording, checked, text_of

OBJECT = "notice_text"
STALE = "这段文字刚刚被其他人改过，您写的内容没有丢失，请核对最新版本后再发布"


def publish_wording(
    *, code: str, part: Part, wording: Wording, seen: int, by: Person, now: datetime | None = None
) -> TextVersion | None:
    """Put a wording in force as the next version; None if it is what is in force already.

    `seen` is the version the person's page showed: NotNow if there is a newer one. NotValid for
    empty or too long texts and for placeholders the text does not have.

    NotYours for all but a system administrator.
    """
    return _publish(text_of(code), part, wording, seen=seen, by=by, now=now)


def go_back(
    *, code: str, part: Part, number: int, seen: int, by: Person, now: datetime | None = None
) -> TextVersion | None:
    """Put an earlier wording in force again, as a new version; 0 is the shipped one.

    NotYours for all but a system administrator; NotValid for a version there is not; NotNow if
    there is a newer one than `seen`.
    """
    text = text_of(code)
    if number == 0:
        wording = text.shipped(part)
    else:
        row = history(code, part).filter(number=number).first()
        if row is None:
            raise NotValid("没有这个版本")
        wording = Wording(row.title, row.body)
    return _publish(text, part, wording, seen=seen, by=by, now=now, restored=number)


def _publish(
    text: Text,
    part: Part,
    wording: Wording,
    *,
    seen: int,
    by: Person,
    now: datetime | None,
    restored: int | None = None,
) -> TextVersion | None:
    if not by.scope.holds(Role.SYSTEM_ADMIN):
        raise NotYours("只有系统管理员可以修改告知文字")
    clean = checked(text, part, wording)
    moment = now or timezone.now()
    try:
        with transaction.atomic():
            number, before = wording_of(text.code, part)
            if number != seen:
                raise NotNow(STALE)
            if clean == before:
                return None
            version = TextVersion.objects.create(
                code=text.code,
                part=part,
                number=number + 1,
                title=clean.title,
                body=clean.body,
                published_at=moment,
                published_by=by.actor.name,
                restored=restored,
            )
            changes = {"title": [before.title, clean.title], "body": [before.body, clean.body]}
            record(
                object_type=OBJECT,
                object_id=version.pk,
                kind=NoticeEvent.PUBLISHED,
                by=by.actor,
                data={
                    "code": text.code,
                    "part": str(part),
                    "version": version.number,
                    "restored": restored,
                    "changes": {name: pair for name, pair in changes.items() if pair[0] != pair[1]},
                },
                now=moment,
            )
    except IntegrityError:
        # Two published at the same instant: the later one has not seen the earlier.
        raise NotNow(STALE) from None
    return version
