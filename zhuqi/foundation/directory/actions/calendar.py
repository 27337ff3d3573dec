"""The calendar: notices imported, days set by hand, and their undoing.

Every change enqueues `calendar.changed`: the ledgers recompute the clocks that cross it.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from zhuqi.foundation.access import Actor, NotNow, NotValid
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.directory.models import CalendarNotice, CalendarOverride
from zhuqi.foundation.directory.rules import refuse_day_outside
from zhuqi.foundation.outbox.actions import enqueue
from zhuqi.foundation.reference_tables.rows import check_columns
from zhuqi.foundation.reference_tables.text import tidy
from zhuqi.foundation.workdays import NoticeError, parse_notice

CHANGED = "calendar.changed"
_MOST_CHARACTERS = 100_000
_AT_ONCE = "日历刚被他人修改，请刷新后再试"


@transaction.atomic
def import_notice(*, data: object, by: Actor, now: datetime | None = None) -> CalendarNotice:
    """Take in a year's notice (layout of holiday-cn), in place of one imported before.

    NotValid with a Chinese sentence when it can't be read. The same notice again changes
    nothing and leaves no event.

    NotNow if somebody else sets a day of that year at the same moment.
    """
    body = _body(data)
    moment = now or timezone.now()
    former = CalendarNotice.objects.select_for_update().filter(year=body["year"], revoked_at=None)
    old = former.first()
    if old is not None and old.body == body:
        return old
    former.update(revoked_at=moment)
    notice = CalendarNotice(
        year=body["year"], body=body, imported_at=moment, imported_by=_signature(by)
    )
    _insert(notice)
    change = {"notice": notice.pk, "replaces": old.pk if old else None, "days": len(body["days"])}
    _changed(notice.year, "calendar.notice_imported", change, by, now)
    return notice


@transaction.atomic
def revoke_notice(*, year: int, by: Actor, now: datetime | None = None) -> CalendarNotice:
    """Undo the import of a year. NotNow if none is in force."""
    notice = CalendarNotice.objects.select_for_update().filter(year=year, revoked_at=None).first()
    if notice is None:
        raise NotNow(f"没有导入过 {year} 年的放假安排", state="未导入")
    notice.revoked_at = now or timezone.now()
    notice.save(update_fields=["revoked_at"])
    _changed(year, "calendar.notice_revoked", {"notice": notice.pk}, by, now)
    return notice


@transaction.atomic
def set_override(
    *, day: date, is_working: bool, name: str, by: Actor, now: datetime | None = None
) -> CalendarOverride:
    """Set a day by hand, in place of what was set before. The same again leaves no event.

    NotValid for a day outside the calendar or a name too long; NotNow if somebody else sets the day
    at the same moment.
    """
    refuse_day_outside(day)
    moment = now or timezone.now()
    override = CalendarOverride(
        day=day, is_working=is_working, name=tidy(name), set_at=moment, set_by=_signature(by)
    )
    check_columns(override)
    former = CalendarOverride.objects.select_for_update().filter(day=day, revoked_at=None)
    old = former.first()
    if old is not None and (old.is_working, old.name) == (is_working, override.name):
        return old
    former.update(revoked_at=moment)
    _insert(override)
    change = {"day": day, "is_working": is_working, "name": override.name}
    change["replaces"] = old.pk if old else None
    _changed(day.year, "calendar.day_set", change, by, now)
    return override


@transaction.atomic
def revoke_override(*, day: date, by: Actor, now: datetime | None = None) -> CalendarOverride:
    """Give a day back to the notices. NotNow if it is not set by hand."""
    override = CalendarOverride.objects.select_for_update().filter(day=day, revoked_at=None).first()
    if override is None:
        raise NotNow(f"{day.isoformat()} 没有人工调整", state="未调整")
    override.revoked_at = now or timezone.now()
    override.save(update_fields=["revoked_at"])
    _changed(day.year, "calendar.day_revoked", {"day": day, "override": override.pk}, by, now)
    return override


def _body(data: object) -> dict[str, Any]:
    """The three known keys of a readable notice: what it was in the file, and nothing else."""
    try:
        notice = parse_notice(data)
    except NoticeError as error:
        raise NotValid(str(error)) from error
    given = data if isinstance(data, dict) else {}
    body = {
        "year": notice.year,
        "papers": list(notice.papers),
        "days": [{key: row[key] for key in ("name", "date", "isOffDay")} for row in given["days"]],
    }
    text = json.dumps(body, ensure_ascii=False)
    if len(text) > _MOST_CHARACTERS or "\\u0000" in text:
        raise NotValid("放假安排文件过大或含有不可用的字符")
    return body


def _signature(by: Actor) -> str:
    return f"{by.unit} {by.name}".strip()[:80]


def _insert(row: CalendarNotice | CalendarOverride) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise NotNow(_AT_ONCE) from error


def _changed(
    year: int, kind: str, data: Mapping[str, Any], by: Actor, now: datetime | None
) -> None:
    event = record(object_type="calendar", object_id=year, kind=kind, by=by, data=data, now=now)
    enqueue(kind=CHANGED, key=f"{CHANGED}:{event.pk}", payload={"version": event.pk, "year": year})
