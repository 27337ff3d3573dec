"""Firms' letters on the desk: the list, and one with what can be done."""

from collections.abc import Collection

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.direct_line.verb_pages import VERB_PAGES
from zhuqi.interfaces.desk.marks import due_day, state_pill
from zhuqi.interfaces.desk.verb_views import RowSection, RowView, VerbViews, typed_facts
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.listing import Column, Empty, Filter, Kind, Order, Place
from zhuqi.interfaces.shell.parts import Cell, Fact
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.mechanisms.direct_line import actions, queries
from zhuqi.mechanisms.direct_line.enums import LetterState, LetterVerb
from zhuqi.mechanisms.direct_line.models import Letter

WAITING: Collection[str] = (LetterState.WAITING,)


def _url(row: Letter) -> str:
    return reverse("desk:letter", args=[row.pk])


def _due(row: Letter) -> SafeString | str:
    return due_day(row.due) if row.state == LetterState.WAITING else ""


def _view(row: Letter, _person: Person) -> RowView:
    firm = row.enterprise
    facts = [
        Fact(_now("企业"), firm.name, url=reverse("desk:enterprise", args=[firm.pk])),
        Fact(_now("来信人"), f"{row.sender.name} {row.sender.phone}".strip()),
        Fact(_now("收信人"), row.to.name),
        Fact(_now("来信"), wording.moment(row.sent_at)),
    ]
    if row.confidential:
        facts.append(Fact(_now("要求保密"), _now("转为诉求的，按保密诉求办理")))
    if row.escalated_at:
        facts.append(Fact(_now("转请活动办"), wording.moment(row.escalated_at)))
    if row.answered_by and row.answered_at:
        said = f"{row.answered_by.name} {wording.moment(row.answered_at)}"
        facts.append(Fact(_now("答复人"), said))
    if row.case:
        url = reverse("desk:case", args=[row.case.number])
        facts.append(Fact(_now("诉求"), row.case.number, url=url))
    sections = (
        RowSection(_("企业写的"), text=row.body),
        RowSection(_("答复"), text=row.answer),
    )
    line: list[object] = [state_pill(row, WAITING)]
    if row.state == LetterState.WAITING:
        line.append(_due(row))
    return RowView(line, [*facts, *typed_facts(row, "reason")], sections)


LETTERS: listing.Listing[Letter, None] = listing.Listing(
    name="letters",
    label=_("信息直通车"),
    measure=_("封"),
    rows=lambda asked: queries.letters(asked.person.scope),
    context=listing.no_context,
    head=Column(
        "title", _("来信"), lambda row, _page: Cell(row.title, row.enterprise.name, _url(row))
    ),
    columns=(
        Column("state", _("状态"), lambda row, _page: state_pill(row, WAITING), "z-nowrap"),
        Column("due", _("答复期限"), lambda row, _page: _due(row), "z-nowrap", sort=("due",)),
        Column("to", _("收信人"), lambda row, _page: row.to.name, "z-nowrap"),
        Column("sent", _("来信时间"), lambda row, _page: wording.moment(row.sent_at), "z-nowrap"),
    ),
    filters=(
        Filter("text", _("企业"), Kind.TEXT, lookup="enterprise__name"),
        Filter("state", _("状态"), choices=LetterState, lookup="state"),
        Filter(
            "mine", _("等我答复"), Kind.YES,
            where=lambda asked: queries.to_answer(asked.person.scope),
        ),
        Filter(
            "left", _("请活动办处理"), Kind.YES,
            where=lambda asked: queries.left_to_office(asked.person.scope),
        ),
        Filter(
            "late", _("过期未答复"), Kind.YES,
            where=lambda asked: queries.late(timezone.localdate(asked.now)),
        ),
        Filter(
            "firm", _("企业"), Kind.NUMBER, lookup="enterprise", place=Place.HIDDEN,
            words=_("只看一家企业"),
        ),
    ),
    orders=(Order("newest", _("新的在前"), ("-sent_at", "-pk")),),
    empty=Empty(
        _("还没有企业来信"), _("企业在手机上写给您的信列在这里，有答复期限。"), "message"
    ),
    unmatched=Empty(_("没有符合条件的来信"), _("可以去掉一两个条件再看。"), "filter"),
)  # fmt: skip


VIEWS = VerbViews[Letter, LetterVerb](
    noun=actions.LETTERS,
    pages=VERB_PAGES,
    rows=queries.letters,
    title=lambda row: row.title,
    view=_view,
    allowed=access.tends_firms,
    list_url="desk:letters",
    row_url="desk:letter",
    listing=LETTERS,
    line=_("收信人看得到；过期没有答复的，服务该企业的活动办也看得到，可以答复或转为诉求。"),
    told=fields_of(
        Letter, "id", "version", "state", "title", "body", "confidential", "sent_at", "due",
        "escalated_at", "answer", "answered_at", "reason",
        enterprise="enterprise_id", enterprise_name="enterprise__name", to="to__name",
        answered_by="answered_by__name", case="case__number",
    ),
    told_in_list=("state", "title", "enterprise", "due", "sent_at"),
)  # fmt: skip
