"""Service days on the desk: the list, and one with its firms and what they said."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Scope
from zhuqi.interfaces.desk.marks import day_mark, state_pill
from zhuqi.interfaces.desk.service_days.forms import ArrangeForm
from zhuqi.interfaces.desk.service_days.verb_pages import DAY_PAGES
from zhuqi.interfaces.desk.verb_views import NewPage, RowSection, RowView, VerbViews, typed_facts
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.drawing import pill
from zhuqi.interfaces.shell.listing import Column, Empty, Filter, Order
from zhuqi.interfaces.shell.parts import Cell, Fact, Heading
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.mechanisms.service_days import queries
from zhuqi.mechanisms.service_days.actions import days as actions
from zhuqi.mechanisms.service_days.enums import DayState, DayVerb, GuestState, WordState
from zhuqi.mechanisms.service_days.models import Guest, ServiceDay, ServiceWord
from zhuqi.mechanisms.supervision.enums import SheetKind

UNDER_WAY: Collection[str] = queries.UNDER_WAY


def reads_days(scope: Scope) -> bool:
    """Offices, leaders and inspectors."""
    return scope.holds(*OFFICE_READERS)


def arranges_days(scope: Scope) -> bool:
    """Whoever receives or reviews in an office."""
    return scope.holds(*queries.WRITERS)


def _url(row: ServiceDay) -> str:
    return reverse("desk:service_day", args=[row.pk])


def _day(row: ServiceDay) -> Cell:
    mark = day_mark(row.day) if row.state == DayState.PLANNED else ""
    return Cell(wording.day(row.day), mark, _url(row))


def _counted(row: ServiceDay, what: str, url: str = "") -> Cell | str:
    """As the query counted it, with the way to its rows."""
    number: int = getattr(row, what)
    return Cell(number, url=url or _url(row)) if number else ""


def _spoken(row: ServiceDay) -> Cell | str:
    return _counted(row, "words", f"{reverse('desk:service_words')}?day={row.pk}")


def _firm(firm_id: int, name: str) -> Cell:
    return Cell(name, url=reverse("desk:enterprise", args=[firm_id]))


def _reply(guest: Guest) -> SafeString:
    kind = "waiting" if guest.state == GuestState.INVITED else "closed"
    return pill(str(guest.get_state_display()), kind)


def _guests(row: ServiceDay) -> RowSection:
    rows = [
        (
            _firm(one.enterprise_id, one.enterprise.name),
            _reply(one),
            one.attendee,
            Cell(one.question, clamp=True),
        )
        for one in row.guests.select_related("enterprise")
    ]
    labels = (_("企业"), _("回复"), _("谁来参加"), _("想说的事"))
    return RowSection(_("受邀企业"), labels, rows)


def of_word(word: ServiceWord) -> SafeString:
    """What became of it."""
    kind = "waiting" if word.state == WordState.OPEN else "closed"
    return pill(str(word.get_state_display()), kind)


def became(word: ServiceWord) -> Cell | str:
    """The case it became and who has it, or what it was answered."""
    case = word.case
    if case is None:
        return Cell(word.answer or word.reason, clamp=True)
    lead = str(case.lead_unit or "")
    below = "，".join(filter(None, (str(case.get_state_display()), lead)))
    return Cell(case.number, below=below, url=reverse("desk:case", args=[case.number]))


def _notice(word: ServiceWord, person: Person) -> Cell | str:
    """What is unsolved and lies with a unit may be urged by a notice."""
    case = word.case
    mine = word.service_day.office_id in person.scope.units(*queries.WRITERS)
    if case is None or case.lead_unit is None or case.closed_at or not mine:
        return ""
    asked = urlencode({"case": case.number, "kind": SheetKind.NOTICE})
    return Cell(_now("发督办通知"), url=f"{reverse('desk:supervision_sheet_new')}?{asked}")


def _words(row: ServiceDay, person: Person) -> RowSection:
    rows = [
        (
            Cell(one.enterprise.name, below=one.topic),
            Cell(one.body, url=reverse("desk:service_word", args=[one.pk]), clamp=True),
            of_word(one),
            became(one),
            _notice(one, person),
        )
        for one in queries.words(person.scope).filter(service_day=row).order_by("pk")
    ]
    labels = (_("企业"), _("企业说了什么"), _("结果"), _("答复、诉求"), Heading(_("督办")))
    return RowSection(_("发言"), labels, rows)


def _view(row: ServiceDay, person: Person) -> RowView:
    facts = [
        Fact(_now("活动办"), row.office.name),
        Fact(_now("地点"), row.place, typed=True),
        Fact(_now("议题"), "；".join(row.topic_lines), wide=True, typed=True),
        *typed_facts(row, "summary", "reason"),
    ]
    day = _day(row)
    line = [state_pill(row, UNDER_WAY), f"{day.value} {row.at:%H:%M}", day.below]
    return RowView(line, facts, (_words(row, person), _guests(row)))


DAYS: listing.Listing[ServiceDay, None] = listing.Listing(
    name="service_days",
    label=_("企业服务日"),
    measure=_("次"),
    rows=lambda asked: queries.days(asked.person.scope),
    context=listing.no_context,
    head=Column("day", _("日期"), lambda row, _page: _day(row), "z-nowrap", sort=("day",)),
    columns=(
        Column("state", _("状态"), lambda row, _page: state_pill(row, UNDER_WAY), "z-nowrap"),
        Column("office", _("活动办"), lambda row, _page: str(row.office)),
        Column(
            "topics", _("议题"),
            lambda row, _page: Cell("；".join(row.topic_lines), below=row.place, clamp=True),
        ),
        Column("asked", _("邀请企业"), lambda row, _page: _counted(row, "asked"), number=True),
        Column("coming", _("回复参加"), lambda row, _page: _counted(row, "coming"), number=True),
        Column("words", _("发言"), lambda row, _page: _spoken(row), number=True),
    ),
    filters=(Filter("state", _("状态"), choices=DayState, lookup="state"),),
    orders=(Order("newest", _("日期近的在前"), ("-day", "-pk")),),
    empty=Empty(
        _("还没有企业服务日"), _("安排一次，定几个议题，邀请企业来说，没解决的转为诉求。"),
        "calendar",
    ),
    unmatched=Empty(_("没有符合条件的企业服务日"), _("可以去掉一两个条件再看。"), "filter"),
)  # fmt: skip


DAY_VIEWS = VerbViews[ServiceDay, DayVerb](
    noun=actions.DAYS,
    pages=DAY_PAGES,
    rows=queries.days,
    title=str,
    view=_view,
    allowed=reads_days,
    list_url="desk:service_days",
    row_url="desk:service_day",
    listing=DAYS,
    line=_("受邀企业看得到日期、地点、议题和自己的发言，看不到别家的。"),
    new=NewPage(
        ArrangeForm, actions.arrange, arranges_days, _("安排企业服务日"), _("已安排"),
        word=actions.ARRANGE,
        line=_("定几个议题，邀请企业来说；没有解决的转为诉求，必要时发督办通知。"),
    ),
    told=fields_of(
        ServiceDay, "id", "version", "state", "day", "at", "place", "topics", "summary", "reason",
        office="office__name",
        guests=fields_of(Guest, "id", "state", "attendee", "question", enterprise="enterprise_id"),
    ),
    told_in_list=("state", "day", "at", "place"),
)  # fmt: skip
