"""共性问题: the list, one topic with what may be done, a new one, and its verbs."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from ninja import Router

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.api.lists import ApiList
from zhuqi.interfaces.api.rows import PlainRows
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases.forms.joining import CloseTopicForm, ReopenTopicForm, TopicForm
from zhuqi.interfaces.desk.cases.views.topics import TOPICS, kept_offices
from zhuqi.interfaces.desk.forms.base import offer_rows
from zhuqi.interfaces.desk.verb_views import NewPage
from zhuqi.interfaces.shell.telling import Read, fields_of
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.ledgers.cases import queries
from zhuqi.ledgers.cases.enums import TopicVerb
from zhuqi.ledgers.cases.models import Topic
from zhuqi.ledgers.cases.topics import actions

PAGE = VerbPage[TopicVerb]
# A topic counts no versions: what is done to it holds whatever happened meanwhile.
PAGES: Mapping[TopicVerb, VerbPage[TopicVerb]] = {
    TopicVerb.CHANGE: PAGE(TopicForm, actions.change_topic, _("已更改"), adds=True),
    TopicVerb.CLOSE: PAGE(CloseTopicForm, actions.close_topic, _("已结束"), adds=True),
    TopicVerb.REOPEN: PAGE(ReopenTopicForm, actions.reopen_topic, _("已重新研究"), adds=True),
}
STATE = Read(str, lambda row, _page: row.state.value, _("状态"))
TOLD = fields_of(
    Topic,
    "id", "office", "title", "summary", "opened_at", "opened_by", "closed_at", "outcome",
    state=STATE,
    cases=Read(int, lambda row, _page: getattr(row, "seen_cases", 0), _("您能看到的诉求件数")),
)  # fmt: skip


class NewTopicForm(TopicForm):
    """And of which office's ledger."""

    office = forms.ModelChoiceField(Unit.objects.none(), label=_("活动办"))

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "office", kept_offices(scope))


ROUTER = Router()
ApiList[Topic, None](
    path="/topics",
    listing=TOPICS,
    allowed=access.sees_firms,
    told=fields_of(Topic, "title", "office_id", state=STATE),
).serve(ROUTER)
ROWS = PlainRows[Topic, TopicVerb](
    path="/topics",
    name="topic",
    noun=_("共性问题"),
    allowed=access.sees_firms,
    pages=PAGES,
    rows=queries.topics,
    argument="topic",
    offered=actions.offers,
    given=lambda _page, row, _by: {"initial": {"title": row.title, "summary": row.summary}},
)
ROWS.serve_told(ROUTER, _("一个共性问题，和您能对它办的事"), TOLD)
ROWS.serve_verbs(ROUTER)
ROWS.serve_new(
    ROUTER,
    NewPage(
        NewTopicForm, actions.open_topic, access.keeps_topics, _("新建共性问题"), _("已新建"),
        word="added",
    ),
)  # fmt: skip
