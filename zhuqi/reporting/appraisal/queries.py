"""What pages, actions and checks read: who is ranked, what their figures are, what was frozen."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import (
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    prefetch_related_objects,
)

from zhuqi.foundation.access import OFFICE_ROLES, Role, Scope
from zhuqi.foundation.directory.codes import lineage
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.queries import calendar, offices_for, units_under
from zhuqi.foundation.workdays import Unit as TimeUnit
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.reporting.appraisal.enums import AppealState, Better, MarkPart, Part, ReviewState, Span
from zhuqi.reporting.appraisal.models import Appeal, Award, Mark, Merit, Ranking, Review, Standing
from zhuqi.reporting.appraisal.models.appeals import APPEAL_READERS
from zhuqi.reporting.appraisal.rules import Mark as ScoredMark
from zhuqi.reporting.appraisal.rules import Result, Subject, Tally, YearParts, score, shrunk
from zhuqi.reporting.appraisal.scheme_rows import kinds_of_group, of_part
from zhuqi.reporting.appraisal.schemes import Chosen
from zhuqi.reporting.statistics.enums import Dimension
from zhuqi.reporting.statistics.figures import AsOf, Period
from zhuqi.reporting.statistics.queries import measure

# Whoever prepares a review in an office, and who signs for it.
PREPARERS = (Role.REGISTRAR, Role.REVIEWER)
ZERO = Decimal(0)


def reviews(scope: Scope) -> QuerySet[Review]:
    """All one may see, with office and scheme."""
    return Review.objects.visible_to(scope)


def appeals(scope: Scope) -> QuerySet[Appeal]:
    """All one may see, with review and unit."""
    return Appeal.objects.visible_to(scope)


def merits(scope: Scope) -> QuerySet[Merit]:
    """All one may see, with office and unit."""
    return Merit.objects.visible_to(scope)


# Spans --------------------------------------------------------------------------------------------


def span_from(span: Span, day: date) -> tuple[date, date]:
    """First and last day of the month, half-year or year that holds a day."""
    months = {Span.MONTH: 1, Span.HALF: 6, Span.YEAR: 12}[span]
    month = (day.month - 1) // months * months + 1
    first = date(day.year, month, 1)
    after = month + months
    last = date(day.year + (after - 1) // 12, (after - 1) % 12 + 1, 1) - timedelta(days=1)
    return first, last


def period_of(first: date, last: date) -> Period:
    """The same as figures are asked for it."""
    return Period(first, last.replace(day=1))


# Who is ranked, and by what -----------------------------------------------------------------------


def ranked_units(office: Unit, chosen: Chosen) -> list[tuple[Unit, str]]:
    """Every unit the office ranks, with its group: of the kinds its scheme names, such as can be
    commanded, and of its own ground; what lies on the ground of an office below is ranked there.
    An office just below stands for its county, with its whole ledger."""
    return _ranked(office, [chosen])[0]


def _ranked(office: Unit, schemes: Sequence[Chosen]) -> list[list[tuple[Unit, str]]]:
    """The same by each of several schemes, read once for all."""
    groups = [
        {kinds_of_group(row.code): row.name for row in of_part(one.rows, Part.GROUP)}
        for one in schemes
    ]
    wanted = Q(pk__in=())
    for level, kind in {key for one in groups for key in one}:
        wanted |= Q(level=level, kind=kind)
    units = units_under([office.pk]).filter(wanted, active=True, commandable=True)
    found = list(units.exclude(pk=office.pk).order_by("pk"))
    nearest = offices_for({unit.region for unit in found if unit.kind != UnitKind.OFFICE})
    above = _offices_above()
    own = [
        unit
        for unit in found
        if (
            above.get(unit.pk) == office.pk
            if unit.kind == UnitKind.OFFICE
            else nearest.get(unit.region_id) == office
        )
    ]
    return [[(unit, name) for unit in own if (name := one.get(_kind_of(unit)))] for one in groups]


def _kind_of(unit: Unit) -> tuple[Level, UnitKind]:
    return Level(unit.level), UnitKind(unit.kind)


def _offices_above() -> dict[int, int]:
    """By office, the one it hands its cases up to; one query."""
    offices = Unit.objects.filter(kind=UnitKind.OFFICE, active=True).select_related("region")
    rank = {level.value: place for place, level in enumerate(Level)}
    every = sorted(offices, key=lambda unit: (rank[unit.level], -unit.pk))
    found: dict[int, int] = {}
    for office in every:
        line = lineage(office.region.code)
        for other in every:
            if rank[other.level] < rank[office.level] and other.region.code in line:
                found[office.pk] = other.pk
    return found


def tallies(
    codes: Sequence[str], units: Iterable[tuple[int, str]], *, period: Period, as_of: AsOf
) -> dict[int, dict[str, Tally]]:
    """What each figure counted for units, given with their kind, as of an event."""
    kinds = dict(units)
    found: dict[int, dict[str, Tally]] = {}
    for dimension, offices in ((Dimension.UNIT, False), (Dimension.OFFICE, True)):
        asked = {pk for pk, kind in kinds.items() if (kind == UnitKind.OFFICE) is offices}
        if not asked:
            continue
        for (key, *_rest), values in measure(
            codes, period=period, by=(dimension,), as_of=as_of
        ).items():
            if key in asked:
                found[int(str(key))] = {
                    code: Tally(value.numerator, value.denominator or 0, value.excluded)
                    for code, value in values.items()
                }
    return found


@dataclass(frozen=True, slots=True)
class Outcome:
    """Points and ranks of everybody, worked out and written nowhere."""

    chosen: Chosen
    results: list[Result]
    names: Mapping[int, str]

    @property
    def by_group(self) -> dict[str, list[Result]]:
        """In the scheme's order of groups; those without a unit are left out."""
        found: dict[str, list[Result]] = {name: [] for name in self.chosen.groups}
        for one in self.results:
            found.setdefault(one.group, []).append(one)
        return {name: members for name, members in found.items() if members}


def worked_out(
    office: Unit,
    schemes: Sequence[Chosen],
    *,
    period: Period,
    as_of: AsOf,
    awards: Iterable[Award] = (),
) -> list[Outcome]:
    """What publishing by each of these schemes would freeze: nothing is written. As many queries
    for several as for one."""
    ranked = _ranked(office, schemes)
    kinds = {unit.pk: unit.kind for several in ranked for unit, _group in several}
    codes = dict.fromkeys(each.code for one in schemes for each in one.scoring.indicators)
    counted = tallies(list(codes), kinds.items(), period=period, as_of=as_of)
    given: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for award in awards:
        given[award.unit_id][award.item] += award.points
    return [
        _outcome(one, units, counted, given) for one, units in zip(schemes, ranked, strict=True)
    ]


def _outcome(
    chosen: Chosen,
    units: Sequence[tuple[Unit, str]],
    counted: Mapping[int, Mapping[str, Tally]],
    given: Mapping[int, Mapping[str, Decimal]],
) -> Outcome:
    scoring = chosen.scoring
    codes = {one.code for one in scoring.indicators}
    subjects = [
        Subject(
            unit.pk,
            group,
            {code: tally for code, tally in counted.get(unit.pk, {}).items() if code in codes},
            {code: points for code, points in given.get(unit.pk, {}).items() if code},
            given.get(unit.pk, {}).get("", ZERO),
        )
        for unit, group in units
    ]
    names = {unit.pk: unit.name for unit, _group in units}
    return Outcome(chosen, score(scoring, subjects), names)


def standing_awards(review: Review) -> list[Award]:
    """Plus and minus points and corrections that count: not struck off."""
    return list(review.awards.filter(struck_at=None).select_related("unit").order_by("pk"))


def drafted(review: Review) -> Outcome:
    """What a draft would be published as."""
    [outcome] = worked_out(
        review.office,
        [Chosen.of(review.edition)],
        period=period_of(review.first, review.last),
        as_of=AsOf(review.as_of_event, review.as_of_at),
        awards=standing_awards(review),
    )
    return outcome


# What was frozen ----------------------------------------------------------------------------------


def issues_of(review: Review) -> list[Ranking]:
    """Everything published of a review, the newest first."""
    return list(review.rankings.select_related("edition__scheme").order_by("-number"))


def standings_of(ranking: Ranking) -> list[Standing]:
    """Where each unit stands in an issue, with unit and marks. Two queries, and none where this
    very object has been asked before: an issue is never changed."""
    units = Standing.objects.select_related("unit__region")
    prefetch_related_objects([ranking], Prefetch("standings", units), "standings__marks")
    return list(ranking.standings.all())


def names_in(ranking: Ranking) -> dict[int, str]:
    """What the units of an issue were called then."""
    return {one.unit_id: one.name for one in standings_of(ranking)}


def frozen(ranking: Ranking) -> list[Result]:
    """An issue's results as they are stored, in the order of their ranks."""
    strength = ranking.edition.strength
    found = [_stored(one, strength) for one in standings_of(ranking)]
    return sorted(found, key=lambda one: (one.group, one.rank is None, one.rank or 0, one.unit))


def _stored(standing: Standing, strength: int) -> Result:
    marks = list(standing.marks.all())
    counted = [mark for mark in marks if mark.part == MarkPart.INDICATOR]
    items = [mark for mark in marks if mark.part == MarkPart.ITEM]
    corrected = sum((m.points for m in marks if m.part == MarkPart.CORRECTION), ZERO)
    subject = Subject(
        standing.unit_id,
        standing.group,
        {m.code: Tally(m.numerator, m.denominator, m.excluded) for m in counted},
        {m.code: m.awarded for m in items},
        corrected,
    )
    lines = tuple(_scored(mark, strength) for mark in counted)
    points = {mark.code: mark.points for mark in items}
    return Result(subject, lines, points, standing.total, standing.rank)


def _scored(mark: Mark, strength: int) -> ScoredMark:
    tally = Tally(mark.numerator, mark.denominator, mark.excluded)
    of_group = Tally(mark.group_numerator, mark.group_denominator, mark.group_excluded)
    return ScoredMark(mark.code, tally, of_group, shrunk(tally, of_group, strength), mark.points)


def recomputed(ranking: Ranking, stored: Sequence[Result]) -> list[Result]:
    """The same from what was frozen: scheme, tallies, points awarded."""
    return score(Chosen.of(ranking.edition).scoring, [one.subject for one in stored])


def differing(ranking: Ranking) -> list[str]:
    """The units whose frozen points or rank do not follow from what was frozen with them."""
    stored = frozen(ranking)
    again = {one.unit: one for one in recomputed(ranking, stored)}
    names = names_in(ranking)
    return [names[one.unit] for one in stored if again.get(one.unit) != one]


def counted_otherwise(review: Review, ranking: Ranking) -> list[str]:
    """The units whose figures, counted anew as of the same event, are not those frozen."""
    stored = frozen(ranking)
    codes = [one.code for one in Chosen.of(ranking.edition).scoring.indicators]
    kinds = [(one.unit_id, one.unit.kind) for one in standings_of(ranking)]
    as_of = AsOf(ranking.as_of_event, ranking.as_of_at)
    again = tallies(codes, kinds, period=period_of(review.first, review.last), as_of=as_of)
    names = names_in(ranking)
    return [
        names[one.unit]
        for one in stored
        if {mark.code: mark.tally for mark in one.marks}
        != {code: again.get(one.unit, {}).get(code, Tally()) for code in codes}
    ]


# Appeals ------------------------------------------------------------------------------------------


def appeal_until(review: Review, ranking: Ranking, unit: Unit) -> datetime:
    """Until when a unit may appeal: so many of its working days after the review was published,
    or, later, after a correction took points off it."""
    taken = review.awards.filter(unit=unit, item="", points__lt=0)
    since = [review.published_at or ranking.issued_at, *taken.values_list("entered_at", flat=True)]
    days = ranking.edition.appeal_days
    return calendar(unit.region.code).due(max(since), days, TimeUnit.WORKING_DAY)


def lost_by(appeal: Appeal) -> Decimal:
    """How many points the line an appeal is about has lost its unit: what it could be given back
    at most."""
    issue = issues_of(appeal.review)[0]
    chosen = Chosen.of(issue.edition)
    full = {one.code: one.weight * one.cap / 100 for one in chosen.scoring.indicators}
    full |= {one.code: one.most for one in chosen.scoring.items if one.better == Better.HIGHER}
    return sum(
        (
            max(full.get(mark.code, ZERO) - mark.points, ZERO)
            for standing in standings_of(issue)
            for mark in standing.marks.all()
            if standing.unit_id == appeal.unit_id and mark.name == appeal.about
        ),
        ZERO,
    )


# A published statement is pointed out so long: the longest limit for appeals ends before.
POINTED_OUT = timedelta(days=60)


def to_read(scope: Scope, now: datetime) -> tuple[Review, Unit, datetime] | None:
    """The newest published review in which one's own unit stands and may still appeal, and until
    when. One query where there is none."""
    units = own_units(scope)
    if not units:
        return None
    standings = Standing.objects.filter(
        unit__in=sorted(units), ranking__number=1,
        ranking__review__state=ReviewState.PUBLISHED,
        ranking__review__published_at__gt=now - POINTED_OUT,
    )  # fmt: skip
    joined = ("unit__region", "ranking__edition", "ranking__review__office")
    one = standings.select_related(*joined).order_by("-ranking__issued_at", "pk").first()
    if one is None:
        return None
    until = appeal_until(one.ranking.review, one.ranking, one.unit)
    return (one.ranking.review, one.unit, until) if now <= until else None


def lines_of_statements(scope: Scope, review: int) -> list[str]:
    """The lines of one's own units' statements in a review, as appeals name them."""
    marks = Mark.objects.filter(
        standing__ranking__review=review,
        standing__ranking__review__state=ReviewState.PUBLISHED,
        standing__unit__in=sorted(own_units(scope)),
    )
    return list(dict.fromkeys(marks.order_by("pk").values_list("name", flat=True)))


def own_units(scope: Scope) -> frozenset[int]:
    """Units for which somebody reads statements and appeals."""
    return scope.units(*APPEAL_READERS)


def prepares(scope: Scope) -> frozenset[int]:
    """Offices whose reviews somebody prepares or publishes."""
    return scope.units(*OFFICE_ROLES)


def to_decide(scope: Scope) -> Q:
    """Appeals that wait for one's decision."""
    offices = sorted(scope.units(Role.SIGNER))
    return Q(state=AppealState.SUBMITTED, review__office__in=offices)


# What waits for one's own hand, by the name the list of appeals knows it by.
IN_HAND: dict[str, Callable[[Scope], Q]] = {"decide": to_decide}


def open_appeals(scope: Scope) -> QuerySet[Appeal]:
    """Those that wait for one's decision."""
    return appeals(scope).filter(to_decide(scope))


def published(office: int, span: Span, before: date | None = None) -> QuerySet[Review]:
    """An office's published reviews of a kind, the newest first."""
    rows = Review.objects.filter(office=office, span=span, state=ReviewState.PUBLISHED)
    rows = rows.filter(first__lt=before) if before else rows
    return rows.select_related("office", "edition__scheme").order_by("-first")


def newest_standings(scope: Scope) -> QuerySet[Standing]:
    """Where units stand in the newest issues of published reviews one sees; those with nothing to
    count are left out."""
    seen = reviews(scope).filter(state=ReviewState.PUBLISHED)
    newer = Ranking.objects.filter(
        review=OuterRef("ranking__review"), number__gt=OuterRef("ranking__number")
    )
    rows = Standing.objects.filter(
        Q(volume__gt=0) | Q(rank__isnull=False),
        ranking__review__in=seen.order_by().values("pk"),
    )
    joined = ("ranking__review__office", "ranking__edition", "unit__region")
    return rows.filter(~Exists(newer)).select_related(*joined)


def statements(scope: Scope) -> QuerySet[Standing]:
    """Those of them that somebody may read line by line, as `reads_statement` has it."""
    watched = Q(ranking__review__office__in=sorted(scope.units(*OFFICE_READERS)))
    return newest_standings(scope).filter(watched | Q(unit__in=sorted(own_units(scope))))


def reads_statement(scope: Scope, review: Review, unit: int) -> bool:
    """Whether somebody may read a unit's statement: of one's own unit, or as the review's office,
    its leader or inspector."""
    return unit in own_units(scope) or review.office_id in scope.units(*OFFICE_READERS)


def year_parts(office: int, year: int) -> dict[tuple[str, int], YearParts]:
    """By group and unit, what a year's published reviews gave."""
    newer = Ranking.objects.filter(
        review=OuterRef("ranking__review"), number__gt=OuterRef("ranking__number")
    )
    rows = Standing.objects.filter(
        ~Exists(newer), ranking__review__office=office, ranking__review__first__year=year,
        ranking__review__state=ReviewState.PUBLISHED, rank__isnull=False,
    )  # fmt: skip
    found: dict[tuple[str, int], dict[str, list[Decimal]]] = defaultdict(
        lambda: {span.value: [] for span in Span}
    )
    for group, unit, span, total in rows.order_by("ranking__review__first", "pk").values_list(
        "group", "unit", "ranking__review__span", "total"
    ):
        found[group, unit][span].append(total)
    return {
        key: YearParts(
            tuple(parts[Span.MONTH]),
            parts[Span.HALF][0] if parts[Span.HALF] else None,
            parts[Span.YEAR][0] if parts[Span.YEAR] else None,
        )
        for key, parts in found.items()
    }
