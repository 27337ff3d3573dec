"""A month reviewed: two bureaus with a case or two each, a scheme, a draft, a published ranking."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from tests.cast import Cast, official_user, person
from tests.scenes import cases, steps
from tests.stock import stocked
from zhuqi.foundation.access import SYSTEM, Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.enums import State, Verdict
from zhuqi.reporting.appraisal.actions import reviews
from zhuqi.reporting.appraisal.enums import Span
from zhuqi.reporting.appraisal.models import Review
from zhuqi.reporting.appraisal.schemes import APPRAISALS, SHIPPED, load_appraisal_schemes
from zhuqi.reporting.statistics import actions as statistics

SEPTEMBER = date(2026, 9, 1)
MONDAY = datetime(2026, 9, 14, 9, tzinfo=SHANGHAI)
TERMS = {**SHIPPED[0].terms, "least": 1}


@dataclass
class Bureau:
    """A city bureau with its handler and its head."""

    unit: Unit
    handler: User
    head: User


@dataclass
class Month:
    """The bureau of land beside that of industry, its handler and head, and the draft."""

    land: Unit
    qian_land: User
    head_land: User
    review: Review


def adopt(office: Unit, **terms: int) -> None:
    """The office ranks by the scheme that is shipped, with small units in it."""
    load_appraisal_schemes(by=SYSTEM)
    scheme = APPRAISALS.schemes().get(code="sample")
    if len(APPRAISALS.editions_of(scheme)) == 1 or terms:
        APPRAISALS.publish(scheme=scheme, rules=SHIPPED[0].rules, by=SYSTEM, **{**TERMS, **terms})
    APPRAISALS.adopt(office=office, code="sample", by=SYSTEM)


def bureau_of_land(cast: Cast) -> Bureau:
    """Beside that of industry, in the same group."""
    land = Unit.objects.create(
        name="许昌市自然资源和规划局", short_name="市资规局", kind=UnitKind.DEPARTMENT,
        level=Level.CITY, region=cast.city,
    )  # fmt: skip
    handler = official_user("地经办", "dijingban", land, Role.HANDLER)
    return Bureau(land, handler, official_user("地局长", "dijuzhang", land, Role.UNIT_HEAD))


@stocked
def drafted(cast: Cast) -> Month:
    """Industry solved its case, land did not; the city office drafts the review of September."""
    land = bureau_of_land(cast)
    cases.case_in(cast, State.STRUCK_OFF, verdict=Verdict.SOLVED, now=MONDAY)
    cases.case_in(cast, State.STRUCK_OFF, verdict=Verdict.SOLVED, title="二号线", now=MONDAY)
    other = cases.submitted(cast, "土地证迟迟不办", MONDAY)
    hands = steps.Hands(cast.he_fan, land.unit, land.handler)
    steps.accept(other, cast.he_fan, cast.drainage, MONDAY)
    steps.assign(other, hands, "请办理", MONDAY)
    steps.sign(other, land.handler, "0374-2961111", MONDAY)
    steps.answer(other, land.handler, "已解释。", signed_by="地局长", now=MONDAY)
    steps.complete(other, cast.shen_jing, MONDAY)
    statistics.bring_up_to_date()
    adopt(cast.city_office)
    review = reviews.begin(
        office=cast.city_office, span=Span.MONTH, day=SEPTEMBER, by=person(cast.shen_jing)
    )
    return Month(land.unit, land.handler, land.head, review)


def award(month: Month, unit: Unit, item: str, points: object, by: User) -> None:
    """A plus or minus item put down."""
    with reviews.REVIEWS.open(month.review.pk, by=person(by)) as change:
        reviews.award(
            change, unit=unit, item=item, points=Decimal(str(points)), basis="市政府通报第3期"
        )


@stocked
def published(cast: Cast) -> Month:
    """Land is noted for a false closing, then the ranking goes out."""
    month = drafted(cast)
    award(month, month.land, "false", 2, cast.shen_jing)
    with reviews.REVIEWS.open(month.review.pk, by=person(cast.lu_yuan)) as change:
        reviews.publish(change, note="九月讲评")
    month.review.refresh_from_db()
    return month
