"""What questionnaires add to pages of others: navigation, home, search, firms, cases, the log."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Scope
from zhuqi.interfaces.desk import firm_sections, home_queues, nouns
from zhuqi.interfaces.desk.firm_sections import FirmVisit
from zhuqi.interfaces.desk.home_queues import (
    MOST_COUNTED,
    HomeQueues,
    Times,
    WorkQueue,
    excerpt_queue,
)
from zhuqi.interfaces.desk.questionnaires.reply_views import REPLIES, REPLY_VIEWS
from zhuqi.interfaces.desk.questionnaires.views import QUESTIONNAIRE_VIEWS, QUESTIONNAIRES
from zhuqi.interfaces.shell import case_words, event_words
from zhuqi.interfaces.shell.parts import Happening
from zhuqi.ledgers.cases.contributions import OtherMoment
from zhuqi.mechanisms.questionnaires import moments, queries
from zhuqi.mechanisms.questionnaires.actions.replies import LEAVE_OUT, NOTIFY, SEND
from zhuqi.mechanisms.questionnaires.enums import ReplyVerb
from zhuqi.mechanisms.questionnaires.handlers import REMIND
from zhuqi.mechanisms.questionnaires.models import Questionnaire, QuestionnaireReply
from zhuqi.mechanisms.questionnaires.searching import QUESTIONNAIRE_TEXTS


def _mine_waiting(scope: Scope, at: Times) -> QuerySet[Any, Any]:
    mine = queries.to_finish(scope) | queries.past_due(scope, at.today)
    return Questionnaire.objects.visible_to(scope).filter(mine).order_by().values_list("pk")


def _mine(person: Person, at: datetime) -> list[WorkQueue]:
    found = list[WorkQueue]()
    today = timezone.localdate(at)
    for label, which, query in (
        (_now("拟定中的问卷"), queries.to_finish(person.scope), "state=draft"),
        (_now("过了截止日期、待结束的问卷"), queries.past_due(person.scope, today), "over=on"),
    ):
        rows = queries.questionnaires(person.scope).filter(which).order_by("due", "pk")
        first = list(rows[:MOST_COUNTED])
        table = QUESTIONNAIRES.excerpt(person, first, "title", "due", "share")
        url = f"{reverse('desk:questionnaires')}?{query}"
        found += excerpt_queue(label, table, [row.due for row in first], url)
    return found


def _ring_waiting(scope: Scope, at: Times) -> QuerySet[Any, Any]:
    rows = QuestionnaireReply.objects.filter(queries.to_ring(scope, at.soon))
    return rows.order_by().values_list("pk")


def _ring(person: Person, at: datetime) -> list[WorkQueue]:
    soon = timezone.localdate(at) + queries.RING_AHEAD
    rows = queries.replies(person.scope).filter(queries.to_ring(person.scope, soon))
    first = list(rows.order_by("questionnaire__due", "pk")[:MOST_COUNTED])
    table = REPLIES.excerpt(person, first, "firm", "survey", "due")
    url = f"{reverse('desk:questionnaire_replies')}?ring=on"
    days = [row.questionnaire.due for row in first]
    return list(excerpt_queue(_now("还没交问卷的企业，请打电话"), table, days, url))


def _seen(visit: FirmVisit) -> QuerySet[QuestionnaireReply]:
    seen = queries.replies(visit.person.scope).filter(enterprise=visit.firm)
    return seen.order_by("-pk")


def _told(moment: OtherMoment) -> Happening:
    reply = moment.details
    assert isinstance(reply, QuestionnaireReply)  # noqa: S101 (for the type checker)
    words = _now("企业在问卷“%(title)s”里反映，同意登记")
    what = words % {"title": reply.questionnaire.title}
    return Happening(moment.at, moment.by.name, what, unit=moment.by.unit)


def _note(row: Questionnaire) -> str:
    return str(row.office)


def register() -> None:
    """Called once, when Django has loaded every room."""
    nouns.offer(QUESTIONNAIRE_VIEWS, nouns.Standing("firms", "note", 36, start=46))
    nouns.find(QUESTIONNAIRE_VIEWS, QUESTIONNAIRE_TEXTS, _note, order=9)
    nouns.offer(REPLY_VIEWS, nouns.Standing("firms", "mail", 37))
    words = {SEND: _("发放"), LEAVE_OUT: _("未发放")}
    verbs = {ReplyVerb.SAVE.value: _("保存"), ReplyVerb.HAND_IN.value: _("提交")}
    nouns.name(REPLY_VIEWS, **words, **verbs)
    home_queues.HOME_QUEUES.register(
        "questionnaires", HomeQueues(_mine, waiting=_mine_waiting, seldom=True)
    )
    home_queues.HOME_QUEUES.register(
        "questionnaires to ring", HomeQueues(_ring, waiting=_ring_waiting, seldom=True)
    )
    columns = ("survey", "state", "due", "returned")
    firm_sections.offer_list(
        "questionnaires", REPLIES, _seen, "desk:questionnaire_replies", columns, order=59
    )
    for kind in moments.KINDS:
        case_words.register_happening("desk", kind, _told)
    event_words.register_work({NOTIFY: _("告知问卷"), REMIND: _("提醒填写问卷")})
    event_words.register_fields(
        {
            "questionnaire": _("问卷"), "place": _("题号"), "left_out": _("未发放"),
            "on_behalf": _("代企业填写"), "returned_at": _("提交时间"),
            "size_class": _("规模"), "cases": _("登记的诉求"), "answers": _("答案"),
        },
        {"questionnaire": Questionnaire},
    )  # fmt: skip
