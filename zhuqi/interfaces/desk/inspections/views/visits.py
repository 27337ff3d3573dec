"""Inspections of units on screen, made for a phone: their list, and one with its checklist."""

from collections.abc import Iterable, Sequence
from http import HTTPStatus

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.foundation.accounts.queries import request_person
from zhuqi.foundation.attachments.queries import files_of
from zhuqi.interfaces.desk.cases.papers import cards
from zhuqi.interfaces.desk.filters import units_named
from zhuqi.interfaces.desk.inspections.entering import reads_inspections
from zhuqi.interfaces.desk.inspections.verb_pages import VISIT_PAGES
from zhuqi.interfaces.desk.inspections.views.findings import state_of
from zhuqi.interfaces.desk.marks import day_mark, state_pill
from zhuqi.interfaces.desk.verb_views import RowSection, RowView, VerbViews, typed_facts
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.drawing import pill
from zhuqi.interfaces.shell.listing import Asked, Column, Empty, Filter, Kind, Order, Place
from zhuqi.interfaces.shell.parts import Cell, Fact
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.mechanisms.inspections import queries
from zhuqi.mechanisms.inspections.actions import visits as actions
from zhuqi.mechanisms.inspections.enums import TO_COME, Result, VisitState, VisitVerb
from zhuqi.mechanisms.inspections.models import Answer, ChecklistItem, InspectionVisit


def _url(visit: InspectionVisit) -> str:
    return reverse("desk:inspection_visit", args=[visit.pk])


def day_of(visit: InspectionVisit) -> Cell:
    """Its day, and how that stands while it is to come."""
    return Cell(wording.day(visit.day), day_mark(visit.day) if visit.state in TO_COME else "")


def _checklist(
    visit: InspectionVisit, person: Person, *, open_: bool
) -> Iterable[Sequence[Cell | object]]:
    """Each thing with its result; while the person is at it, a way to its page."""
    answers = {one.item_id: one for one in visit.answers.all()}
    files = files_of(actions.OBJECT, visit.pk)
    act = reverse("desk:inspection_visit_verb", args=[visit.pk, VisitVerb.ANSWER.value])
    for item in visit.round.items.all():
        said = answers.get(item.pk)
        photos = cards(files.get(actions.purpose_of(item), ()), person)
        url = f"{act}?item={item.pk}" if open_ else ""
        yield Cell(str(item), url=url), _result(said), said.remark if said else "", photos


def _result(said: Answer | None) -> object:
    if said is None:
        return _now("未填")
    kind = "waiting" if said.result == Result.NOT_MET else "closed"
    return pill(str(said.get_result_display()), kind)


def _view(visit: InspectionVisit, person: Person) -> RowView:
    """What the page shows; findings are those the person may see."""
    round_, day = visit.round, day_of(visit)
    seen = queries.rounds(person.scope).filter(pk=round_.pk).exists()
    facts = [
        Fact(
            _now("轮次"), round_.title,
            url=reverse("desk:inspection", args=[round_.pk]) if seen else "",
        ),
        Fact(_now("组织单位"), round_.office.name),
        *typed_facts(visit, "summary", "reason"),
    ]  # fmt: skip
    verbs = {offer.verb for offer in VISIT_VIEWS.offers(visit, person) if offer.possible}
    rows = list(_checklist(visit, person, open_=VisitVerb.ANSWER in verbs))
    found = [
        (
            Cell(one.text, url=reverse("desk:finding", args=[one.pk]), clamp=True),
            str(one.unit),
            state_of(one),
        )
        for one in queries.findings(person.scope).filter(visit=visit).order_by("pk")
    ]
    sections = (
        RowSection(_("检查内容"), (_("内容"), _("结果"), _("情况"), _("照片")), rows),
        RowSection(_("发现的问题"), (_("问题"), _("责任单位"), _("状态")), found),
    )
    return RowView((state_pill(visit, TO_COME), day.value, day.below), facts, sections)


class VisitPages(VerbViews[InspectionVisit, VisitVerb]):
    """Whoever fills in the checklist is led from each thing to the next."""

    def act(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        """As everywhere; from a thing that had no result on to the next that has none."""
        going = verb == VisitVerb.ANSWER and request.method == "POST"
        left = self._left(request, pk) if going else []
        answer = super().act(request, pk, verb)
        sent = [one for one in left if str(one.pk) == request.POST.get("item")]
        rest = [one for one in left if one not in sent]
        if sent and rest and answer.status_code == HTTPStatus.FOUND:
            place = next((one for one in rest if one.ordinal > sent[0].ordinal), rest[0])
            home = reverse("desk:inspection_visit_verb", args=[pk, VisitVerb.ANSWER.value])
            return redirect(f"{home}?item={place.pk}")
        return answer

    def _left(self, request: HttpRequest, pk: int) -> list[ChecklistItem]:
        seen = queries.visits(request_person(request).scope).filter(pk=pk)
        items = ChecklistItem.objects.filter(round__in=seen.order_by().values("round"))
        return list(items.exclude(answers__visit=pk).order_by("ordinal"))


def _today(rows: QuerySet[InspectionVisit], _on: object, asked: Asked) -> QuerySet[InspectionVisit]:
    today = timezone.localdate(asked.now)
    return rows.filter(queries.to_inspect(asked.person.scope, today))


def _with(result: Result) -> Filter[InspectionVisit]:
    """Those where one thing on the checklist got that result: the rows of a number of a round."""

    def chosen(
        rows: QuerySet[InspectionVisit], item: int, _asked: Asked
    ) -> QuerySet[InspectionVisit]:
        said = Answer.objects.filter(item=item, result=result).order_by()
        return rows.filter(pk__in=said.values("visit"))

    words = _("只看一项检查内容“%(result)s”的") % {"result": result.label}
    name, hidden = result.value, Place.HIDDEN
    return Filter(name, result.label, Kind.NUMBER, apply=chosen, place=hidden, words=words)


VISITS: listing.Listing[InspectionVisit, None] = listing.Listing(
    name="inspection_visits",
    label=_("检查记录"),
    measure=_("家"),
    rows=lambda asked: queries.visits(asked.person.scope),
    context=listing.no_context,
    head=Column("unit", _("被查单位"), lambda row, _page: Cell(str(row.unit), url=_url(row))),
    columns=(
        Column("day", _("检查日期"), lambda row, _page: day_of(row), "z-nowrap", sort=("day",)),
        Column("state", _("状态"), lambda row, _page: state_pill(row, TO_COME), "z-nowrap"),
        Column("round", _("轮次"), lambda row, _page: row.round.title),
        Column("summary", _("总的情况"), lambda row, _page: Cell(row.summary, clamp=True)),
    ),
    filters=(
        Filter("state", _("状态"), choices=VisitState, lookup="state"),
        Filter("unit", _("被查单位"), choices=units_named(queries.visits), lookup="unit"),
        Filter("mine", _("今天该我去的"), Kind.YES, apply=_today),
        Filter(
            "round", _("轮次"), Kind.NUMBER, lookup="round", place=Place.HIDDEN,
            words=_("只看一轮"),
        ),
        *(_with(result) for result in Result),
    ),
    orders=(Order("newest", _("日期近的在前"), ("-day", "-pk")),),
    empty=Empty(_("还没有检查记录"), _("督导检查安排的单位和检查结果会列在这里。"), "calendar"),
)  # fmt: skip


VISIT_VIEWS = VisitPages(
    noun=actions.VISITS,
    pages=VISIT_PAGES,
    rows=queries.visits,
    title=lambda visit: visit.unit.name,
    view=_view,
    allowed=reads_inspections,
    list_url="desk:inspection_visits",
    row_url="desk:inspection_visit",
    listing=VISITS,
    line=_("不用打卡，不强求拍照；查完以后，被查单位看得到自己的结果。"),
    told=fields_of(
        InspectionVisit, "id", "version", "state", "day", "summary", "reason", "visited_at",
        round="round_id", round_title="round__title", unit="unit__name",
        answers=fields_of(Answer, "result", "remark", "by", item="item__text"),
    ),
    told_in_list=("state", "day", "unit", "round_title"),
)  # fmt: skip
