"""共性问题: the topics of a ledger, one topic with its cases, cases put into it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from zhuqi.foundation.access import NotYours, Person, Refusal, Role, Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases.forms.joining import (
    CloseTopicForm,
    FindCasesForm,
    ReopenTopicForm,
    TopicForm,
)
from zhuqi.interfaces.desk.cases.rows import (
    QUEUE_COLUMNS,
    CaseRow,
    RowFormatter,
    rows_by_key,
)
from zhuqi.interfaces.desk.forms.base import DeskForm
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.drawing import pill, when
from zhuqi.interfaces.shell.listing import (
    Column,
    Empty,
    Filter,
    Kind,
    Listing,
    Order,
    no_context,
)
from zhuqi.interfaces.shell.parts import Cell, Fact
from zhuqi.interfaces.shell.sent import number_sent
from zhuqi.interfaces.shell.submit import Page, sent, submit
from zhuqi.ledgers.cases import queries
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import OPEN_STATES
from zhuqi.ledgers.cases.models import Case, Topic
from zhuqi.ledgers.cases.models.case import CaseQuerySet
from zhuqi.ledgers.cases.queries import Filters
from zhuqi.ledgers.cases.topics import actions as acts

FOUND = 30
ENTER = access.official(access.sees_firms)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that was found: to be ticked, or why it can't be."""

    pk: int
    number: str
    title: str
    firm: str
    state: str
    reason: str


def kept_offices(scope: Scope) -> QuerySet[Unit]:
    """Offices whose topics the person keeps."""
    ids = scope.units(Role.REGISTRAR, Role.REVIEWER)
    return Unit.objects.filter(pk__in=ids, case_prefix__isnull=False).order_by("pk")


def _state(row: Topic, _page: None) -> SafeString:
    return pill(_("研究中"), "open") if row.open else pill(_("已结束"), "closed")


TOPICS: Listing[Topic, None] = Listing(
    name="topics",
    label=_lazy("共性问题"),
    measure=_lazy("个"),
    rows=lambda asked: queries.topics(asked.person.scope),
    context=no_context,
    head=Column(
        "title",
        _lazy("共性问题"),
        lambda row, _page: Cell(row.title, url=reverse("desk:topic", args=[row.pk])),
    ),
    columns=(
        Column("state", _lazy("状态"), _state),
        Column(
            "cases",
            _lazy("诉求"),
            lambda row, _page: getattr(row, "seen_cases", 0),
            number=True,
            sort=("seen_cases",),
        ),
        Column("office", _lazy("活动办"), lambda row, _page: row.office),
        Column(
            "opened", _lazy("立项"), lambda row, _page: when(row.opened_at), sort=("opened_at",)
        ),
    ),
    filters=(
        Filter(
            "text",
            _lazy("查找"),
            Kind.TEXT,
            lookup="title",
        ),
        Filter(
            "open",
            _lazy("研究中的"),
            Kind.YES,
            lambda rows, _yes, _asked: rows.filter(closed_at=None),
        ),
    ),
    orders=(Order("open", _lazy("研究中的在前"), ("-until", "-pk")),),
    empty=Empty(
        _lazy("还没有共性问题"),
        _lazy("活动办把几家企业的同类问题归到一起研究时，会列在这里。"),
        "note",
    ),
    unmatched=Empty(_lazy("没有符合条件的共性问题"), _lazy("可以换一个词再找。"), "filter"),
)
KEPT = replace(
    TOPICS,
    empty=Empty(
        _lazy("还没有共性问题"),
        _lazy("同一类问题有几家企业提出时，在这里新建，再把诉求归进来。"),
        "note",
    ),
)


CASES: Listing[Case, Mapping[int, CaseRow]] = Listing(
    name="topic_cases",
    label=_lazy("归入的诉求"),
    measure=_lazy("件"),
    rows=lambda _asked: Case.objects.none(),
    context=rows_by_key,
    head=QUEUE_COLUMNS[0],
    columns=QUEUE_COLUMNS[1:],
    filters=(
        Filter(
            "running",
            _lazy("在办的"),
            Kind.YES,
            lambda rows, _yes, _asked: rows.filter(state__in=OPEN_STATES),
        ),
    ),
    orders=(
        Order("due", _lazy("时限最近在前"), queries.ORDERS["due"]),
        Order("newest", _lazy("新提出的在前"), queries.ORDERS["newest"]),
    ),
    empty=Empty(
        _lazy("还没有归入诉求"),
        _lazy("在“归入诉求”中按编号、企业或诉求中的字查找，勾选后归入。"),
        "note",
    ),
    unmatched=Empty(_lazy("没有在办的诉求"), _lazy("归入的诉求都已了结。"), "circle-check"),
    css="d-rows",
)


@ENTER
def topics(request: HttpRequest) -> HttpResponse:
    """All one may see, those under study first."""
    person = access.of(request)
    keeps = kept_offices(person.scope).exists()
    listing = KEPT if keeps else TOPICS
    return listing.answer(request, person, "desk/cases/topics.html", {"keeps": keeps})


@ENTER
def new(request: HttpRequest) -> HttpResponse:
    """A new topic of one's own office."""
    person = access.of(request)
    office = kept_offices(person.scope).first()
    if office is None:
        raise NotYours(_("共性问题由本级活动办受理、审核人员管理"))
    form = TopicForm(*sent(request))
    context = {"form": form, "office": office}
    return submit(
        request,
        form,
        lambda data: acts.open_topic(office=office, by=person, **data),
        show=Page(request, "desk/cases/topic_new.html", lambda: context),
        said=_("已新建，可以把诉求归进来了"),
        to=lambda row: reverse("desk:topic", args=[row.pk]),
    )


@ENTER
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    """One topic; its office changes, closes and fills it here."""
    person = access.of(request)
    row = get_object_or_404(queries.topics(person.scope), pk=pk)
    forms: dict[str, DeskForm] = {
        "change": TopicForm(initial={"title": row.title, "summary": row.summary}),
        "close": CloseTopicForm(),
        "reopen": ReopenTopicForm(),
    }
    seen = queries.cases_in_topic(person.scope, row)
    show = replace(CASES, rows=lambda _asked: seen).page(
        request,
        person,
        "desk/cases/topic.html",
        lambda: _context(request, person, row, seen, forms),
    )
    if request.method != "POST":
        return show()
    if not acts.may_keep(row.office_id, person):
        raise NotYours(_("共性问题由本级活动办受理、审核人员管理"))
    step, here = request.POST.get("step", ""), reverse("desk:topic", args=[row.pk])
    if step == "add":
        _add(request, person, row)
        return redirect(here)
    if step not in _STEPS:
        return show()
    form = forms[step] = type(forms[step])(*sent(request))

    def redraw(*, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
        """The page has several forms: the reason stands in the one it is about."""
        if refusal:
            form.add_error(None, refusal.reason)
        return show(status=status)

    return submit(
        request,
        form,
        lambda data: _STEPS[step](topic=row, by=person, **data),
        show=redraw,
        said=_("已记下"),
        to=here,
        shown=(Refusal,),
    )


_STEPS: dict[str, Callable[..., Topic]] = {
    "change": acts.change_topic,
    "close": acts.close_topic,
    "reopen": acts.reopen_topic,
}


def _add(request: HttpRequest, person: Person, row: Topic) -> None:
    """Each by itself: what can't be put in is named, the others are in."""
    chosen = [number_sent(pk) for pk in request.POST.getlist("case")]
    cases = Case.objects.visible_to(person.scope).filter(pk__in=chosen[:FOUND]).order_by("pk")
    refused: list[str] = []
    for case in cases:
        try:
            with open_case(case.pk, by=person) as work:
                acts.bundle(work, topic=row)
        except Refusal as refusal:
            refused.append(f"{case.number}：{refusal.reason}")
    if done := len(cases) - len(refused):
        messages.success(request, _("已归入 %(n)s 件") % {"n": done})
    if refused:
        words = _("没有归入 %(n)s 件：%(why)s") % {"n": len(refused), "why": "；".join(refused)}
        messages.warning(request, words)
    if not cases:
        messages.warning(request, _("没有选择诉求"))


def _context(
    request: HttpRequest,
    person: Person,
    row: Topic,
    seen: CaseQuerySet,
    forms: dict[str, DeskForm],
) -> dict[str, object]:
    keeps = acts.may_keep(row.office_id, person)
    find = FindCasesForm(request.GET if "text" in request.GET else None)
    found = _found(person, row, find) if keeps and find.is_bound else []
    return {
        "topic": row,
        "facts": _facts(row, seen, person.scope),
        "keeps": keeps,
        "find": find,
        "searched": find.is_bound,
        "found": found,
        "refused": sum(bool(one.reason) for one in found),
        "forms": forms,
    }


def _found(person: Person, topic_: Topic, find: FindCasesForm) -> list[Candidate]:
    if not find.is_valid():
        return []
    formatter = RowFormatter(person, timezone.now())
    filters = Filters(text=find.cleaned_data["text"])
    rows = queries.ledger(person.scope, filters, formatter.now).filter(office=topic_.office_id)
    found = queries.page_of(rows, "newest", size=FOUND).rows
    return [
        Candidate(
            case.pk,
            case.number,
            case.title,
            row.firm,
            str(case.get_state_display()),
            acts.against_bundling(case, topic_),
        )
        for case, row in zip(found, formatter.rows(found), strict=True)
    ]


def _firms(cases: CaseQuerySet, total: int, scope: Scope) -> str:
    """How many firms they are of that one may know: a number over the hidden ones too would tell
    whether a known firm is among them."""
    known = cases.of_known_firms(scope).order_by()
    counted = known.aggregate(rows=Count("pk"), firms=Count("enterprise", distinct=True))
    words = _("%(n)s 家") if counted["rows"] == total else _("%(n)s 家，保密的诉求不计")
    return words % {"n": counted["firms"]}


def _facts(row: Topic, cases: CaseQuerySet, scope: Scope) -> list[Fact]:
    total = cases.count()
    open_ = cases.filter(state__in=OPEN_STATES).count()
    lines = [
        Fact(_("活动办"), row.office.name),
        Fact(_("立项"), f"{wording.moment(row.opened_at)} {row.opened_by}"),
        Fact(_("归入诉求"), _("%(n)s 件，其中在办 %(open)s 件") % {"n": total, "open": open_}),
        Fact(_("涉及企业"), _firms(cases, total, scope)),
    ]
    if row.summary:
        lines.append(Fact(_("情况"), row.summary, wide=True))
    if row.outcome:
        lines.append(Fact(_("研究结果"), row.outcome, wide=True))
    if row.closed_at:
        lines.append(Fact(_("结束"), f"{wording.moment(row.closed_at)} {row.closed_by}"))
    return lines
