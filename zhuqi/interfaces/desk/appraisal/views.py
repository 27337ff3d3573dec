"""Reviews on screen: their list, one of them, an issue of it, and what their pages need."""

from collections.abc import Sequence
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import OFFICE_ROLES, Person, Scope
from zhuqi.foundation.accounts.queries import request_person
from zhuqi.foundation.attachments.queries import files_of
from zhuqi.interfaces.desk.appraisal import drawing
from zhuqi.interfaces.desk.appraisal.forms import BeginForm
from zhuqi.interfaces.desk.appraisal.verb_pages import REVIEW_PAGES
from zhuqi.interfaces.desk.cases.papers import cards
from zhuqi.interfaces.desk.marks import state_pill
from zhuqi.interfaces.desk.verb_views import NewPage, RowSection, RowView, VerbViews, typed_facts
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.listing import Column, Empty, Filter, Order
from zhuqi.interfaces.shell.parts import Cell, Fact, Heading
from zhuqi.interfaces.shell.telling import Read, fields_of
from zhuqi.ledgers.cases.models.case import READING_ROLES
from zhuqi.reporting.appraisal import queries
from zhuqi.reporting.appraisal.actions import reviews
from zhuqi.reporting.appraisal.enums import ReviewState, ReviewVerb, Span
from zhuqi.reporting.appraisal.models import Ranking, Review, Standing
from zhuqi.reporting.appraisal.rules import Result, of_year, ranks_of
from zhuqi.reporting.appraisal.scheme_rows import SchemeRow, shares_of
from zhuqi.reporting.appraisal.schemes import APPRAISALS, Chosen


def _rules(review: Review, _page: object) -> list[SchemeRow]:
    """Indicators by the names of their figures."""
    chosen = Chosen.of(review.edition)
    return [replace(row, name=row.name or chosen.name_of(row.code)) for row in chosen.rows]


def _terms(review: Review, _page: object) -> dict[str, int]:
    return dict(APPRAISALS.terms_of(review.edition))


def reads_reviews(scope: Scope) -> bool:
    """Offices, units, leaders and inspectors; not those who only look after firms."""
    return scope.holds(*READING_ROLES)


def prepares_reviews(scope: Scope) -> bool:
    """Whoever works in an office."""
    return scope.holds(*OFFICE_ROLES)


def _url(review: Review) -> str:
    return reverse("desk:appraisal", args=[review.pk])


def state_of(review: Review) -> SafeString:
    """Where it stands, as a pill."""
    return state_pill(review, {ReviewState.DRAFT})


def _statement_of(review: Review, person: Person) -> drawing.Address:
    def address(unit: int) -> str:
        if not queries.reads_statement(person.scope, review, unit):
            return ""
        return reverse("desk:appraisal_statement", args=[review.pk, unit])

    return address


def _view(review: Review, person: Person) -> RowView:
    """A draft as it would be published, or the newest issue of what was."""
    if review.state == ReviewState.PUBLISHED:
        return _published(review, queries.issues_of(review), person)
    facts = [*_facts(review), *typed_facts(review, "reason")]
    if review.state != ReviewState.DRAFT:
        return RowView([state_of(review)], facts)
    outcome = queries.drafted(review)
    line = [state_of(review), _now("只有本活动办看得到，公布后参评单位才看得到")]
    sections = [
        *drawing.rankings(outcome.chosen, outcome.results, outcome.names),
        *drawing.lists(outcome.chosen, outcome.results, outcome.names),
        _awards(review, outcome.chosen, person),
        *drawing.method(outcome.chosen),
    ]
    return RowView(line, facts, sections)


def _facts(review: Review) -> list[Fact]:
    days = f"{wording.day(review.first, weekday=False)}—{wording.day(review.last, weekday=False)}"
    return [
        Fact(_now("活动办"), review.office.name),
        Fact(_now("哪一期"), days),
        Fact(_now("方案"), str(review.edition)),
        Fact(_now("数据截至"), wording.moment(review.as_of_at)),
    ]


def _awards(review: Review, chosen: Chosen, person: Person) -> RowSection:
    """Every plus and minus item of a draft with its evidence; those struck off with the reason."""
    files = files_of(reviews.OBJECT, review.pk)
    rows = [
        (
            award.unit.name,
            chosen.name_of(award.item),
            Cell(
                award.basis,
                below=_now("已划去：%(why)s") % {"why": award.struck_why}
                if award.struck_at
                else "",
            ),
            cards(files.get(reviews.evidence_of(award), ()), person),
            drawing.awarded(award, chosen),
        )
        for award in review.awards.select_related("unit").order_by("pk")
    ]
    labels = (
        _("单位"), _("加减分项"), _("依据"), _("材料"), Heading(_("分值"), number=True)
    )  # fmt: skip
    return RowSection(_("加减分"), labels, rows)


def _published(review: Review, issues: Sequence[Ranking], person: Person) -> RowView:
    newest = issues[0]
    chosen, results = Chosen.of(newest.edition), queries.frozen(newest)
    names = queries.names_in(newest)
    published = wording.moment(review.published_at)
    line: list[object] = [state_of(review), _now("%(at)s 公布") % {"at": published}]
    if len(issues) > 1:
        line.append(_now("已更正 %(n)s 次") % {"n": len(issues) - 1})
    same = queries.recomputed(newest, results) == results
    facts = [
        *_facts(review),
        Fact(
            _now("重算"),
            _now("重算一致") if same else _now("重算不一致，请联系系统管理员"),
            url=reverse("desk:appraisal_issue", args=[review.pk, newest.number]),
        ),
        *typed_facts(review, "note"),
    ]
    sections = [
        *drawing.rankings(chosen, results, names, _statement_of(review, person)),
        *drawing.lists(chosen, results, names),
        *_improved(review, results, names),
        *_of_year(review, chosen, names),
        _issues(review, issues, person),
        *drawing.method(chosen),
    ]
    return RowView(line, facts, sections)


def _improved(review: Review, results: Sequence[Result], names: dict[int, str]) -> list[RowSection]:
    before = queries.published(review.office_id, Span(review.span), before=review.first).first()
    if before is None:
        return []
    return drawing.improved(queries.frozen(queries.issues_of(before)[0]), results, names)


def _of_year(review: Review, chosen: Chosen, names: dict[int, str]) -> list[RowSection]:
    """The whole year by the scheme's shares, once the year's end is published."""
    if review.span != Span.YEAR:
        return []
    shares = shares_of(APPRAISALS.terms_of(chosen.edition))
    parts = queries.year_parts(review.office_id, review.first.year)
    rows = []
    for group in dict.fromkeys(group for group, _unit in parts):
        worked = {unit: of_year(shares, one) for (of, unit), one in parts.items() if of == group}
        totals = {unit: total for unit, total in worked.items() if total is not None}
        ranks = ranks_of(totals)
        for unit in sorted(totals, key=lambda unit: (ranks[unit], unit)):
            one = parts[group, unit]
            rows.append(
                (
                    names.get(unit, ""), group, ranks[unit], drawing.points(totals[unit]),
                    _now("%(n)s 个月") % {"n": len(one.months)},
                    drawing.points(one.half) if one.half is not None else "",
                    drawing.points(one.year) if one.year is not None else "",
                )
            )  # fmt: skip
    words = {"month": shares.month, "half": shares.half, "year": shares.year}
    title = _now("全年总评（月 %(month)s%%、半年 %(half)s%%、年终 %(year)s%%）") % words
    labels = (
        _("单位"), _("分组"), Heading(_("名次"), number=True), Heading(_("全年"), number=True),
        _("月讲评"), Heading(_("半年评"), number=True), Heading(_("年终评"), number=True),
    )  # fmt: skip
    return [RowSection(title, labels, rows)]


def _issues(review: Review, issues: Sequence[Ranking], person: Person) -> RowSection:
    """Corrections beside what was published; who is not of the office reads no reasons."""
    office = review.office_id in person.scope.units(*OFFICE_ROLES)
    rows = [
        (
            Cell(
                _now("第 %(n)s 稿") % {"n": one.number},
                url=reverse("desk:appraisal_issue", args=[review.pk, one.number]),
            ),
            wording.moment(one.issued_at),
            one.issued_by,
            one.reason if office else (_now("有更正") if one.number > 1 else ""),
        )
        for one in issues
    ]
    labels = (_("稿次"), _("公布时间"), _("公布人"), _("更正原因"))
    return RowSection(_("公布和更正"), labels, rows if len(rows) > 1 else [])


def show_issue(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One issue as it was published, worked out again from what was frozen, and counted again."""
    person = request_person(request)
    review = queries.reviews(person.scope).filter(pk=pk, state=ReviewState.PUBLISHED).first()
    issue = (
        next((one for one in queries.issues_of(review) if one.number == number), None)
        if review
        else None
    )
    if review is None or issue is None:
        raise Http404
    chosen, results = Chosen.of(issue.edition), queries.frozen(issue)
    names = queries.names_in(issue)
    wrong = queries.differing(issue)
    otherwise = queries.counted_otherwise(review, issue)
    facts = [
        *_facts(review),
        Fact(_now("公布"), f"{wording.moment(issue.issued_at)} {issue.issued_by}"),
        Fact(_now("按冻结数据重算"), _same(wrong), wide=True),
        Fact(_now("按截至时点重新统计"), _same(otherwise), wide=True),
    ]
    context = {
        "row": review,
        "title": _now("%(review)s第 %(n)s 稿") % {"review": review, "n": number},
        "view": RowView([state_of(review)], facts, drawing.rankings(chosen, results, names)),
        "actions": [],
        "happenings": [],
        "back_url": _url(review),
        "back": str(review),
    }
    return render(request, "desk/appraisal/rows.html", context)


def _same(units: Sequence[str]) -> str:
    if not units:
        return _now("一致，每一位都相同")
    words = {"n": len(units), "names": "、".join(units[:5])}
    return _now("有 %(n)s 个单位不一致：%(names)s") % words


REVIEWS: listing.Listing[Review, None] = listing.Listing(
    name="appraisals",
    label=_("月讲评"),
    measure=_("次"),
    rows=lambda asked: queries.reviews(asked.person.scope),
    context=listing.no_context,
    head=Column("when", _("哪一期"), lambda row, _page: Cell(row.when, url=_url(row)), "z-nowrap"),
    columns=(
        Column("span", _("类别"), lambda row, _page: row.get_span_display(), "z-nowrap"),
        Column("state", _("状态"), lambda row, _page: state_of(row), "z-nowrap"),
        Column("office", _("活动办"), lambda row, _page: str(row.office)),
        Column("scheme", _("方案"), lambda row, _page: str(row.edition)),
        Column("as_of", _("数据截至"), lambda row, _page: wording.moment(row.as_of_at)),
        Column("published", _("公布"), lambda row, _page: wording.moment(row.published_at)),
    ),
    filters=(
        Filter("span", _("类别"), choices=Span, lookup="span"),
        Filter("state", _("状态"), choices=ReviewState, lookup="state"),
    ),
    orders=(Order("newest", _("近的在前"), ("-last", "-pk")),),
    empty=Empty(_("还没有讲评"), _("公布的月讲评、半年评、年终评会列在这里。"), "star"),
)


VIEWS = VerbViews[Review, ReviewVerb](
    noun=reviews.REVIEWS,
    pages=REVIEW_PAGES,
    rows=queries.reviews,
    title=str,
    view=_view,
    allowed=reads_reviews,
    list_url="desk:appraisals",
    row_url="desk:appraisal",
    listing=REVIEWS,
    line=_("只排单位和县区，不排个人。没有公布的，只有活动办自己看得到。"),
    new=NewPage(
        BeginForm, reviews.begin, prepares_reviews, _("拟评"), _("已拟评，请核对后公布"),
        word=reviews.BEGUN, line=_("按现行方案和现在的数据算出，公布前可以记加减分、更新数据。"),
    ),
    told=fields_of(
        Review, "id", "version", "span", "first", "last", "state", "as_of_at", "note", "reason",
        "drafted_at", "published_at", "ended_at", office="office__name",
        scheme="edition__scheme__name", edition="edition__number",
        terms=Read(dict[str, int], _terms, _("方案的各项规定")),
        rules=Read(list[SchemeRow], _rules, _("方案的分组、指标和加减分项")),
        rankings=fields_of(
            Ranking, "number", "issued_at",
            standings=fields_of(Standing, "name", "group", "rank", "total", "volume"),
        ),
    ),
    told_in_list=("span", "first", "state", "published_at"),
)  # fmt: skip
