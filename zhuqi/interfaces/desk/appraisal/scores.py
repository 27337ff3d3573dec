"""历次名次: where units stand in what was published, as a list to filter and take out."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.foundation.accounts.queries import request_person
from zhuqi.interfaces.desk.appraisal import drawing
from zhuqi.interfaces.shell import listing
from zhuqi.interfaces.shell.listing import Column, Empty, Filter, Kind, Order
from zhuqi.interfaces.shell.parts import Cell
from zhuqi.interfaces.shell.tables import quiet
from zhuqi.reporting.appraisal import queries
from zhuqi.reporting.appraisal.enums import ReviewState, Span
from zhuqi.reporting.appraisal.models import Standing


def _review(standing: Standing) -> Cell:
    review = standing.ranking.review
    words = f"{review.when}{review.get_span_display()}"
    url = reverse("desk:appraisal", args=[review.pk])
    return Cell(words, below=str(review.office), url=url)


def _rank(standing: Standing) -> object:
    return standing.rank if standing.rank is not None else quiet(_now("不排名"))


def _reviews(person: Person) -> Iterable[tuple[int, str]]:
    seen = queries.reviews(person.scope).filter(state=ReviewState.PUBLISHED)
    return [(review.pk, str(review)) for review in seen.order_by("-first", "-pk")]


SCORES: listing.Listing[Standing, None] = listing.Listing(
    name="appraisal_scores",
    label=_("历次名次"),
    measure=_("行"),
    rows=lambda asked: queries.newest_standings(asked.person.scope),
    context=listing.no_context,
    head=Column("unit", _("单位"), lambda row, _page: row.name),
    columns=(
        Column("review", _("哪一期"), lambda row, _page: _review(row)),
        Column("group", _("分组"), lambda row, _page: row.group),
        Column("rank", _("名次"), lambda row, _page: _rank(row), number=True),
        Column(
            "total", _("总分"), lambda row, _page: drawing.points(row.total), number=True,
            sort=("total",),
        ),
        Column("volume", _("基数"), lambda row, _page: row.volume, number=True),
    ),
    filters=(
        Filter("review", _("哪一期"), choices=_reviews, lookup="ranking__review"),
        Filter("span", _("类别"), choices=Span, lookup="ranking__review__span"),
        Filter("text", _("单位"), Kind.TEXT, lookup="name"),
    ),
    orders=(
        Order("newest", _("近的在前"), ("-ranking__review__last", "group", "-total", "pk")),
        Order("points", _("总分高的在前"), ("-total", "pk")),
    ),
    empty=Empty(_("还没有公布的排名"), _("公布以后，各单位历次的名次列在这里。"), "star"),
)  # fmt: skip


def show(request: HttpRequest) -> HttpResponse:
    """The list."""
    person = request_person(request)
    context = {"line": _("只列已公布的，更正过的列更正后的。"), "actions": []}
    return SCORES.answer(request, person, "desk/list.html", context)
