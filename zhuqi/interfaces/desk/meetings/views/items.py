"""Items on screen: their list, and one with opinions, statements and what was decided."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.interfaces.desk.filters import in_hand
from zhuqi.interfaces.desk.meetings import words
from zhuqi.interfaces.desk.meetings.deciding import PutForm
from zhuqi.interfaces.desk.meetings.entering import puts_items, reads_meetings
from zhuqi.interfaces.desk.meetings.verb_pages import ITEM_PAGES
from zhuqi.interfaces.desk.verb_views import NewPage, RowSection, RowView, VerbViews, typed_facts
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.listing import Column, Empty, Filter, Kind, Order, Place
from zhuqi.interfaces.shell.parts import Cell, Fact
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.mechanisms.meetings import queries
from zhuqi.mechanisms.meetings.actions import items as actions
from zhuqi.mechanisms.meetings.enums import Ground, ItemState, ItemVerb
from zhuqi.mechanisms.meetings.models import Item, Opinion, Statement


def _proposed_by(row: Item) -> str:
    if row.unit:
        return str(row.unit)
    by_hand = row.ground == Ground.HAND
    return str(row.body.office) if by_hand else _now("按规则找到")


def opinion_rows(person: Person, **of: Any) -> list[tuple[object, ...]]:
    """What advisers wrote, and who is still asked."""
    rows = Opinion.objects.filter(**of).away_from(person.scope).select_related("user")
    return [
        (
            one.user.name,
            str(one.get_kind_display()),
            Cell(one.text) if one.given_at else _now("还没有提出"),
            wording.moment(one.given_at) if one.given_at else "",
        )
        for one in rows.order_by("pk")
    ]


def statement_rows(person: Person, **of: Any) -> list[tuple[object, ...]]:
    """What units said, as minuted."""
    rows = Statement.objects.filter(**of).away_from(person.scope).select_related("unit")
    return [(str(one.unit), Cell(one.text)) for one in rows.order_by("pk")]


def _view(row: Item, person: Person) -> RowView:
    facts = [
        Fact(_now("会议机构"), row.body.name, url=words.body_url(row.body)),
        Fact(_now("为什么上会"), words.ground_of(row)),
        Fact(_now("提出"), f"{_proposed_by(row)} {wording.moment(row.put_at)}"),
        *words.case_fact(row, person),
    ]
    if row.topic:
        facts.append(Fact(_now("共性问题"), row.topic.title))
    if row.meeting and queries.meetings(person.scope).filter(pk=row.meeting.pk).exists():
        facts.append(Fact(_now("会议"), str(row.meeting), url=words.meeting_url(row.meeting)))
    facts += typed_facts(row, "reason")
    decided = [
        (
            str(one.get_kind_display()), Cell(one.text, url=words.decision_url(one)),
            str(one.lead or ""), words.due_of(one), words.decision_state(one),
        )
        for one in queries.decisions(person.scope).filter(item=row).order_by("pk")
    ]  # fmt: skip
    opinions = opinion_rows(person, item=row.pk)
    statements = statement_rows(person, item=row.pk)
    sections = (
        RowSection(_("情况和建议"), text=row.text),
        RowSection(_("决定"), (_("决定"), _("内容"), _("牵头"), _("期限"), _("状态")), decided),
        RowSection(_("书面意见"), (_("姓名"), _("身份"), _("意见"), _("时间")), opinions),
        RowSection(_("表态发言"), (_("单位"), _("发言")), statements),
    )
    return RowView([words.item_state(row)], facts, sections)


ITEMS: listing.Listing[Item, None] = listing.Listing(
    name="meeting_items",
    label=_("议题"),
    measure=_("项"),
    rows=lambda asked: queries.items(asked.person.scope),
    context=listing.no_context,
    head=Column(
        "title", _("议题"), lambda row, _page: Cell(row.title, url=words.item_url(row), clamp=True)
    ),
    columns=(
        Column("state", _("状态"), lambda row, _page: words.item_state(row), "z-nowrap"),
        Column("ground", _("为什么上会"), lambda row, _page: words.ground_of(row)),
        Column("body", _("会议机构"), lambda row, _page: row.body.name),
        Column("ledger", _("台账"), lambda row, _page: str(row.case.office) if row.case else ""),
        Column("by", _("提出"), lambda row, _page: _proposed_by(row)),
        Column("put", _("提出时间"), lambda row, _page: wording.moment(row.put_at), "z-nowrap"),
    ),
    filters=(
        Filter("state", _("状态"), choices=ItemState, lookup="state"),
        Filter("ground", _("为什么上会"), choices=Ground, lookup="ground"),
        in_hand(queries.ITEMS_IN_HAND, {"confirm": _("待确认"), "opine": _("待提意见")}),
        Filter(
            "body", _("会议机构"), Kind.NUMBER, lookup="body", place=Place.HIDDEN,
            words=_("只看一个会议机构"),
        ),
    ),
    orders=(Order("newest", _("新的在前"), ("-pk",)),),
    empty=Empty(
        _("还没有议题"), _("有争议、重大、多次催办未果的诉求和共性问题，按规则列在这里。"), "note"
    ),
    unmatched=Empty(_("没有符合条件的议题"), _("可以去掉一两个条件再看。"), "filter"),
)  # fmt: skip


ITEM_VIEWS = VerbViews[Item, ItemVerb](
    noun=actions.ITEMS,
    pages=ITEM_PAGES,
    rows=queries.items,
    title=lambda row: row.title,
    view=_view,
    allowed=reads_meetings,
    list_url="desk:meeting_items",
    row_url="desk:meeting_item",
    listing=ITEMS,
    line=_("参会单位看得到自己会议上的议题；诉求本身仍按各人的权限。"),
    new=NewPage(
        PutForm, actions.put, puts_items, _("提出议题"), _("已提出"), word=actions.PUT,
        line=_("为一件诉求、一个共性问题提，或者都不为；单位提的，由活动办确认。"),
    ),
    told=fields_of(
        Item, "id", "version", "state", "ground", "measured", "title", "text", "deferred",
        "reason", "put_at", body="body_id", body_name="body__name", unit="unit__name",
        topic="topic_id", meeting="meeting_id",
    ),
    told_in_list=("state", "ground", "title", "body", "put_at"),
)  # fmt: skip
