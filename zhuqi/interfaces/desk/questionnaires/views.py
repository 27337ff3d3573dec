"""Questionnaires on screen: their list, and one with its questions, its reach and its results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.interfaces.desk.marks import day_mark, due_day, state_pill
from zhuqi.interfaces.desk.questionnaires.entering import (
    drafts_questionnaires,
    reads_questionnaires,
)
from zhuqi.interfaces.desk.questionnaires.forms import DraftForm
from zhuqi.interfaces.desk.questionnaires.results import Shown, share, shown
from zhuqi.interfaces.desk.questionnaires.verb_pages import QUESTIONNAIRE_PAGES
from zhuqi.interfaces.desk.verb_views import NewPage, RowSection, RowView, VerbViews, typed_facts
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.listing import Asked, Column, Empty, Filter, Kind, Order
from zhuqi.interfaces.shell.parts import Cell, Fact
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.mechanisms.questionnaires import queries
from zhuqi.mechanisms.questionnaires.actions import questionnaires as actions
from zhuqi.mechanisms.questionnaires.enums import (
    QuestionnaireState,
    QuestionnaireVerb,
    ReplyState,
)
from zhuqi.mechanisms.questionnaires.models import Questionnaire
from zhuqi.mechanisms.questionnaires.rules import MOST_A_MONTH

Tallies = Mapping[int, Mapping[str, int]]
WAITING = (QuestionnaireState.DRAFT, QuestionnaireState.SENT)


@dataclass(frozen=True, slots=True)
class QuestionnaireView(RowView):
    """With what came back, once it is sent."""

    results: Sequence[Shown] = ()
    file_url: str = ""


def _url(row: Questionnaire) -> str:
    return reverse("desk:questionnaire", args=[row.pk])


def replies_of(row: Questionnaire, **query: str) -> str:
    """The list of its replies on these conditions."""
    asked = urlencode({"questionnaire": str(row.pk), **query})
    return f"{reverse('desk:questionnaire_replies')}?{asked}"


def _state(row: Questionnaire) -> SafeString:
    return state_pill(row, WAITING)


def narrowed_by(row: Questionnaire) -> str:
    """Whom it goes to, in words."""
    parts = (
        str(row.get_sector_display()) if row.sector else "",
        str(row.get_size_class_display()) if row.size_class else "",
        row.region.name if row.region else "",
        _now("名单“%(name)s”") % {"name": row.roster.name} if row.roster else "",
    )
    return "、".join(filter(None, parts)) or _now("本级范围内全部企业")


# One questionnaire --------------------------------------------------------------------------------


def _line(row: Questionnaire, tally: Mapping[str, int]) -> list[object]:
    """Before it is sent how far it reaches; after that, how many came back."""
    line: list[object] = [_state(row)]
    if row.state == QuestionnaireState.DRAFT:
        reach = queries.reach_of(row, timezone.localdate())
        line.append(_now("将发给 %(n)s 家") % {"n": reach.firms})
        if reach.left_out:
            words = _now("另有 %(n)s 家本月已收到 %(most)s 份问卷，不再打扰")
            line.append(words % {"n": reach.left_out, "most": MOST_A_MONTH})
        return line
    sent, back = queries.sent_and_returned(tally)
    if row.state == QuestionnaireState.SENT:
        line.append(_now("%(day)s 截止") % {"day": wording.day(row.due)})
        line += filter(None, [day_mark(row.due)])
    parts = [
        (_now("发放 %(n)s 家"), sent, {"sent": "on"}),
        (_now("收回 %(n)s 家"), back, {"state": ReplyState.RETURNED.value}),
        (_now("还没交 %(n)s 家"), sent - back, {"missing": "on"}),
        (_now("未发放 %(n)s 家"), tally.get(ReplyState.LEFT_OUT, 0),
         {"state": ReplyState.LEFT_OUT.value}),
    ]  # fmt: skip
    line += [
        format_html('<a href="{}">{}</a>', replies_of(row, **query), said % {"n": n})
        for said, n, query in parts
        if n
    ]
    if sent:
        line.append(_now("回收率 %(share)s") % {"share": share(back, sent)})
    return line


def _facts(row: Questionnaire) -> list[Fact]:
    facts = [
        Fact(_now("活动办"), row.office.name),
        Fact(_now("发放范围"), narrowed_by(row)),
        Fact(_now("截止日期"), wording.day(row.due)),
    ]
    if row.sent_at:
        facts.append(Fact(_now("发放"), wording.moment(row.sent_at)))
    if row.closed_at:
        facts.append(Fact(_now("结束"), wording.moment(row.closed_at)))
    return [*facts, *typed_facts(row, "purpose", "reason")]


def _questions(row: Questionnaire) -> RowSection:
    rows: list[Sequence[Cell | object]] = [
        (
            str(one), one.get_kind_display(), "、".join(one.choices) or one.unit,
            _now("必答") if one.required else _now("选答"),
        )
        for one in queries.questions_of(row)
    ]  # fmt: skip
    return RowSection(_("题目"), (_("题目"), _("题型"), _("选项、单位"), _("是否必答")), rows)


def _view(row: Questionnaire, _person: Person) -> RowView:
    tally = queries.tallies([row.pk]).get(row.pk, {})
    line, facts = _line(row, tally), _facts(row)
    if not row.sent_at:
        return QuestionnaireView(line, facts, (_questions(row),))
    file_url = reverse("desk:questionnaire_file", args=[row.pk])
    return QuestionnaireView(line, facts, (), shown(row), file_url)


# The list -----------------------------------------------------------------------------------------


def _tallies(_asked: Asked, rows: Sequence[Questionnaire]) -> Tallies:
    return queries.tallies([row.pk for row in rows])


def _sent(row: Questionnaire, tallies: Tallies) -> Cell:
    sent, _back = queries.sent_and_returned(tallies.get(row.pk, {}))
    return Cell(sent or "", url=replies_of(row, sent="on") if sent else "")


def _back(row: Questionnaire, tallies: Tallies) -> Cell:
    sent, back = queries.sent_and_returned(tallies.get(row.pk, {}))
    url = replies_of(row, state=ReplyState.RETURNED.value) if back else ""
    return Cell(back if sent else "", url=url)


def _share(row: Questionnaire, tallies: Tallies) -> str:
    sent, back = queries.sent_and_returned(tallies.get(row.pk, {}))
    return share(back, sent)


def _due(row: Questionnaire) -> SafeString | str:
    if row.state == QuestionnaireState.SENT:
        return due_day(row.due)
    return wording.day(row.due, weekday=False)


QUESTIONNAIRES: listing.Listing[Questionnaire, Tallies] = listing.Listing(
    name="questionnaires",
    label=_("问卷"),
    measure=_("份"),
    rows=lambda asked: queries.questionnaires(asked.person.scope),
    context=_tallies,
    head=Column(
        "title", _("问卷"), lambda row, _page: Cell(row.title, narrowed_by(row), _url(row))
    ),
    columns=(
        Column("state", _("状态"), lambda row, _page: _state(row), "z-nowrap"),
        Column("due", _("截止日期"), lambda row, _page: _due(row), "z-nowrap", sort=("due",)),
        Column("sent", _("发放"), _sent, number=True),
        Column("back", _("收回"), _back, number=True),
        Column("share", _("回收率"), _share, number=True),
        Column("office", _("活动办"), lambda row, _page: str(row.office), "d-no"),
    ),
    filters=(
        Filter("state", _("状态"), choices=QuestionnaireState, lookup="state"),
        Filter("text", _("问卷名称"), Kind.TEXT, lookup="title"),
        Filter(
            "over", _("过了截止日期"), Kind.YES,
            where=lambda asked: queries.past_due(
                asked.person.scope, timezone.localdate(asked.now)
            ),
        ),
    ),
    orders=(Order("newest", _("新的在前"), ("-pk",)),),
    empty=Empty(
        _("还没有问卷"), _("按行业、规模、县区、名单发给企业，排查出的问题转为诉求。"), "note"
    ),
    unmatched=Empty(_("没有符合条件的问卷"), _("可以去掉一两个条件再看。"), "filter"),
)  # fmt: skip


QUESTIONNAIRE_VIEWS = VerbViews[Questionnaire, QuestionnaireVerb](
    noun=actions.QUESTIONNAIRES,
    pages=QUESTIONNAIRE_PAGES,
    rows=queries.questionnaires,
    title=lambda row: row.title,
    view=_view,
    allowed=reads_questionnaires,
    list_url="desk:questionnaires",
    row_url="desk:questionnaire",
    row_template="desk/questionnaires/questionnaire.html",
    listing=QUESTIONNAIRES,
    line=_("无事不扰：一家企业一个月最多收到 2 份，发放前看得到不发给哪些。"),
    new=NewPage(
        DraftForm, actions.draft, drafts_questionnaires, _("拟定问卷"), _("已拟定，请添加题目"),
        word=actions.DRAFT, line=_("先写明目的和发放范围，再逐题添加，核对家数以后发给企业。"),
    ),
    told=fields_of(
        Questionnaire, "id", "version", "state", "title", "purpose", "due", "sector",
        "size_class", "drafted_at", "sent_at", "closed_at", "reason",
        office="office_id", office_name="office__name", region="region__code",
        roster="roster_id",
    ),
    told_in_list=("state", "title", "due", "sent_at", "office"),
)  # fmt: skip
