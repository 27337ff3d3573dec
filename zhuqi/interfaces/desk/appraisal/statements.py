"""得分单: what a unit earned line by line, the rows behind each line, and the way to appeal."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.foundation.accounts.queries import request_person
from zhuqi.foundation.attachments.queries import files_of
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.appraisal import drawing
from zhuqi.interfaces.desk.cases.papers import cards
from zhuqi.interfaces.desk.verb_views import RowSection, RowView
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.drawing import pill
from zhuqi.interfaces.shell.parts import Action, Cell, Fact, Happening, Heading
from zhuqi.interfaces.shell.tables import quiet
from zhuqi.ledgers.cases.models import Case
from zhuqi.reporting.appraisal import queries
from zhuqi.reporting.appraisal.actions import reviews
from zhuqi.reporting.appraisal.enums import MarkPart, ReviewState
from zhuqi.reporting.appraisal.lifecycle import appeal_closed
from zhuqi.reporting.appraisal.models import Ranking, Review, Standing
from zhuqi.reporting.appraisal.rules import Result, Tally
from zhuqi.reporting.appraisal.schemes import Chosen, plain
from zhuqi.reporting.statistics.enums import Part
from zhuqi.reporting.statistics.figures import FIGURES, AsOf, Cut
from zhuqi.reporting.statistics.queries import opened

# So many reviews back the page tells of, and so many cases a page of rows shows.
HISTORY, SHOWN = 24, 200


def found(
    request: HttpRequest, pk: int, unit: int
) -> tuple[Person, Review, list[Ranking], Standing]:
    """A published review and where a unit stands in it whose statement the person may read. 404
    for any other."""
    person = request_person(request)
    review = queries.reviews(person.scope).filter(pk=pk, state=ReviewState.PUBLISHED).first()
    if review is None or not queries.reads_statement(person.scope, review, unit):
        raise Http404
    issues = queries.issues_of(review)
    there = (one for one in queries.standings_of(issues[0]) if one.unit_id == unit)
    if (standing := next(there, None)) is None:
        raise Http404
    return person, review, issues, standing


def show(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """The statement of one unit."""
    person, review, issues, standing = found(request, pk, unit)
    newest, one = issues[0], standing.unit
    result = next(r for r in queries.frozen(newest) if r.unit == one.pk)
    until = queries.appeal_until(review, newest, one)
    why = appeal_closed(until, timezone.now())
    mine = one.pk in queries.own_units(person.scope)
    appeal = Action(
        _now("申诉"), "" if why else _to_appeal(review, one), "message", main=not why, reason=why
    )
    context = {
        "title": _now("%(unit)s得分单") % {"unit": one.name},
        "view": _view(person, issues, standing, result, until),
        "actions": [appeal] if mine else [],
        "happenings": list(_happenings(review, issues, standing)),
        "back_url": reverse("desk:appraisal", args=[review.pk]),
        "back": str(review),
    }
    return render(request, "desk/row.html", context)


def _to_appeal(review: Review, unit: Unit) -> str:
    asked = urlencode({"review": review.pk, "unit": unit.pk})
    return f"{reverse('desk:appraisal_appeal_new')}?{asked}"


def _view(
    person: Person, issues: list[Ranking], standing: Standing, one: Result, until: datetime
) -> RowView:
    review, chosen = issues[0].review, Chosen.of(issues[0].edition)
    beside = [each for each in queries.standings_of(issues[0]) if each.group == one.group]
    size = sum(each.rank is not None for each in beside)
    line: list[object] = [pill(str(review.get_state_display()), "closed")]
    if one.rank is not None:
        words = {"group": one.group, "rank": one.rank, "n": size}
        line.append(_now("%(group)s第 %(rank)s 名，共 %(n)s 家") % words)
    facts = [
        Fact(_now("总分"), drawing.points(one.total)),
        Fact(_now("名次"), drawing.rank_words(one, chosen.scoring.least).below)  # type: ignore[union-attr]
        if one.rank is None
        else Fact(_now("名次"), one.rank),
        Fact(_now("数据截至"), wording.moment(issues[0].as_of_at)),
        Fact(_now("申诉截至"), wording.moment(until)),
        Fact(_now("方案"), str(issues[0].edition)),
    ]
    sections = [
        _indicators(review, standing, one, chosen),
        _items(review, standing, chosen, person),
        _history(review, standing.unit),
    ]
    return RowView(line, facts, sections)


def _indicators(review: Review, standing: Standing, one: Result, chosen: Chosen) -> RowSection:
    weights = {each.code: each.weight for each in chosen.scoring.indicators}
    rows = []
    for mark in one.marks:
        url = reverse("desk:appraisal_rows", args=[review.pk, standing.unit_id, mark.code])
        left = mark.tally.excluded
        aside = _now("未计入 %(n)s 件") % {"n": left} if left else ""
        formula = str(FIGURES[mark.code].formula) if mark.code in FIGURES else ""
        rows.append(
            (
                Cell(chosen.name_of(mark.code), below=formula),
                Cell(drawing.counted(mark.tally), below=aside, url=url),
                drawing.percent(mark.of_group.rate),
                drawing.worked_out_in_words(mark, chosen),
                Cell(drawing.points(mark.points), below=f"/ {plain(weights[mark.code])}"),
            )
        )
    labels = (
        _("指标"),
        Heading(_("本单位"), number=True),
        Heading(_("本组"), number=True),
        _("怎么算的"),
        Heading(_("得分"), number=True),
    )
    return RowSection(_("各项得分"), labels, rows)


def _items(review: Review, standing: Standing, chosen: Chosen, person: Person) -> RowSection:
    files = files_of(reviews.OBJECT, review.pk)
    rows = [
        (
            chosen.name_of(award.item) if award.item else _now("更正"),
            award.basis,
            cards(files.get(reviews.evidence_of(award), ()), person),
            wording.day(award.entered_at),
            drawing.awarded(award, chosen),
        )
        for award in queries.standing_awards(review)
        if award.unit_id == standing.unit_id
    ]
    labels = (
        _("加减分"), _("依据"), _("材料"), _("记入"), Heading(_("分值"), number=True)
    )  # fmt: skip
    return RowSection(_("加减分和更正"), labels, rows)


def _history(review: Review, unit: Unit) -> RowSection:
    """The unit in the office's earlier reviews of the kind, the newest first."""
    newer = Ranking.objects.filter(review__office=review.office_id, review__span=review.span)
    standings = (
        Standing.objects.filter(unit=unit, ranking__in=newer)
        .filter(ranking__review__state=ReviewState.PUBLISHED)
        .select_related("ranking__review")
        .order_by("-ranking__review__first", "-ranking__number")
    )
    rows: dict[int, tuple[Cell | object, ...]] = {}
    for one in standings[: HISTORY * 2]:
        of = one.ranking.review
        url = reverse("desk:appraisal_statement", args=[of.pk, unit.pk])
        rank = one.rank if one.rank is not None else quiet(_now("不排名"))
        rows.setdefault(of.pk, (Cell(of.when, url=url), one.group, rank, drawing.points(one.total)))
    labels = (
        _("哪一期"),
        _("分组"),
        Heading(_("名次"), number=True),
        Heading(_("总分"), number=True),
    )
    return RowSection(_("历次名次"), labels, list(rows.values()) if len(rows) > 1 else [])


def _happenings(review: Review, issues: list[Ranking], standing: Standing) -> Iterator[Happening]:
    """Each issue, a correction's reason told to the unit it is about; the unit's appeals."""
    office, unit = str(review.office), standing.unit
    marks = standing.marks.all()
    own = {mark.name for mark in marks if mark.part == MarkPart.CORRECTION}
    for issue in reversed(issues):
        what = _now("公布") if issue.number == 1 else _now("第 %(n)s 稿更正") % {"n": issue.number}
        said = issue.reason if issue.reason in own else ""
        yield Happening(issue.issued_at, issue.issued_by, what, said, unit=office)
    for appeal in review.appeals.filter(unit=unit).order_by("pk"):
        yield Happening(appeal.submitted_at, str(unit), _now("申诉：") + appeal.about, appeal.text)
        if appeal.decided_at:
            state = str(appeal.get_state_display())
            yield Happening(appeal.decided_at, office, _now("申诉") + state, appeal.decision)


# The rows behind a line ---------------------------------------------------------------------------

_PARTS = (Part.NUMERATOR, Part.DENOMINATOR, Part.EXCLUDED)


def rows(request: HttpRequest, pk: int, unit: int, code: str) -> HttpResponse:
    """The cases an indicator counted, each part by itself: those one sees, and how many more."""
    person, review, issues, standing = found(request, pk, unit)
    chosen, newest, one = Chosen.of(issues[0].edition), issues[0], standing.unit
    marks = (m for m in standing.marks.all() if m.part == MarkPart.INDICATOR and m.code == code)
    if (mark := next(marks, None)) is None or code not in FIGURES:
        raise Http404
    figure = FIGURES[code]
    cut = Cut(office=one.pk) if one.kind == UnitKind.OFFICE else Cut(unit=one.pk)
    period = queries.period_of(review.first, review.last)
    as_of = AsOf(newest.as_of_event, newest.as_of_at)
    sections: list[Any] = []
    for part in _PARTS:
        if not figure.mask(part):
            continue
        behind = opened(person.scope, code, part, period=period, cut=cut, as_of=as_of)
        words = {"part": part.label, "n": behind.total}
        title = _now("%(part)s %(n)s 件") % words
        sections += _cases(title, behind.cases, behind.hidden)
    tally = Tally(mark.numerator, mark.denominator, mark.excluded)
    context = {
        "title": f"{one} {chosen.name_of(code)}",
        "view": RowView(
            [drawing.counted(tally), str(figure.formula)],
            [
                Fact(_now("分子"), figure.numerator, wide=True),
                Fact(_now("分母"), figure.denominator, wide=True),
                Fact(_now("未计入"), figure.excluded, wide=True),
                Fact(_now("数据截至"), wording.moment(newest.as_of_at)),
            ],
            sections,
        ),
        "actions": [],
        "happenings": [],
        "back_url": reverse("desk:appraisal_statement", args=[review.pk, one.pk]),
        "back": _now("得分单"),
    }
    return render(request, "desk/appraisal/rows.html", context)


def _cases(title: str, cases: QuerySet[Case], hidden: int) -> Iterator[RowSection]:
    shown = [
        (
            Cell(case.number, url=reverse("desk:case", args=[case.number])),
            Cell(case.title, below=case.firm_name, clamp=True),
            str(case.get_state_display()),
        )
        for case in cases.select_related("enterprise").order_by("pk")[:SHOWN]
    ]
    yield RowSection(title, (_("编号"), _("诉求"), _("现在")), shown)
    if hidden:
        text = _now("另有 %(n)s 件您看不到（涉密、回避或不在您的范围）。") % {"n": hidden}
        yield RowSection(_now("%(title)s中看不到的") % {"title": title}, text=text)
