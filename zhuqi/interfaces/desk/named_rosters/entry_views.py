"""Entries on screen: who stood on which roster on a day, and one of them with its grounds."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.directory.enums import Level
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.forms.choices import regions_of_office
from zhuqi.interfaces.desk.marks import state_pill
from zhuqi.interfaces.desk.named_rosters.entering import keeps_rosters, reads_rosters
from zhuqi.interfaces.desk.named_rosters.verb_pages import ENTRY_PAGES
from zhuqi.interfaces.desk.named_rosters.views import kinds, roster_url
from zhuqi.interfaces.desk.row_bulk import bulk_of
from zhuqi.interfaces.desk.verb_views import RowView, VerbViews, typed_facts
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.bulk.filtering import JOB_FILTERS
from zhuqi.interfaces.shell.listing import (
    Asked,
    Choices,
    Column,
    Empty,
    Filter,
    Kind,
    Order,
    Place,
)
from zhuqi.interfaces.shell.parts import Cell, Fact
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.mechanisms.rosters import queries
from zhuqi.mechanisms.rosters.actions import entries as actions
from zhuqi.mechanisms.rosters.enums import EntryVerb
from zhuqi.mechanisms.rosters.models import RosterEntry, on_roster


def entry_url(row: RosterEntry) -> str:
    """The page of one."""
    return reverse("desk:roster_entry", args=[row.pk])


def _day(value: object) -> str:
    return wording.day(value, weekday=False) if value else ""  # type: ignore[arg-type]


def _state(row: RosterEntry) -> SafeString:
    return state_pill(row, ())


def _rows(asked: Asked) -> QuerySet[RosterEntry]:
    """Of a day, today where none is asked for; all of them where the past ones are wanted."""
    seen = queries.entries(asked.person.scope)
    day = asked.values.get("on")
    if day is None and asked.values.get("past"):
        return seen
    return seen.filter(on_roster(day or timezone.localdate(asked.now)))


def rosters_seen(person: Person) -> Choices:
    """Every roster one may see, as choices."""
    seen = queries.rosters(person.scope).order_by("kind__order", "level", "pk")
    return [(one.pk, one.name) for one in seen]


def _counties(person: Person) -> Choices:
    return regions_of_office(queries.codes_read(person.scope))


def _view(row: RosterEntry, person: Person) -> RowView:
    firm, roster = row.enterprise, row.roster
    opened = reads_rosters(person.scope)
    facts = [
        Fact(_now("企业"), firm.name, url=reverse("desk:enterprise", args=[firm.pk])),
        Fact(_now("名单"), roster.name, url=roster_url(roster) if opened else ""),
        Fact(_now("进入日期"), _day(row.entered_on)),
        Fact(_now("有效期至"), _day(row.expires_on) or _now("长期")),
    ]
    if row.left_on:
        facts.append(Fact(_now("退出日期"), _day(row.left_on)))
    level = f"{roster.get_level_display()} · {roster.kind}"
    told = typed_facts(row, "ground", "source", "leaving_ground", "reason")
    return RowView([_state(row), level], [*facts, *told])


ENTRIES: listing.Listing[RosterEntry, None] = listing.Listing(
    name="roster_entries",
    label=_("在册企业"),
    measure=_("条"),
    rows=_rows,
    context=listing.no_context,
    head=Column(
        "firm", _("企业"),
        lambda row, _page: Cell(
            row.enterprise.name, str(row.enterprise.region), entry_url(row)
        ),
        sort=("enterprise__name",),
    ),
    columns=(
        Column("roster", _("名单"), lambda row, _page: Cell(row.roster.name)),
        Column("level", _("层级"), lambda row, _page: row.roster.get_level_display(), "z-nowrap"),
        Column(
            "entered", _("进入"), lambda row, _page: _day(row.entered_on), "z-nowrap",
            sort=("entered_on",),
        ),
        Column("expires", _("有效期至"), lambda row, _page: _day(row.expires_on), "z-nowrap"),
        Column("left", _("退出"), lambda row, _page: _day(row.left_on), "z-nowrap"),
        Column("ground", _("进入依据"), lambda row, _page: Cell(row.ground, clamp=True)),
        Column("state", _("状态"), lambda row, _page: _state(row), "z-nowrap"),
        Column("code", _("信用代码"), lambda row, _page: row.enterprise.uscc or "", hidden=True),
    ),
    filters=(
        Filter("text", _("企业"), Kind.TEXT, lookup="enterprise__name"),
        Filter("roster", _("名单"), choices=rosters_seen, lookup="roster", read=int),
        Filter("kind", _("种类"), choices=kinds, lookup="roster__kind", read=int),
        Filter("level", _("层级"), choices=Level, lookup="roster__level"),
        Filter(
            "county", _("县区"), choices=_counties,
            lookup="enterprise__region__code__startswith",
        ),
        Filter("on", _("哪一天在册"), Kind.DAY, hint=_("不填的，看今天。")),
        Filter("past", _("含已退出的"), Kind.YES),
        Filter(
            "soon", _("30 天内到期"), Kind.YES,
            where=lambda asked: queries.leaving_soon(
                asked.person.scope, timezone.localdate(asked.now)
            ),
        ),
        Filter(
            "firm", _("企业"), Kind.NUMBER, lookup="enterprise", place=Place.HIDDEN,
            words=_("只看一家企业"),
        ),
        *JOB_FILTERS,
    ),
    orders=(
        Order("newest", _("新进入的在前"), ("-entered_on", "-pk")),
        Order("firm", _("按企业"), ("enterprise__name", "pk")),
    ),
    empty=Empty(
        _("现在没有在册的企业"), _("名单里的企业列在这里，过去任何一天的也查得到。"), "building"
    ),
    unmatched=Empty(
        _("没有符合条件的企业"), _("可以去掉一两个条件，换一天，或者勾选“含已退出的”。"), "filter"
    ),
)  # fmt: skip


ENTRY_VIEWS = VerbViews[RosterEntry, EntryVerb](
    noun=actions.ENTRIES,
    pages=ENTRY_PAGES,
    rows=queries.entries,
    title=lambda row: row.enterprise.name,
    view=_view,
    allowed=access.sees_firms,
    list_url="desk:roster_entries",
    row_url="desk:roster_entry",
    listing=ENTRIES,
    line=_("只增不改：退出后再进入的另记一条，任何一天谁在册都查得到。"),
    told=fields_of(
        RosterEntry, "id", "version", "state", "entered_on", "expires_on", "left_on", "ground",
        "leaving_ground", "reason", "source",
        roster="roster_id", roster_name="roster__name", enterprise="enterprise_id",
        enterprise_name="enterprise__name",
    ),
    told_in_list=("state", "entered_on", "expires_on", "left_on", "roster", "enterprise"),
)  # fmt: skip


# Many at once -------------------------------------------------------------------------------------


def _could(scope: Scope) -> Collection[EntryVerb]:
    return (EntryVerb.LEAVE, EntryVerb.PROLONG) if keeps_rosters(scope) else ()


IN_BULK = bulk_of(
    ENTRY_VIEWS, could=_could, about=lambda row: row.roster.name, heads=(_("企业"), _("名单"))
)
