"""名单: a whitelist of every level in the seed's proportion 211 : 812 : 161, a roster or two beside
it; somebody who left and came back, somebody who leaves soon, and a table with questions."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import SYSTEM, Person, Role
from zhuqi.foundation.directory.enums import Level
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.mechanisms.rosters.actions import batches, entries, rosters
from zhuqi.mechanisms.rosters.actions.entries import Entering, begin_entries
from zhuqi.mechanisms.rosters.actions.lines import list_lines
from zhuqi.mechanisms.rosters.enums import LineState
from zhuqi.mechanisms.rosters.models import NamedRoster, RosterBatch, RosterKind, RosterLine
from zhuqi.sample.city import City
from zhuqi.sample.plan import CITY

# Of a hundred firms of the city so many stand on the whitelist of each level (seed 3: 211, 812 and
# 161 of some three thousand).
SHARES = {Level.PROVINCE: 7, Level.CITY: 27, Level.COUNTY: 6}
_YEAR = timedelta(days=365)
_NAMES = {Level.PROVINCE: "省级", Level.CITY: "市级", Level.COUNTY: "县级"}
SOURCES = ("关于公布白名单企业的通知", "企办〔2026〕{n}号")


@transaction.atomic
def keep_rosters(city: City) -> None:
    """The city's rosters of firms of every ledger, each county's of its own."""
    if city.begins:
        rosters.load_kinds(by=SYSTEM, now=city.now - _YEAR)
    for code, office in zip(city.ledgers, city.offices, strict=True):
        dice = city.dice(f"rosters {office.pk}")
        keeper = city.society.someone(dice, office.pk, Role.REGISTRAR)
        firms = [firm.row for firm in city.society.firms[code]]
        levels = (Level.PROVINCE, Level.CITY) if code == CITY else (Level.COUNTY,)
        for number, level in enumerate(levels, start=12):
            share = max(2, len(firms) * SHARES[level] // 20)
            chosen = dice.sample(firms, min(share, len(firms)))
            roster = _whitelist(office, level, number, keeper, city)
            _enter(roster, chosen, keeper, city)
        _others(office, firms[:3], keeper, city)


def _day(city: City, ago: int) -> date:
    return timezone.localdate(city.now) - timedelta(days=ago)


def _kept(
    office: Unit,
    *,
    kind: str,
    name: str,
    level: Level,
    source: tuple[str, str],
    by: Person,
    city: City,
) -> NamedRoster:
    until = _day(city, -200) if kind == "whitelist" else None
    return rosters.set_up(
        office=office, kind=RosterKind.objects.get(code=kind), level=level, name=name,
        criteria="依法经营、运行正常，近一年无重大安全、环保事故。", source=source[0],
        source_number=source[1], source_date=_day(city, 300), shown=True, valid_until=until,
        by=by, now=city.now - timedelta(days=299),
    )  # fmt: skip


def _whitelist(office: Unit, level: Level, number: int, by: Person, city: City) -> NamedRoster:
    name = f"{_NAMES[level]}白名单企业"
    source = (SOURCES[0], SOURCES[1].format(n=number))
    return _kept(office, kind="whitelist", name=name, level=level, source=source, by=by, city=city)


def _enter(roster: NamedRoster, firms: Sequence[Enterprise], by: Person, city: City) -> None:
    """Most at once; one has left and come back, one leaves soon."""
    soon = _day(city, -12)
    made = begin_entries(
        roster,
        [
            Entering(
                firm, _day(city, 290), soon if place == 1 else None, roster.source,
                f"通知附件第 {place + 1} 行",
            )
            for place, firm in enumerate(firms)
        ],
        by=by,
        now=city.now - timedelta(days=289),
    )  # fmt: skip
    first = made[0]
    with entries.ENTRIES.open(first.pk, by=by, now=city.now - timedelta(days=120)) as change:
        entries.leave(change, left_on=_day(city, 121), leaving_ground="停产技改")
    with rosters.ROSTERS.open(roster.pk, by=by, now=city.now - timedelta(days=30)) as change:
        rosters.enter(
            change, enterprise=first.enterprise, entered_on=_day(city, 31), expires_on=None,
            ground="复产后重新核定", source="",
        )  # fmt: skip


def _others(office: Unit, firms: Sequence[Enterprise], by: Person, city: City) -> None:
    """专精特新, with a table that waits to be looked at."""
    level = Level(office.level)
    source = ("关于专精特新中小企业名单的公告", "工信公告〔2026〕3号")
    roster = _kept(
        office,
        kind="specialised",
        name="专精特新中小企业",
        level=level,
        source=source,
        by=by,
        city=city,
    )
    row = RosterBatch(
        roster=roster, way="enter", day=_day(city, 2), drafted_by_id=by.actor.user_id,
        drafted_at=city.now,
    )  # fmt: skip
    with batches.BATCHES.new(row, by=by, now=city.now) as change:
        change.write(ground=source[0], file_name="专精特新名单.xlsx")
        change.record(batches.UPLOAD, {"rows": len(firms) + 2})
    lines = [
        RosterLine(
            batch=row, number=place, name=firm.name, code=firm.uscc or "", enterprise=firm,
            state=LineState.MATCHED,
        )
        for place, firm in enumerate(firms, start=3)
    ]  # fmt: skip
    lines.append(
        RosterLine(
            batch=row,
            number=len(firms) + 3,
            name="许昌市未建档机械有限公司",
            state=LineState.UNKNOWN,
            note="企业未建档，或不在本级范围内",
        )
    )
    lines.append(
        RosterLine(
            batch=row,
            number=len(firms) + 4,
            name="宏达机械厂",
            state=LineState.SEVERAL,
            note="有 2 家企业叫“宏达机械厂”，没有关联",
        )
    )
    list_lines(lines, by=by, now=city.now)
