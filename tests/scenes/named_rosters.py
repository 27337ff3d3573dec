"""The city's whitelist, the county's, and tables of firms that enter them or leave."""

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.cast import Cast, person
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.attachments.actions import prepare
from zhuqi.foundation.directory.enums import Level
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.mechanisms.rosters.actions import batches, entries, lines, rosters
from zhuqi.mechanisms.rosters.models import (
    NamedRoster,
    RosterBatch,
    RosterEntry,
    RosterKind,
    RosterLine,
)

NOUNS: dict[type, Any] = {
    NamedRoster: rosters.ROSTERS, RosterEntry: entries.ENTRIES, RosterBatch: batches.BATCHES,
    RosterLine: lines.LINES,
}  # fmt: skip


def ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def whitelist(
    cast: Cast,
    office: Unit | None = None,
    by: User | None = None,
    *,
    level: str = Level.CITY,
    name: str = "市级白名单企业",
    shown: bool = True,
    valid_until: date | None = None,
) -> NamedRoster:
    rosters.load_kinds(by=SYSTEM)
    return rosters.set_up(
        office=office or cast.city_office, kind=RosterKind.objects.get(code="whitelist"),
        level=level, name=name, criteria="运行正常、信用良好", source="关于公布白名单企业的通知",
        source_number="许工信〔2026〕12号", source_date=ago(400), shown=shown,
        valid_until=valid_until, by=person(by or cast.he_fan),
    )  # fmt: skip


def county_list(cast: Cast) -> NamedRoster:
    return whitelist(
        cast, cast.county_office, cast.qin_lan, level=Level.COUNTY, name="县级白名单企业"
    )


def act(row: Any, by: User, verb: Any, **given: Any) -> Any:
    with NOUNS[type(row)].open(row.pk, by=person(by)) as change:
        made = verb(change, **given)
    row.refresh_from_db()
    return made


def entered(
    roster: NamedRoster, firm: Enterprise, by: User, since: date | None = None,
    expires_on: date | None = None,
) -> RosterEntry:  # fmt: skip
    act(
        roster, by, rosters.enter, enterprise=firm, entered_on=since or ago(100),
        expires_on=expires_on, ground="经审核符合条件", source="附件第 3 行",
    )  # fmt: skip
    return RosterEntry.objects.filter(roster=roster, enterprise=firm).latest("pk")


def left(entry: RosterEntry, by: User, on: date | None = None) -> None:
    act(entry, by, entries.leave, left_on=on or ago(50), leaving_ground="不再符合条件")


def table(*rows: str, heading: str = "企业名称,统一社会信用代码") -> SimpleUploadedFile:
    text = "\n".join([heading, *rows])
    return SimpleUploadedFile("白名单.csv", text.encode(), content_type="text/csv")


def uploaded(
    roster: NamedRoster, by: User, *rows: str, way: str = "enter", day: date | None = None
) -> RosterBatch:
    return batches.upload(
        roster=roster, way=way, day=day or ago(10), ground="省厅通知",
        attachments=prepare([table(*rows)]), by=person(by),
    )  # fmt: skip
