"""讲评: drafted, published and frozen, read by units, appealed against, set right."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.cast import Cast, days, person
from tests.scenes import appraisal as scenes
from tests.scenes.appraisal import SEPTEMBER, Month
from zhuqi.foundation.access import NotNow, NotValid, NotYours, Person
from zhuqi.foundation.accounts.actions.deputies import name_deputy
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.notices.models import Message
from zhuqi.reporting.appraisal import queries
from zhuqi.reporting.appraisal.actions import appeals, merits, reviews
from zhuqi.reporting.appraisal.actions.appeals import APPEALS
from zhuqi.reporting.appraisal.actions.reviews import REVIEWS
from zhuqi.reporting.appraisal.enums import AppealState, ReviewState, Span
from zhuqi.reporting.appraisal.models import Appeal, Mark, Merit, Ranking, Review, Standing
from zhuqi.reporting.appraisal.notifications import notify_of_appeal, notify_of_review
from zhuqi.reporting.appraisal.rules import Result


def ranks(month: Month, number: int) -> dict[str, int | None]:
    rows = Standing.objects.filter(ranking__review=month.review, ranking__number=number)
    return dict(rows.order_by("pk").values_list("unit__short_name", "rank"))


def results(month: Month) -> dict[int, Result]:
    newest = queries.issues_of(month.review)[0]
    return {one.unit: one for one in queries.frozen(newest)}


def appeal_of(month: Month, by: User, about: str = "查实虚假办结") -> Appeal:
    return appeals.submit(
        review=month.review, unit=month.land, about=about, text="通报的是另一件。", by=person(by)
    )


def test_a_dry_run_writes_nothing_and_draws_small_units_together(cast: Cast) -> None:
    month = scenes.drafted(cast)
    before = (Event.objects.count(), Standing.objects.count())
    outcome = queries.drafted(month.review)
    assert (Event.objects.count(), Standing.objects.count()) == before
    groups = {name: [one.unit for one in found] for name, found in outcome.by_group.items()}
    assert groups["市直部门"] == [cast.industry.pk, month.land.pk]
    assert cast.power.pk not in outcome.names, "a body that can't be commanded is in no group"
    first, second = outcome.by_group["市直部门"]
    [solved] = [mark for mark in first.marks if mark.code == "true_solved_rate"]
    assert (solved.tally.numerator, solved.of_group.denominator) == (2, 3)
    assert first.total > second.total
    assert (first.rank, second.rank) == (1, 2)


def test_of_a_draft_only_its_office_knows(cast: Cast) -> None:
    month = scenes.drafted(cast)
    for user in (cast.he_fan, cast.shen_jing, cast.lu_yuan):
        assert month.review in queries.reviews(person(user).scope)
    for user in (
        cast.mayor, cast.inspector, cast.zhou, month.head_land, cast.qin_lan, cast.lin,
        cast.system_admin, cast.zhao,
    ):  # fmt: skip
        assert not queries.reviews(person(user).scope).exists()


def test_published_it_is_read_by_those_who_stand_in_it_and_by_no_stranger(cast: Cast) -> None:
    month = scenes.published(cast)
    for user in (cast.mayor, cast.inspector, cast.zhou, month.head_land, cast.qin_lan):
        assert month.review in queries.reviews(person(user).scope)
    for user in (cast.sun, cast.zhao, cast.keeper, cast.audit_admin):
        assert not queries.reviews(person(user).scope).exists()


def test_only_the_offices_signer_publishes_and_once(cast: Cast) -> None:
    month = scenes.drafted(cast)
    for user in (cast.shen_jing, cast.qin_lan, cast.zhou):
        with pytest.raises(NotYours), REVIEWS.open(month.review.pk, by=person(user)) as change:
            reviews.publish(change)
    with REVIEWS.open(month.review.pk, by=person(cast.lu_yuan)) as change:
        reviews.publish(change)
    with (
        pytest.raises(NotNow) as again,
        REVIEWS.open(month.review.pk, by=person(cast.lu_yuan)) as change,
    ):
        reviews.publish(change)
    assert again.value.state == "已公布"
    assert Ranking.objects.filter(review=month.review).count() == 1


def test_nothing_is_published_before_its_month_is_over_and_known(cast: Cast) -> None:
    month = scenes.drafted(cast)
    early = datetime(2026, 9, 20, tzinfo=UTC)
    Review.objects.filter(pk=month.review.pk).update(as_of_at=early)
    with (
        pytest.raises(NotNow, match="更新数据"),
        REVIEWS.open(month.review.pk, by=person(cast.lu_yuan)) as change,
    ):
        reviews.publish(change)
    with REVIEWS.open(month.review.pk, by=person(cast.shen_jing)) as change:
        reviews.renew(change)
    month.review.refresh_from_db()
    assert month.review.as_of_at > early


def test_one_review_a_month_and_none_without_a_scheme_or_outside_ones_office(cast: Cast) -> None:
    month = scenes.drafted(cast)
    lu_yuan = person(cast.lu_yuan)

    def begin(by: Person, span: Span = Span.MONTH, ahead: int = 0) -> Review:
        day = SEPTEMBER + timedelta(days=ahead)
        return reviews.begin(office=cast.city_office, span=span, day=day, by=by)

    with pytest.raises(NotValid, match="已经有了"):
        begin(lu_yuan)
    with pytest.raises(NotYours):
        begin(person(cast.zhou))
    with pytest.raises(NotValid, match="还没有开始"):
        begin(lu_yuan, ahead=9000)
    half = begin(lu_yuan, Span.HALF)
    assert (half.first.month, half.last.month, half.when) == (7, 12, "2026年下半年")
    with pytest.raises(NotNow, match="考评方案"):
        reviews.begin(
            office=cast.county_office, span=Span.MONTH, day=SEPTEMBER, by=person(cast.qin_lan)
        )
    with REVIEWS.open(month.review.pk, by=lu_yuan) as change:
        reviews.drop(change, reason="方案要改")
    assert begin(lu_yuan).state == ReviewState.DRAFT


def test_points_are_put_down_by_the_schemes_items_with_evidence_and_struck_off(cast: Cast) -> None:
    month = scenes.drafted(cast)
    for item, points, unit in (
        ("login", 1, cast.industry), ("spread", 9, cast.industry), ("spread", 1, cast.power),
        ("spread", 0, cast.industry),
    ):  # fmt: skip
        with pytest.raises(NotValid):
            scenes.award(month, unit, item, points, cast.shen_jing)
    with pytest.raises(NotYours):
        scenes.award(month, cast.industry, "spread", 1, cast.zhou)
    scenes.award(month, month.land, "false", 4, cast.he_fan)
    scenes.award(month, month.land, "false", 4, cast.he_fan)
    [capped] = [one for one in queries.drafted(month.review).results if one.unit == month.land.pk]
    assert capped.items == {"false": Decimal(-5)}
    first, second = queries.standing_awards(month.review)
    with REVIEWS.open(month.review.pk, by=person(cast.he_fan)) as change:
        reviews.strike(change, award=second, reason="同一件事记了两次")
    with (
        pytest.raises(NotValid, match="已经划去"),
        REVIEWS.open(month.review.pk, by=person(cast.he_fan)) as change,
    ):
        reviews.strike(change, award=second, reason="再划一次")
    assert queries.standing_awards(month.review) == [first]


def test_what_is_published_is_frozen_and_comes_out_the_same_to_the_last_digit(cast: Cast) -> None:
    month = scenes.published(cast)
    [ranking] = queries.issues_of(month.review)
    stored = queries.frozen(ranking)
    assert queries.recomputed(ranking, stored) == stored
    assert queries.differing(ranking) == []
    assert queries.counted_otherwise(month.review, ranking) == []
    scenes.adopt(cast.city_office, strength=50, least=9)
    assert queries.frozen(ranking) == stored
    mark = Mark.objects.filter(standing__ranking=ranking, points__gt=1).order_by("pk")[0]
    Mark.objects.filter(pk=mark.pk).update(points=mark.points + Decimal("0.01"))
    assert queries.differing(queries.issues_of(month.review)[0]) == [mark.standing.name]


def test_a_correction_is_an_issue_of_its_own_with_its_reason(cast: Cast) -> None:
    month = scenes.published(cast)
    before = results(month)
    with REVIEWS.open(month.review.pk, by=person(cast.lu_yuan)) as change:
        reviews.correct(change, unit=month.land, points=Decimal(60), basis="按期率误计一件（示例）")
    newest, first = queries.issues_of(month.review)
    assert (newest.number, newest.reason) == (2, "按期率误计一件（示例）")
    assert {one.unit: one for one in queries.frozen(first)} == before
    assert results(month)[month.land.pk].total == before[month.land.pk].total + 60
    assert (ranks(month, 1)["市资规局"], ranks(month, 2)["市资规局"]) == (2, 1)
    assert queries.differing(newest) == []
    with REVIEWS.open(month.review.pk, by=person(cast.lu_yuan)) as change:
        reviews.correct(change, unit=month.land, points=Decimal(-60), basis="改回")
    assert results(month)[month.land.pk].total == before[month.land.pk].total


def test_a_unit_appeals_gets_points_back_and_ranks_are_worked_out_anew(cast: Cast) -> None:
    month = scenes.published(cast)
    total = results(month)[month.land.pk].total
    appeal = appeal_of(month, month.head_land)
    assert appeal in queries.open_appeals(person(cast.lu_yuan).scope)
    with (
        pytest.raises(NotValid, match="不超过这一项失去的 2 分"),
        APPEALS.open(appeal.pk, by=person(cast.lu_yuan)) as change,
    ):
        appeals.uphold(change, points=Decimal(20), decision="经核，通报的是另一单位。")
    with APPEALS.open(appeal.pk, by=person(cast.lu_yuan)) as change:
        appeals.uphold(change, points=Decimal(2), decision="经核，通报的是另一单位。")
    appeal.refresh_from_db()
    assert appeal.state == AppealState.UPHELD
    assert appeal.points == 2
    newest = queries.issues_of(month.review)[0]
    assert newest.number == 2
    assert newest.reason.startswith("申诉成立（查实虚假办结）")
    assert results(month)[month.land.pk].total == total + 2
    with (
        pytest.raises(NotNow) as again,
        APPEALS.open(appeal.pk, by=person(cast.lu_yuan)) as change,
    ):
        appeals.uphold(change, points=Decimal(2), decision="再来一次")
    assert again.value.state == "成立"


def test_an_appeal_has_its_limit_its_line_and_its_own_unit(cast: Cast) -> None:
    month = scenes.published(cast)
    with pytest.raises(NotYours):
        appeal_of(month, cast.zhou)
    with pytest.raises(NotValid, match="没有这一项"):
        appeal_of(month, month.head_land, "登录次数")
    assert month.review.published_at is not None
    late = month.review.published_at + days(30)
    with pytest.raises(NotNow, match="申诉期已过"):
        appeals.submit(
            review=month.review, unit=month.land, about="满意率", text="晚了",
            by=person(month.head_land), now=late,
        )  # fmt: skip
    first = appeal_of(month, month.head_land)
    with pytest.raises(NotNow, match="不必重复"):
        appeal_of(month, month.qian_land)
    with pytest.raises(NotYours), APPEALS.open(first.pk, by=person(cast.shen_jing)) as change:
        appeals.refuse(change, decision="不归我裁定")
    with pytest.raises(NotYours), APPEALS.open(first.pk, by=person(cast.lu_yuan)) as change:
        appeals.withdraw(change)
    with pytest.raises(NotValid), APPEALS.open(first.pk, by=person(cast.lu_yuan)) as change:
        appeals.refuse(change, decision=" ")
    with APPEALS.open(first.pk, by=person(month.qian_land)) as change:
        appeals.withdraw(change)
    again = appeal_of(month, month.head_land)
    with APPEALS.open(again.pk, by=person(cast.lu_yuan)) as change:
        appeals.refuse(change, decision="通报原件写明是该局。")
    assert Ranking.objects.filter(review=month.review).count() == 1
    for user, seen in ((month.qian_land, True), (cast.mayor, True), (cast.zhou, False)):
        assert queries.appeals(person(user).scope).exists() is seen


def test_who_loses_points_by_a_correction_may_appeal_anew(cast: Cast) -> None:
    month = scenes.published(cast)
    assert month.review.published_at is not None
    late = month.review.published_at + days(30)
    basis = "按期率误计一件（示例）"
    with REVIEWS.open(month.review.pk, by=person(cast.lu_yuan), now=late) as change:
        reviews.correct(change, unit=month.land, points=Decimal(-1), basis=basis)
    issue, first = queries.issues_of(month.review)
    closed = queries.appeal_until(month.review, first, cast.industry)
    assert queries.appeal_until(month.review, issue, month.land) > late > closed
    appeal = appeals.submit(
        review=month.review, unit=month.land, about=basis, text="没有误计。",
        by=person(month.head_land), now=late + days(1),
    )  # fmt: skip
    assert appeal.state == AppealState.SUBMITTED


def test_nobody_appeals_against_a_draft(cast: Cast) -> None:
    month = scenes.drafted(cast)
    with pytest.raises(NotNow, match="没有公布"):
        appeal_of(month, month.head_land)


def test_units_are_told_where_to_read_and_neither_points_nor_ranks(cast: Cast) -> None:
    month = scenes.published(cast)
    appeal = appeal_of(month, month.head_land)
    with APPEALS.open(appeal.pk, by=person(cast.lu_yuan)) as change:
        appeals.refuse(change, decision="维持")
    events = Event.objects.order_by("pk")
    assert notify_of_review(events.get(kind="appraisal.publish").pk) == 7
    for event in events.filter(object_type="appraisal_appeal"):
        notify_of_appeal(event.pk)
    told = {(one.user.name, one.title) for one in Message.objects.select_related("user")}
    title = "市活动办 2026年9月月讲评"
    assert {name for name, said in told if said == f"{title}已公布，请查看得分单"} == {
        "郑局长", "周工", "小吴", "地经办", "地局长", "秦岚", "禹受理",
    }  # fmt: skip
    assert ("陆远", f"市资规局对{title}提出申诉") in told
    assert ("地局长", f"对{title}的申诉已裁定：不成立") in told
    assert not any("分" in said.replace("得分单", "") for _name, said in told)


def test_a_deputy_says_in_whose_place(cast: Cast) -> None:
    month = scenes.published(cast)
    today = timezone.localdate()
    name_deputy(
        absent=cast.lu_yuan, deputy=cast.shen_jing, unit=cast.city_office, since=today,
        until=today, why="出差", by=person(cast.lu_yuan),
    )  # fmt: skip
    appeal = appeal_of(month, month.head_land)
    with APPEALS.open(appeal.pk, by=person(cast.shen_jing)) as change:
        appeals.refuse(change, decision="维持")
    event = Event.objects.filter(object_type="appraisal_appeal").latest("seq")
    assert "代陆远" in event.who


def test_what_was_decided_about_a_unit_is_registered_and_withdrawn_with_the_reason(
    cast: Cast,
) -> None:
    def enter(by: User, unit: Unit, day: date = SEPTEMBER) -> Merit:
        return merits.enter(
            office=cast.city_office, unit=unit, kind="praise", title="助企工作先进集体",
            text="九月讲评第一", basis="许政文〔2026〕30号", decided_by="市政府", decided_on=day,
            by=person(by),
        )  # fmt: skip

    for user in (cast.he_fan, cast.zhou, cast.qin_lan):
        with pytest.raises(NotYours):
            enter(user, cast.industry)
    with pytest.raises(NotValid, match="可以交办"):
        enter(cast.shen_jing, cast.power)
    with pytest.raises(NotValid, match="不能晚于今天"):
        enter(cast.shen_jing, cast.industry, timezone.localdate() + timedelta(days=1))
    merit = enter(cast.shen_jing, cast.industry)
    for user, seen in ((cast.zhou, True), (cast.mayor, True), (cast.ma, False), (cast.lin, False)):
        assert queries.merits(person(user).scope).exists() is seen
    with pytest.raises(NotYours), merits.MERITS.open(merit.pk, by=person(cast.zhou)) as change:
        merits.withdraw(change, reason="不要了")
    with merits.MERITS.open(merit.pk, by=person(cast.lu_yuan)) as change:
        merits.withdraw(change, reason="文件撤销")
    with pytest.raises(NotNow), merits.MERITS.open(merit.pk, by=person(cast.lu_yuan)) as change:
        merits.withdraw(change, reason="再来一次")
    merit.refresh_from_db()
    assert (merit.state, merit.reason) == ("withdrawn", "文件撤销")
