"""Replies on screen: which firms have answered, and what one of them said."""

from collections.abc import Mapping, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.interfaces.desk.marks import state_pill
from zhuqi.interfaces.desk.questionnaires.entering import reads_questionnaires, reads_replies
from zhuqi.interfaces.desk.questionnaires.verb_pages import REPLY_PAGES
from zhuqi.interfaces.desk.verb_views import RowSection, RowView, VerbViews, typed_facts
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.listing import Asked, Column, Empty, Filter, Kind, Order, Place
from zhuqi.interfaces.shell.parts import Cell, Fact
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.mechanisms.questionnaires import queries
from zhuqi.mechanisms.questionnaires.actions import replies as actions
from zhuqi.mechanisms.questionnaires.enums import MISSING, SENT_OUT, ReplyState, ReplyVerb
from zhuqi.mechanisms.questionnaires.models import QuestionnaireReply, ReplyAnswer

Answers = Mapping[int, Sequence[ReplyAnswer]]


def _url(row: QuestionnaireReply) -> str:
    return reverse("desk:questionnaire_reply", args=[row.pk])


def _who(row: QuestionnaireReply) -> str:
    if row.answered_by is None:
        return ""
    return f"{row.answered_by.name}{_now('（代填）')}" if row.on_behalf else row.answered_by.name


def _answers(_asked: Asked, rows: Sequence[QuestionnaireReply]) -> Answers:
    return queries.answers_of([one for one in rows if one.state == ReplyState.RETURNED])


def _said(row: QuestionnaireReply, answers: Answers) -> Cell:
    told = [
        f"{one.question.place}. {words}"
        for one in answers.get(row.pk, ())
        if (words := queries.said(one))
    ]
    return Cell("；".join(told) or row.note, clamp=True)


def _view(row: QuestionnaireReply, person: Person) -> RowView:
    firm, survey = row.enterprise, row.questionnaire
    opened = reads_questionnaires(person.scope)
    survey_url = reverse("desk:questionnaire", args=[survey.pk]) if opened else ""
    facts = [
        Fact(_now("企业"), firm.name, url=reverse("desk:enterprise", args=[firm.pk])),
        Fact(_now("问卷"), survey.title, url=survey_url),
        Fact(_now("截止日期"), wording.day(survey.due)),
    ]
    if row.returned_at:
        facts.append(Fact(_now("提交"), f"{_who(row)} {wording.moment(row.returned_at)}"))
    # A draft is the firm's own until it is handed in.
    back = row.state == ReplyState.RETURNED
    answers = queries.answers_of([row]).get(row.pk, []) if back else []
    rows: list[Sequence[Cell | object]] = [
        (
            str(one.question),
            queries.said(one),
            Cell(one.case.number, url=reverse("desk:case", args=[one.case.number]))
            if one.case else "",
        )
        for one in answers
    ]  # fmt: skip
    section = RowSection(_("填写的内容"), (_("题目"), _("答案"), _("诉求")), rows)
    line = [state_pill(row, MISSING)]
    return RowView(line, [*facts, *typed_facts(row, "note")], (section,))


REPLIES: listing.Listing[QuestionnaireReply, Answers] = listing.Listing(
    name="questionnaire_replies",
    label=_("问卷回收"),
    measure=_("家"),
    rows=lambda asked: queries.replies(asked.person.scope),
    context=_answers,
    head=Column(
        "firm", _("企业"),
        lambda row, _page: Cell(row.enterprise.name, str(row.enterprise.region), _url(row)),
        sort=("enterprise__name",),
    ),
    columns=(
        Column("state", _("状态"), lambda row, _page: state_pill(row, MISSING), "z-nowrap"),
        Column("survey", _("问卷"), lambda row, _page: Cell(row.questionnaire.title)),
        Column(
            "due", _("截止日期"),
            lambda row, _page: wording.day(row.questionnaire.due, weekday=False), "z-nowrap",
        ),
        Column(
            "returned", _("提交时间"),
            lambda row, _page: wording.moment(row.returned_at, weekday=False)
            if row.returned_at else "", "z-nowrap",
        ),
        Column("who", _("填写人"), lambda row, _page: _who(row), "z-nowrap"),
        Column("answers", _("填写的内容"), _said),
    ),
    filters=(
        Filter("text", _("企业"), Kind.TEXT, lookup="enterprise__name"),
        Filter("survey", _("问卷名称"), Kind.TEXT, lookup="questionnaire__title"),
        Filter("state", _("状态"), choices=ReplyState, lookup="state"),
        Filter("sent", _("已发放的"), Kind.YES, where=lambda _asked: Q(state__in=SENT_OUT)),
        Filter("missing", _("还没交的"), Kind.YES, where=lambda _asked: Q(state__in=MISSING)),
        Filter(
            "ring", _("要打电话的"), Kind.YES,
            where=lambda asked: queries.to_ring(
                asked.person.scope, timezone.localdate(asked.now) + queries.RING_AHEAD
            ),
        ),
        Filter("behalf", _("代填的"), Kind.YES, where=lambda _asked: Q(on_behalf=True)),
        Filter(
            "questionnaire", _("问卷"), Kind.NUMBER, lookup="questionnaire", place=Place.HIDDEN,
            words=_("只看一份问卷"),
        ),
        Filter(
            "firm", _("企业"), Kind.NUMBER, lookup="enterprise", place=Place.HIDDEN,
            words=_("只看一家企业"),
        ),
    ),
    orders=(
        Order("newest", _("新的在前"), ("-pk",)),
        Order("firm", _("按企业"), ("enterprise__name", "pk")),
    ),
    empty=Empty(_("还没有发放问卷"), _("发给哪些企业、谁交了谁没交，都列在这里。"), "note"),
    unmatched=Empty(_("没有符合条件的企业"), _("可以去掉一两个条件再看。"), "filter"),
)  # fmt: skip


REPLY_VIEWS = VerbViews[QuestionnaireReply, ReplyVerb](
    noun=actions.REPLIES,
    pages=REPLY_PAGES,
    rows=queries.replies,
    title=lambda row: row.enterprise.name,
    view=_view,
    allowed=reads_replies,
    list_url="desk:questionnaire_replies",
    row_url="desk:questionnaire_reply",
    listing=REPLIES,
    line=_("没有账号的企业，由联系它的助企干部打电话问了代填，注明是代填。"),
    told=fields_of(
        QuestionnaireReply, "id", "version", "state", "note", "on_behalf", "returned_at",
        questionnaire="questionnaire_id", title="questionnaire__title",
        enterprise="enterprise_id", enterprise_name="enterprise__name",
        answered_by="answered_by__name",
    ),
    told_in_list=("state", "on_behalf", "returned_at", "questionnaire", "enterprise"),
)  # fmt: skip
