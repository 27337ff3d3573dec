"""Rosters on screen: their list, and one with who stands on it where."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.foundation.directory.enums import Level
from zhuqi.interfaces.desk.marks import state_pill
from zhuqi.interfaces.desk.named_rosters.entering import keeps_rosters, reads_rosters
from zhuqi.interfaces.desk.named_rosters.forms import SetUpForm
from zhuqi.interfaces.desk.named_rosters.verb_pages import ROSTER_PAGES
from zhuqi.interfaces.desk.verb_views import NewPage, RowSection, RowView, VerbViews, typed_facts
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.listing import Asked, Choices, Column, Empty, Filter, Kind, Order
from zhuqi.interfaces.shell.parts import Cell, Fact, Heading
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.mechanisms.rosters import queries
from zhuqi.mechanisms.rosters.actions import rosters as actions
from zhuqi.mechanisms.rosters.enums import RosterState, RosterVerb
from zhuqi.mechanisms.rosters.models import NamedRoster, RosterKind

Numbers = Mapping[int, int]


def roster_url(row: NamedRoster) -> str:
    """The page of one."""
    return reverse("desk:named_roster", args=[row.pk])


def entries_of(**query: str | int) -> str:
    """The list of entries on these conditions."""
    return f"{reverse('desk:roster_entries')}?{urlencode(query)}"


# One roster ---------------------------------------------------------------------------------------


def _line(row: NamedRoster, n: int, soon: int) -> list[object]:
    here: dict[str, str | int] = {"roster": row.pk}
    parts = [(_now("在册 %(n)s 家"), n, here)]
    if soon:
        parts.append((_now("30 天内到期 %(n)s 家"), soon, {**here, "soon": "on"}))
    words = [
        format_html('<a href="{}">{}</a>', entries_of(**query), said % {"n": number})
        for said, number, query in parts
    ]
    return [state_pill(row, ()), f"{row.get_level_display()} · {row.kind}", *words]


def _facts(row: NamedRoster) -> list[Fact]:
    facts = [Fact(_now("维护的活动办"), row.office.name)]
    source = " ".join(filter(None, (row.source, row.source_number)))
    if row.source_date:
        source += f"（{wording.day(row.source_date, weekday=False)}）"
    facts.append(Fact(_now("来源文件"), source, wide=True, typed=True))
    until = wording.day(row.valid_until, weekday=False) if row.valid_until else _now("长期")
    facts.append(Fact(_now("有效期至"), until))
    shown = _now("企业看得到") if row.shown else _now("企业看不到")
    facts.append(Fact(_now("是否公开"), shown))
    return [*facts, *typed_facts(row, "criteria")]


def _view(row: NamedRoster, person: Person) -> RowView:
    today = timezone.localdate()
    soon = row.entries.filter(queries.leaving_soon(person.scope, today)).count()
    tallies = queries.tallies(person.scope, today, roster=row)
    counties: list[Sequence[Cell | object]] = [
        (one.county_name, Cell(one.firms, url=entries_of(roster=row.pk, county=one.county)))
        for one in tallies
    ]
    labels = (_("县区"), Heading(_("在册家数"), number=True))
    tables: list[Sequence[Cell | object]] = [
        (
            Cell(one.file_name, url=reverse("desk:roster_batch", args=[one.pk])),
            one.get_way_display(),
            wording.day(one.day, weekday=False),
            state_pill(one, ("draft",)),
        )
        for one in queries.batches(person.scope).filter(roster=row)[:10]
    ]
    sections = (
        RowSection(_("各地在册"), labels, counties),
        RowSection(_("成批登记"), (_("表格"), _("怎样登记"), _("日期"), _("状态")), tables),
    )
    return RowView(_line(row, sum(one.firms for one in tallies), soon), _facts(row), sections)


# The list -----------------------------------------------------------------------------------------


def kinds(_person: Person) -> Choices:
    """Every kind there is, as choices."""
    return list(RosterKind.objects.order_by("order", "pk").values_list("pk", "name"))


def _numbers(asked: Asked, rows: Sequence[NamedRoster]) -> Numbers:
    today = timezone.localdate(asked.now)
    return queries.counted(asked.person.scope, [row.pk for row in rows], today)


def _number(row: NamedRoster, numbers: Numbers) -> Cell:
    n = numbers.get(row.pk, 0)
    return Cell(n, url=entries_of(roster=row.pk) if n else "")


def _until(row: NamedRoster) -> str:
    return wording.day(row.valid_until, weekday=False) if row.valid_until else ""


ROSTERS: listing.Listing[NamedRoster, Numbers] = listing.Listing(
    name="named_rosters",
    label=_("名单"),
    measure=_("份"),
    rows=lambda asked: queries.rosters(asked.person.scope),
    context=_numbers,
    head=Column("name", _("名单"), lambda row, _page: Cell(row.name, url=roster_url(row))),
    columns=(
        Column("kind", _("种类"), lambda row, _page: str(row.kind), "z-nowrap"),
        Column("level", _("层级"), lambda row, _page: row.get_level_display(), "z-nowrap"),
        Column("firms", _("在册"), _number, number=True),
        Column("until", _("有效期至"), lambda row, _page: _until(row), "z-nowrap"),
        Column("office", _("维护的活动办"), lambda row, _page: str(row.office)),
        Column("source", _("来源文件"), lambda row, _page: Cell(row.source, clamp=True)),
        Column("state", _("状态"), lambda row, _page: state_pill(row, ()), "z-nowrap"),
    ),
    filters=(
        Filter("text", _("名单名称"), Kind.TEXT, lookup="name"),
        Filter("kind", _("种类"), choices=kinds, lookup="kind", read=int),
        Filter("level", _("层级"), choices=Level, lookup="level"),
        Filter("state", _("状态"), choices=RosterState, lookup="state"),
    ),
    orders=(Order("kind", _("按种类和层级"), ("kind__order", "level", "pk")),),
    empty=Empty(
        _("还没有名单"), _("白名单、专精特新、上市后备等名单，成批或逐家登记。"), "list-details"
    ),
    unmatched=Empty(_("没有符合条件的名单"), _("可以去掉一两个条件再看。"), "filter"),
)


ROSTER_VIEWS = VerbViews[NamedRoster, RosterVerb](
    noun=actions.ROSTERS,
    pages=ROSTER_PAGES,
    rows=queries.rosters,
    title=lambda row: row.name,
    view=_view,
    allowed=reads_rosters,
    list_url="desk:named_rosters",
    row_url="desk:named_roster",
    listing=ROSTERS,
    line=_("本级维护本级的名单；上级名单里有本地的哪些企业，下级名单有哪些，也看得到。"),
    new=NewPage(
        SetUpForm, actions.set_up, keeps_rosters, _("建立名单"), _("已建立，可以登记企业"),
        word=actions.SET_UP, line=_("先建立名单，再上传表格成批登记，或逐家登记。"),
    ),
    told=fields_of(
        NamedRoster, "id", "version", "state", "level", "name", "criteria", "source",
        "source_number", "source_date", "shown", "valid_until",
        kind="kind__code", kind_name="kind__name", office="office_id",
        office_name="office__name",
    ),
    told_in_list=("state", "level", "name", "kind", "valid_until", "office"),
)  # fmt: skip
