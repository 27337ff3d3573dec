"""What rosters add to pages of others: navigation, home, search, firms, the ledger, the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.interfaces.desk import firm_sections, home_queues, navigation, nouns
from zhuqi.interfaces.desk.firm_sections import FIRM_SECTIONS, FirmSection, FirmVisit
from zhuqi.interfaces.desk.home_queues import (
    MOST_COUNTED,
    HomeQueues,
    Times,
    WorkQueue,
    excerpt_queue,
)
from zhuqi.interfaces.desk.named_rosters import batch_views, entry_views
from zhuqi.interfaces.desk.named_rosters.batch_views import BATCH_VIEWS, BATCHES, LINE_VIEWS, LINES
from zhuqi.interfaces.desk.named_rosters.entering import reads_rosters
from zhuqi.interfaces.desk.named_rosters.entry_views import ENTRIES, ENTRY_VIEWS, rosters_seen
from zhuqi.interfaces.desk.named_rosters.kinds import Kinds
from zhuqi.interfaces.desk.named_rosters.views import ROSTER_VIEWS
from zhuqi.interfaces.desk.tables import reference_tables
from zhuqi.interfaces.desk.tables.table_words import table
from zhuqi.interfaces.shell import event_words
from zhuqi.interfaces.shell.bulk.declared import BULKS
from zhuqi.interfaces.shell.listing import Asked, Filter, Place, exporting
from zhuqi.interfaces.shell.listing.filters import MORE_FILTERS, MoreFilter
from zhuqi.interfaces.shell.navigation import Entry
from zhuqi.ledgers.cases.models.case import CaseQuerySet
from zhuqi.mechanisms.rosters import queries
from zhuqi.mechanisms.rosters.actions.entries import ENTER
from zhuqi.mechanisms.rosters.actions.lines import READ
from zhuqi.mechanisms.rosters.handlers import EXPIRE
from zhuqi.mechanisms.rosters.models import (
    NamedRoster,
    RosterBatch,
    RosterEntry,
    RosterKind,
    on_roster,
)
from zhuqi.mechanisms.rosters.searching import ROSTER_TEXTS

# The home -----------------------------------------------------------------------------------------


def _tables_waiting(scope: Scope, _at: Times) -> QuerySet[Any, Any]:
    mine = RosterBatch.objects.visible_to(scope).filter(queries.to_finish(scope))
    return mine.order_by().values_list("pk")


def _tables(person: Person, _at: datetime) -> list[WorkQueue]:
    rows = queries.batches(person.scope).filter(queries.to_finish(person.scope)).order_by("pk")
    first = list(rows[:MOST_COUNTED])
    shown = BATCHES.excerpt(person, first, "file", "way", "rows")
    url = f"{reverse('desk:roster_batches')}?state=draft"
    days = [timezone.localdate(row.drafted_at) for row in first]
    return list(excerpt_queue(_now("待核对的名单表格"), shown, days, url))


def _soon_waiting(scope: Scope, at: Times) -> QuerySet[Any, Any]:
    soon = RosterEntry.objects.filter(queries.leaving_soon(scope, at.today))
    return soon.order_by().values_list("pk")


def _soon(person: Person, at: datetime) -> list[WorkQueue]:
    which = queries.leaving_soon(person.scope, timezone.localdate(at))
    rows = queries.entries(person.scope).filter(which).order_by("expires_on", "pk")
    first = list(rows[:MOST_COUNTED])
    shown = ENTRIES.excerpt(person, first, "firm", "roster", "expires")
    url = f"{reverse('desk:roster_entries')}?soon=on"
    days = [row.expires_on for row in first if row.expires_on]
    return list(excerpt_queue(_now("30 天内到期的在册企业"), shown, days, url))


# A firm's file ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Chip:
    """A roster the firm stands on now."""

    name: str
    url: str


def _chips(visit: FirmVisit) -> Sequence[Chip] | None:
    today = timezone.localdate(visit.now)
    there = queries.entries(visit.person.scope).filter(on_roster(today), enterprise=visit.firm)
    rows = there.order_by("roster__kind__order", "pk")
    return [Chip(one.roster.name, entry_views.entry_url(one)) for one in rows] or None


def _seen(visit: FirmVisit) -> QuerySet[RosterEntry]:
    seen = queries.entries(visit.person.scope).filter(enterprise=visit.firm)
    return seen.order_by("-entered_on", "-pk")


# Others' lists ------------------------------------------------------------------------------------


def _firms_on(rows: QuerySet[Enterprise], roster: int, asked: Asked) -> QuerySet[Enterprise]:
    day = timezone.localdate(asked.now)
    return rows.filter(pk__in=queries.firms_on(asked.person.scope, day, roster=roster))


def _cases_of(rows: QuerySet[Any], roster: int, asked: Asked) -> QuerySet[Any]:
    assert isinstance(rows, CaseQuerySet)  # noqa: S101 (for the type checker)
    day = timezone.localdate(asked.now)
    firms = queries.firms_on(asked.person.scope, day, roster=roster)
    # Whether a hidden firm stands on a roster would tell whose case it is.
    return rows.of_known_firms(asked.person.scope).filter(enterprise__in=firms)


def _reads(person: Person) -> bool:
    return reads_rosters(person.scope)


def register() -> None:
    """Called once, when Django has loaded every room."""
    nouns.offer(ROSTER_VIEWS, nouns.Standing("firms", "list-details", 31, start=44))
    nouns.find(ROSTER_VIEWS, ROSTER_TEXTS, lambda row: f"{row.kind} · {row.office}", order=9)
    nouns.offer(ENTRY_VIEWS, nouns.Standing("firms", "building", 32))
    nouns.name(ENTRY_VIEWS, **{ENTER: _("进入名单")})
    nouns.offer(BATCH_VIEWS, nouns.Standing("firms", "upload", 34, start=45))
    exporting.offer(LINES, reads_rosters)
    nouns.tell(LINE_VIEWS)
    nouns.name(LINE_VIEWS, **{READ: _("读出")})
    navigation.offer(
        Entry(_("名单统计"), "desk:roster_counts", "columns", 33, "firms"), reads_rosters
    )
    BULKS.register(ENTRIES.name, entry_views.IN_BULK)
    BULKS.register(LINES.name, batch_views.IN_BULK)
    home_queues.HOME_QUEUES.register(
        "roster tables", HomeQueues(_tables, waiting=_tables_waiting, seldom=True)
    )
    home_queues.HOME_QUEUES.register(
        "rosters", HomeQueues(_soon, waiting=_soon_waiting, seldom=True)
    )
    chips = FirmSection("desk/named_rosters/chips.html", _chips, aside=True)
    FIRM_SECTIONS.register("rosters now", chips, order=15)
    columns = ("roster", "entered", "left", "state")
    firm_sections.offer_list("rosters", ENTRIES, _seen, "desk:roster_entries", columns, order=58)
    for name, apply in (("firms", _firms_on), ("ledger", _cases_of)):
        condition: Filter[Any] = Filter(
            "roster", _("所在名单"), apply=apply, choices=rosters_seen, read=int, offered=_reads,
            place=Place.MORE,
        )  # fmt: skip
        MORE_FILTERS.register(f"{name} by roster", MoreFilter(name, condition))
    reference_tables.add(Kinds())
    table("roster_kind", _("名单种类"), RosterKind)
    event_words.register_work({EXPIRE: _("有效期满的退出名单")})
    event_words.register_fields(
        {
            "roster": _("名单"), "batch": _("表格"), "entry": _("在册记录"),
            "entered_on": _("进入日期"), "expires_on": _("有效期至"), "left_on": _("退出日期"),
            "shown": _("企业看得到"), "source_date": _("发文日期"), "valid_until": _("有效期至"),
            "way": _("怎样登记"), "done": _("登记"), "needless": _("无需登记"),
            "undone": _("撤销"), "kept": _("未撤销"), "number": _("行号"),
        },
        {"roster": NamedRoster, "batch": RosterBatch, "entry": RosterEntry},
    )  # fmt: skip
