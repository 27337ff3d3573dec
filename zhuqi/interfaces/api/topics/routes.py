"""共性问题: the list, one topic with what may be done, a new one, and its verbs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.api.auth import enter
from zhuqi.interfaces.api.cases.out import Named, named
from zhuqi.interfaces.api.keyed import Answer
from zhuqi.interfaces.api.lists import ApiList
from zhuqi.interfaces.api.offered import Allowed, allowed
from zhuqi.interfaces.api.operations import add
from zhuqi.interfaces.api.verbs import Ask, Do, Sent, add_new, add_verb, never, receipt
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases.forms.joining import CloseTopicForm, ReopenTopicForm, TopicForm
from zhuqi.interfaces.desk.cases.views.topics import TOPICS, kept_offices
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.ledgers.cases import queries
from zhuqi.ledgers.cases.enums import TopicVerb
from zhuqi.ledgers.cases.models import Topic
from zhuqi.ledgers.cases.topics import actions

PREFIX = "/api/v1/topics/"
PLACE = "/topics/{id:named}"
PAGE = VerbPage[TopicVerb]
# A topic counts no versions: what is done to it holds whatever happened meanwhile.
PAGES: Mapping[TopicVerb, VerbPage[TopicVerb]] = {
    TopicVerb.CHANGE: PAGE(TopicForm, actions.change_topic, _("已更改"), adds=True),
    TopicVerb.CLOSE: PAGE(CloseTopicForm, actions.close_topic, _("已结束"), adds=True),
    TopicVerb.REOPEN: PAGE(ReopenTopicForm, actions.reopen_topic, _("已重新研究"), adds=True),
}


class TopicOut(Schema):
    """A topic; `cases`: how many of its cases the person may see."""

    id: int
    office: Named
    title: str
    summary: str
    state: str
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    outcome: str
    cases: int
    allowed: list[Allowed]


class NewTopicForm(TopicForm):
    """And of which office's ledger."""

    office = forms.ModelChoiceField(Unit.objects.none(), label=_("活动办"))

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
        field.queryset = kept_offices(scope)


ROUTER = Router()


def _find(person: Person, pk: int) -> Topic:
    row = queries.topics(person.scope).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _topic(request: HttpRequest, named: int) -> Any:
    person = enter(request, access.sees_firms)
    return topic_out(_find(person, named), person)


def topic_out(row: Topic, person: Person) -> Mapping[str, Any]:
    """A topic, told."""
    return {
        "id": row.pk,
        "office": named(row.office),
        **{name: getattr(row, name) for name in _PLAIN},
        "state": row.state.value,
        "cases": getattr(row, "seen_cases", 0),
        "allowed": allowed(actions.offers(row, person), f"{PREFIX}{row.pk}"),
    }


_PLAIN = ("title", "summary", "opened_at", "opened_by", "closed_at", "outcome")


def _reason(row: Topic, person: Person, verb: TopicVerb) -> str:
    for offer in actions.offers(row, person):
        if offer.verb == verb:
            return offer.reason
    raise never(verb, str(_("共性问题")))


def _asking(verb: TopicVerb, page: VerbPage[TopicVerb]) -> Ask:
    def ask(request: HttpRequest, pk: int) -> tuple[ShellForm, str]:
        person = enter(request, access.sees_firms)
        row = _find(person, pk)
        initial = {"title": row.title, "summary": row.summary}
        return page.make(initial=initial), _reason(row, person, verb)

    return ask


def _doing(verb: TopicVerb, page: VerbPage[TopicVerb]) -> Do:
    def do(request: HttpRequest, pk: int, sent: Sent) -> Answer:
        person = enter(request, access.sees_firms)
        row = _find(person, pk)
        _reason(row, person, verb)
        form = page.make(sent.data, sent.files)
        done = page.action(topic=row, by=person, **sent.given(page, form))
        return _receipt(done, page.done)

    return do


def _receipt(row: Any, said: object, status: int = 200) -> Answer:
    return receipt(
        named=row.pk,
        state=row.state.value,
        version=None,
        said=said,
        href=f"{PREFIX}{row.pk}",
        status=status,
    )


def _opened(person: Person, sent: Sent) -> Answer:
    form = NewTopicForm(sent.data, sent.files, scope=person.scope)
    row = actions.open_topic(**sent.judged(form), by=person)
    return _receipt(row, _("已新建"), 201)


ApiList[Topic, None](
    path="/topics",
    name="topics",
    summary=_("共性问题"),
    listing=TOPICS,
    allowed=access.sees_firms,
    fields={"title": (str, ...), "state": (str, ...), "office_id": (int, ...)},
    of=lambda row, _page: {
        "title": row.title, "state": row.state.value, "office_id": row.office_id,
    },
).serve(ROUTER)  # fmt: skip
add(
    ROUTER,
    "GET",
    PLACE,
    _topic,
    name="topic",
    summary=_("一个共性问题，和您能对它办的事"),
    response=TopicOut,
)
add_new(
    ROUTER,
    "/topics/new",
    NewTopicForm,
    _opened,
    allowed=access.keeps_topics,
    name="topic_new",
    label=_("新建共性问题"),
)
for _verb, _page in PAGES.items():
    add_verb(
        ROUTER,
        f"{PLACE}/{_verb.value}",
        _page,
        _doing(_verb, _page),
        _asking(_verb, _page),
        name=f"topic_{_verb.value}",
        label=str(_verb.label),
        key=int,
    )
