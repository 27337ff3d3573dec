"""月讲评: last month published by the city's office; one unit appeals, one is praised."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import SYSTEM, Person, Role
from zhuqi.foundation.directory.models import Unit
from zhuqi.reporting.appraisal.actions import appeals, merits, reviews
from zhuqi.reporting.appraisal.enums import MeritKind, Span
from zhuqi.reporting.appraisal.models import Review
from zhuqi.reporting.appraisal.queries import drafted
from zhuqi.reporting.appraisal.schemes import APPRAISALS, load_appraisal_schemes
from zhuqi.reporting.statistics.actions import bring_up_to_date
from zhuqi.sample.city import City

# The place has few cases, so small units are ranked too, drawn towards their group.
OWN, LEAST = "sample-city", 1
AWARDS = (
    ("common", Decimal(2), "牵头梳理用电报装共性问题，形成统一答复口径（活动办第 6 期通报）"),
    ("notified", Decimal(1), "一件诉求答复与企业反映不符，被点名通报（活动办第 7 期通报）"),
)
APPEAL = "被通报的一件是协办时答复的，主办单位不是我局，请核对交办记录后退回扣分。"


@transaction.atomic
def review_month(city: City) -> None:
    """At the beginning, by the city's own office."""
    if not city.begins:
        return
    bring_up_to_date(city.now)
    office = city.offices[0]
    dice = city.dice("appraisal")
    by = {
        role: city.society.someone(dice, office.pk, role) for role in (Role.REVIEWER, Role.SIGNER)
    }
    _adopt(office)
    day = timezone.localdate(city.now).replace(day=1) - timedelta(days=1)
    review = reviews.begin(
        office=office, span=Span.MONTH, day=day, by=by[Role.REVIEWER], now=city.now
    )
    ranked = [one.unit for one in drafted(review).results if one.rank is not None]
    units = Unit.objects.in_bulk(ranked)
    if len(units) < len(AWARDS):
        return
    first, last = units[ranked[0]], units[ranked[-1]]
    for unit, (item, points, basis) in zip((first, last), AWARDS, strict=True):
        with reviews.REVIEWS.open(review.pk, by=by[Role.REVIEWER], now=city.now) as change:
            reviews.award(change, unit=unit, item=item, points=points, basis=basis)
    with reviews.REVIEWS.open(review.pk, by=by[Role.SIGNER], now=city.now) as change:
        reviews.publish(change, note="本月办理总体平稳，个别单位答复质量不高，请对照得分单整改。")
    _appeal(city, review, last)
    _praise(city, office, first, by)


def _adopt(office: Unit) -> None:
    load_appraisal_schemes(by=SYSTEM)
    shipped = APPRAISALS.schemes().get(code="sample")
    like = APPRAISALS.editions_of(shipped)[0]
    own = APPRAISALS.add(code=OWN, name="市月讲评办法（样例）", source="样例", like=like, by=SYSTEM)
    terms = {**APPRAISALS.terms_of(like), "least": LEAST}
    APPRAISALS.publish(scheme=own, rules=APPRAISALS.rows_of(like), by=SYSTEM, **terms)
    APPRAISALS.adopt(office=office, code=OWN, by=SYSTEM)


def _appeal(city: City, review: Review, unit: Unit) -> None:
    """By whoever handles cases there; it waits for the office."""
    review.refresh_from_db()
    people = city.society.people.get(unit.pk, {})
    handlers = people.get(Role.HANDLER) or people.get(Role.REGISTRAR) or ()
    for by in handlers[:1]:
        appeals.submit(
            review=review, unit=unit, about="被通报批评", text=APPEAL, by=by, now=city.now
        )


def _praise(city: City, office: Unit, unit: Unit, by: Mapping[Role, Person]) -> None:
    merits.enter(
        office=office, unit=unit, kind=MeritKind.PRAISE, title="助企服务先进单位",
        text="连续三个月办结质量靠前，企业满意率高。", basis="市政府办公室通报（样例）",
        decided_by="市人民政府办公室", decided_on=timezone.localdate(city.now) - timedelta(days=3),
        by=by[Role.REVIEWER], now=city.now,
    )  # fmt: skip
