"""The calendar: notices imported, days set by hand, office hours, and their undoing.

Every change enqueues `calendar.changed`: the ledgers recompute the clocks that cross it.
"""

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from zhuqi.foundation.access import Actor, NotNow, NotValid
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.directory.models import (
    CalendarNotice,
    CalendarOverride,
    Region,
    RegionHours,
)
from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.directory.rules import (
    refuse_bad_notice,
    refuse_day_outside,
    refuse_holiday_worked,
)
from zhuqi.foundation.outbox.actions import enqueue
from zhuqi.foundation.reference_tables.rows import check_columns
from zhuqi.foundation.reference_tables.text import tidy
from zhuqi.foundation.workdays import Notice, NoticeError, OfficeHours, parse_notice

CHANGED = "calendar.changed"
_MOST_CHARACTERS = 100_000
_AT_ONCE = "日历刚被他人修改，请刷新后再试"


@transaction.atomic
def import_notice(
    *, data: object, by: Actor, worked: Collection[date] = (), now: datetime | None = None
) -> CalendarNotice:
    """Take in a notice (layout of holiday-cn); a second one of a year adjusts the first.

    NotValid with a Chinese sentence when it can't be read, and for a year to come that would lack
    a holiday the law gives. NotValid under `worked`, too, with the days named, where public
    holidays would become working days that are not among `worked`: those a person has confirmed.
    The same notice again changes nothing and leaves no event.

    NotNow if somebody else imports a notice of that year at the same moment.
    """
    body, notice = _body(data)
    moment = now or timezone.now()
    rows = CalendarNotice.objects.select_for_update().filter(year=notice.year, revoked_at=None)
    in_force = list(rows.order_by("number"))
    for row in in_force:
        if row.body == body:
            return row
    refuse_bad_notice(calendar(), notice, worked)
    row = CalendarNotice(
        year=notice.year,
        number=in_force[-1].number + 1 if in_force else 1,
        body=body,
        imported_at=moment,
        imported_by=_signature(by),
    )
    _insert(row)
    change = {"notice": row.pk, "number": row.number, "days": len(body["days"])}
    _changed(row.year, "calendar.notice_imported", change, by, now)
    return row


@transaction.atomic
def revoke_notice(
    *, year: int, by: Actor, number: int | None = None, now: datetime | None = None
) -> CalendarNotice:
    """Undo an import of a year, the last one where no `number` is given. NotNow if none is in
    force."""
    rows = CalendarNotice.objects.select_for_update().filter(year=year, revoked_at=None)
    if number is not None:
        rows = rows.filter(number=number)
    notice = rows.order_by("-number").first()
    if notice is None:
        raise NotNow(f"没有导入过 {year} 年的放假安排", state="未导入")
    notice.revoked_at = now or timezone.now()
    notice.save(update_fields=["revoked_at"])
    change = {"notice": notice.pk, "number": notice.number}
    _changed(year, "calendar.notice_revoked", change, by, now)
    return notice


@transaction.atomic
def set_override(
    *,
    day: date,
    is_working: bool,
    name: str,
    by: Actor,
    confirmed: bool = False,
    now: datetime | None = None,
) -> CalendarOverride:
    """Set a day by hand, in place of what was set before. The same again leaves no event.

    NotValid for a day outside the calendar or a name too long, and where a public holiday would
    become a working day unless the person has confirmed that; NotNow if somebody else sets the day
    at the same moment.
    """
    refuse_day_outside(day)
    if is_working and not confirmed:
        refuse_holiday_worked(calendar(), day)
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


@transaction.atomic
def set_hours(
    *,
    region: Region,
    hours: OfficeHours,
    source: str,
    by: Actor,
    now: datetime | None = None,
) -> RegionHours:
    """The office hours of a region and all below it, in place of those before. The same again
    leaves no event.

    NotValid for a source too long; NotNow if somebody else sets them at the same moment.
    """
    moment = now or timezone.now()
    row = RegionHours(
        region=region,
        seasons=hours.written(),
        source=tidy(source),
        set_at=moment,
        set_by=_signature(by),
    )
    check_columns(row)
    former = RegionHours.objects.select_for_update().filter(region=region, revoked_at=None)
    old = former.first()
    if old is not None and (old.seasons, old.source) == (row.seasons, row.source):
        return old
    former.update(revoked_at=moment)
    _insert(row)
    change = {"hours": hours.words(), "replaces": old.pk if old else None, "source": row.source}
    _hours_changed(row, "office_hours.set", change, by, now)
    return row


@transaction.atomic
def revoke_hours(*, region: Region, by: Actor, now: datetime | None = None) -> RegionHours:
    """Give a region back to the hours of the one above. NotNow if it has none of its own."""
    row = RegionHours.objects.select_for_update().filter(region=region, revoked_at=None).first()
    if row is None:
        raise NotNow(f"{region}没有单独的办公时间", state="未设置")
    row.revoked_at = now or timezone.now()
    row.save(update_fields=["revoked_at"])
    _hours_changed(row, "office_hours.revoked", {"replaces": row.pk}, by, now)
    return row


def _hours_changed(
    row: RegionHours, kind: str, data: Mapping[str, Any], by: Actor, now: datetime | None
) -> None:
    event = record(
        object_type="office_hours", object_id=row.region.pk, kind=kind, by=by, data=data, now=now
    )
    enqueue(kind=CHANGED, key=f"{CHANGED}:{event.pk}", payload={"version": event.pk})


def _body(data: object) -> tuple[dict[str, Any], Notice]:
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
    return body, notice


def _signature(by: Actor) -> str:
    return f"{by.unit} {by.name}".strip()[:80]


def _insert(row: CalendarNotice | CalendarOverride | RegionHours) -> None:
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
