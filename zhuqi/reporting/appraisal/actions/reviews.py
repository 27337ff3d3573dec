"""The verbs of a review: begun, points put down, published, corrected."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from django.db.models import Max
from django.utils import timezone

from zhuqi.foundation.access import OFFICE_ROLES, NotNow, NotValid, NotYours, Person, Role
from zhuqi.foundation.attachments.actions import Prepared, lay
from zhuqi.foundation.changes import Now, RowChange, RowNoun, alone
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.reporting.appraisal.enums import (
    MarkPart,
    ReviewRole,
    ReviewState,
    ReviewVerb,
    Span,
)
from zhuqi.reporting.appraisal.lifecycle import REVIEW, ReviewFacts
from zhuqi.reporting.appraisal.models import Award, Mark, Ranking, Review, Standing
from zhuqi.reporting.appraisal.queries import (
    PREPARERS,
    drafted,
    frozen,
    ranked_units,
    span_from,
    standing_awards,
)
from zhuqi.reporting.appraisal.rules import Result, Subject, score
from zhuqi.reporting.appraisal.schemes import Chosen, chosen_by
from zhuqi.reporting.statistics.queries import newest

ReviewChange: TypeAlias = RowChange[Review, ReviewVerb]
OBJECT, BEGUN, NOTIFY = "appraisal", "begin", "appraisal.notify"
TOLD = frozenset({f"{OBJECT}.{ReviewVerb.PUBLISH}", f"{OBJECT}.{ReviewVerb.CORRECT}"})
NO_SCHEME = "活动办还没有选用考评方案：由系统管理员在“基础数据 · 考评方案”里选用"
NOBODY = "按方案没有单位参加排名，请先核对方案的分组"
MOST_CORRECTED = Decimal(100)


def facts_of(review: Review, by: Person) -> ReviewFacts:
    """What the table decides on."""
    roles = standing_as(
        (ReviewRole.OFFICE, review.office_id in by.scope.units(*PREPARERS)),
        (ReviewRole.SIGNER, (Role.SIGNER, review.office_id) in by.scope.posts),
    )
    known_on = review.as_of_at.astimezone(SHANGHAI).date()
    return ReviewFacts(ReviewState(review.state), roles, review.last, known_on)


def _acting(review: Review, by: Person) -> Person:
    """A deputy says in whose place, where they could not by their own posts."""
    return by.in_place(lambda scope: review.office_id in scope.units(*OFFICE_ROLES))


REVIEWS = RowNoun[Review, ReviewVerb](
    model=Review,
    object_type=OBJECT,
    load=alone(
        "span", "first", "last", "state", "edition_id", "as_of_event", "as_of_at", "drafted_at",
        "published_at", "ended_at",
    ),
    stale="这次讲评刚刚被其他人更新过，请核对后再提交",
    state_of=lambda review: str(review.get_state_display()),
    table=REVIEW,
    facts=facts_of,
    acting=_acting,
    notify=NOTIFY,
    notified=TOLD,
)  # fmt: skip


def begin(*, office: Unit, span: str, day: date, by: Person, now: Now = None) -> Review:
    """拟评: a draft of the month, half-year or year that holds the day, by what is known now.

    NotYours outside one's own office, NotNow where it has chosen no scheme, NotValid for a span
    that has not begun or is under review already.
    """
    if office.pk not in by.scope.units(*OFFICE_ROLES):
        raise NotYours("只有本活动办的人员可以拟评")
    chosen = chosen_by(office)
    if chosen is None:
        raise NotNow(NO_SCHEME)
    moment = now or timezone.now()
    first, last = span_from(Span(span), day)
    if first > moment.astimezone(SHANGHAI).date():
        raise NotValid({"day": "这一期还没有开始"})
    as_of = newest()
    review = Review(
        office=office, span=span, first=first, last=last, state=ReviewState.DRAFT,
        edition=chosen.edition, as_of_event=as_of.event, as_of_at=as_of.at, drafted_at=moment,
    )  # fmt: skip
    with REVIEWS.new(review, by=_acting(review, by), now=now) as change:
        same = Review.objects.filter(office=office, span=span, first=first)
        there = same.exclude(state=ReviewState.DROPPED).exists()
        change.require(not there, "day", f"{review.when}的{Span(span).label}已经有了")
        change.record(BEGUN, {"office": office.pk, "edition": chosen.edition.pk})
    return review


# A draft ------------------------------------------------------------------------------------------


def award(
    change: ReviewChange,
    *,
    unit: Unit,
    item: str,
    points: Decimal,
    basis: str,
    proofs: Sequence[Prepared] = (),
) -> None:
    """记加减分: by an item of the scheme, with the evidence; its cap is kept when all is summed."""
    review = change.row
    known = {row.code: row for row in Chosen.of(review.edition).items}
    change.require(item in known, "item", "方案里没有这个加减分项")
    most = known[item].points if item in known else MOST_CORRECTED
    change.require(0 < points <= most, "points", f"分值应大于 0，不超过 {most.normalize():f}")
    ranked = {one.pk for one, _group in ranked_units(review.office, Chosen.of(review.edition))}
    change.require(unit.pk in ranked, "unit", "这个单位不参加本次讲评")
    row = _put_down(change, unit, item, points, basis)
    change.begin(ReviewVerb.AWARD)
    _keep(change, row, proofs)
    told = {"unit": unit.pk, "item": item, "points": str(points)}
    change.record(ReviewVerb.AWARD.value, told)


def _put_down(change: ReviewChange, unit: Unit, item: str, points: Decimal, basis: str) -> Award:
    said = change.texts(Award, basis=basis)
    return Award(
        review=change.row, unit=unit, item=item, points=points, basis=said["basis"],
        entered_at=change.now, entered_by=change.by.actor.who,
    )  # fmt: skip


def _keep(change: ReviewChange, row: Award, proofs: Sequence[Prepared]) -> None:
    """Before the event, which vouches for both."""
    row.save()
    lay(change, proofs, evidence_of(row))


def evidence_of(row: Award) -> str:
    """Which part of a review the evidence of these points belongs to."""
    return f"award:{row.pk}"


def strike(change: ReviewChange, *, award: Award, reason: str) -> None:
    """划去: a plus or minus item put down in error stays, struck off, with the reason."""
    row = Award.objects.select_for_update().get(pk=award.pk)
    mine = row.review_id == change.row.pk
    change.require(mine and row.struck_at is None, "award", "这一项已经划去")
    said = change.texts(Review, reason=reason)
    row.struck_at, row.struck_why = change.now, said["reason"]
    change.step(ReviewVerb.STRIKE, {"award": row.pk})
    change.touch(row)


def renew(change: ReviewChange) -> None:
    """更新数据: by what is known now, and by the office's newest edition."""
    chosen = chosen_by(change.row.office)
    as_of = newest()
    if chosen is not None:
        change.row.edition = chosen.edition
    change.row.as_of_event, change.row.as_of_at = as_of.event, as_of.at
    change.step(ReviewVerb.RENEW)


def drop(change: ReviewChange, *, reason: str) -> None:
    """作废: a draft that will not be published; another may be begun."""
    change.write(reason=reason)
    change.row.ended_at = change.now
    change.step(ReviewVerb.DROP)


# Published ----------------------------------------------------------------------------------------


def publish(change: ReviewChange, *, note: str = "") -> None:
    """公布: what everybody earned is frozen with all it follows from, and units may read it.

    NotNow where its figures end before the span did, or where there is nobody to rank.
    """
    change.write(note=note)
    change.begin(ReviewVerb.PUBLISH)
    review = change.row
    outcome = drafted(review)
    if not outcome.results:
        raise NotNow(NOBODY, state=str(review.get_state_display()))
    review.published_at = change.now
    _freeze(change, outcome.results, outcome.names, outcome.chosen, "")
    change.record(ReviewVerb.PUBLISH.value, {"issue": 1, "units": len(outcome.results)})


def correct(
    change: ReviewChange,
    *,
    unit: Unit,
    points: Decimal,
    basis: str,
    proofs: Sequence[Prepared] = (),
) -> None:
    """更正: points given to a unit or taken off it after publishing, with the reason.

    A new issue beside the others: figures and scheme stay what they were, ranks are worked out
    anew.
    """
    change.require(
        points != 0 and abs(points) <= MOST_CORRECTED, "points", "分值不能为 0，不超过 100 分"
    )
    review = change.row
    last = review.rankings.order_by("-number").first()
    stored = frozen(last) if last else []
    ranked = {one.unit for one in stored}
    change.require(unit.pk in ranked, "unit", "这个单位不在这次讲评里")
    row = _put_down(change, unit, "", points, basis)
    change.begin(ReviewVerb.CORRECT)
    _keep(change, row, proofs)
    chosen = Chosen.of(review.edition)
    again = score(chosen.scoring, [_with(one.subject, row) for one in stored])
    names = dict(Standing.objects.filter(ranking=last).values_list("unit", "name"))
    number = _freeze(change, again, names, chosen, row.basis)
    told = {"issue": number, "unit": unit.pk, "points": str(points)}
    change.record(ReviewVerb.CORRECT.value, told)


def _with(subject: Subject, row: Award) -> Subject:
    if subject.unit != row.unit_id:
        return subject
    corrected = subject.corrected + row.points
    return Subject(subject.unit, subject.group, subject.tallies, subject.awards, corrected)


def _freeze(
    change: ReviewChange,
    results: list[Result],
    names: Mapping[int, str],
    chosen: Chosen,
    reason: str,
) -> int:
    """Write an issue: all that its points follow from."""
    review = change.row
    last = review.rankings.aggregate(last=Max("number"))["last"] or 0
    ranking = Ranking(
        review=review, number=last + 1, edition=review.edition, as_of_event=review.as_of_event,
        as_of_at=review.as_of_at, issued_at=change.now, issued_by=change.by.actor.who,
        reason=reason,
    )  # fmt: skip
    rows = change.aggregate.new_rows
    rows.append(ranking)
    corrections = [one for one in standing_awards(review) if not one.item]
    for one in results:
        standing = Standing(
            ranking=ranking, unit_id=one.unit, name=names[one.unit], group=one.group,
            total=one.total, rank=one.rank, volume=one.subject.volume,
        )  # fmt: skip
        rows.append(standing)
        rows += _marks(standing, one, chosen, corrections)
    return last + 1


def _marks(
    standing: Standing, one: Result, chosen: Chosen, corrections: list[Award]
) -> Iterator[Mark]:
    for mark in one.marks:
        yield Mark(
            standing=standing, part=MarkPart.INDICATOR, code=mark.code,
            name=chosen.name_of(mark.code), numerator=mark.tally.numerator,
            denominator=mark.tally.denominator, excluded=mark.tally.excluded,
            group_numerator=mark.of_group.numerator,
            group_denominator=mark.of_group.denominator,
            group_excluded=mark.of_group.excluded, points=mark.points,
        )  # fmt: skip
    for code, points in one.items.items():
        yield Mark(
            standing=standing, part=MarkPart.ITEM, code=code, name=chosen.name_of(code),
            awarded=one.subject.awards[code], points=points,
        )  # fmt: skip
    for row in corrections:
        if row.unit_id == one.unit:
            yield Mark(
                standing=standing, part=MarkPart.CORRECTION, name=row.basis, points=row.points
            )
