"""What firms said at service days, on the desk: the list, and one with what can be done."""

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.interfaces.desk.service_days.verb_pages import WORD_PAGES
from zhuqi.interfaces.desk.service_days.views import became, of_word, reads_days
from zhuqi.interfaces.desk.verb_views import RowSection, RowView, VerbViews, typed_facts
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.listing import Column, Empty, Filter, Kind, Order, Place
from zhuqi.interfaces.shell.parts import Cell, Fact
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.mechanisms.service_days import queries
from zhuqi.mechanisms.service_days.actions import words as actions
from zhuqi.mechanisms.service_days.enums import WordState, WordVerb
from zhuqi.mechanisms.service_days.models import ServiceWord


def _view(row: ServiceWord, _person: Person) -> RowView:
    firm, day = row.enterprise, row.service_day
    facts = [
        Fact(_now("企业"), firm.name, url=reverse("desk:enterprise", args=[firm.pk])),
        Fact(_now("企业服务日"), str(day), url=reverse("desk:service_day", args=[day.pk])),
        Fact(_now("议题"), row.topic, typed=True),
        *typed_facts(row, "reason"),
    ]
    if row.case:
        url = reverse("desk:case", args=[row.case.number])
        facts.append(Fact(_now("诉求"), row.case.number, url=url))
    sections = (
        RowSection(_("企业说了什么"), text=row.body),
        RowSection(_("答复"), text=row.answer),
    )
    return RowView([of_word(row)], facts, sections)


def _said(row: ServiceWord) -> Cell:
    url = reverse("desk:service_word", args=[row.pk])
    return Cell(row.body, row.topic, url, clamp=True)


WORDS: listing.Listing[ServiceWord, None] = listing.Listing(
    name="service_words",
    label=_("服务日发言"),
    measure=_("条"),
    rows=lambda asked: queries.words(asked.person.scope),
    context=listing.no_context,
    head=Column("body", _("企业说了什么"), lambda row, _page: _said(row)),
    columns=(
        Column("firm", _("企业"), lambda row, _page: row.enterprise.name),
        Column("state", _("结果"), lambda row, _page: of_word(row), "z-nowrap"),
        Column("became", _("答复、诉求"), lambda row, _page: became(row)),
        Column("day", _("日期"), lambda row, _page: wording.day(row.service_day.day), "z-nowrap"),
    ),
    filters=(
        Filter("text", _("企业"), Kind.TEXT, lookup="enterprise__name"),
        Filter("state", _("结果"), choices=WordState, lookup="state"),
        Filter(
            "day", _("企业服务日"), Kind.NUMBER, lookup="service_day", place=Place.HIDDEN,
            words=_("只看一次服务日"),
        ),
        Filter(
            "firm", _("企业"), Kind.NUMBER, lookup="enterprise", place=Place.HIDDEN,
            words=_("只看一家企业"),
        ),
    ),
    orders=(Order("newest", _("新的在前"), ("-pk",)),),
    empty=Empty(_("还没有发言"), _("企业在服务日上说的话记在这里。"), "message"),
    unmatched=Empty(_("没有符合条件的发言"), _("可以去掉一两个条件再看。"), "filter"),
)  # fmt: skip


WORD_VIEWS = VerbViews[ServiceWord, WordVerb](
    noun=actions.WORDS,
    pages=WORD_PAGES,
    rows=queries.words,
    title=str,
    view=_view,
    allowed=reads_days,
    list_url="desk:service_words",
    row_url="desk:service_word",
    listing=WORDS,
    line=_("举办的活动办看得到，发言的企业看得到自己的。"),
    told=fields_of(
        ServiceWord, "id", "version", "state", "topic", "body", "answer", "reason",
        enterprise="enterprise_id", service_day="service_day_id", case="case__number",
    ),
    told_in_list=("state", "topic", "enterprise", "service_day"),
)  # fmt: skip
