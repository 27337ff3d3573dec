"""Somebody is away and somebody else does their work: what passes on, and what never does."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.foundation.accounts.accounts_cast import (
    LONG_AGO,
    City,
    by,
    events_of,
    firm_person,
    official,
)
from zhuqi.foundation.access import (
    SYSTEM_PERSON,
    Absent,
    Actor,
    ActorKind,
    NotNow,
    NotValid,
    NotYours,
    Role,
)
from zhuqi.foundation.accounts import actions
from zhuqi.foundation.accounts.absences import away_on, could_be_away, could_stand_in, why_void
from zhuqi.foundation.accounts.models import Deputy, RoleAssignment, User
from zhuqi.foundation.accounts.queries import scope_of
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.models import Enterprise, LiaisonLink, Post, Unit

DAY = timedelta(days=1)
Name = Callable[..., Deputy]


@pytest.fixture
def li(town: City) -> User:
    """李四 of the industry bureau, who has no role at all."""
    return official("李四", "lisi", town.industry)


@pytest.fixture
def zhang(town: City) -> User:
    """张三 handles cases in the industry bureau."""
    return official("张三", "zhangsan", town.industry, Role.HANDLER)


@pytest.fixture
def name(town: City, zhang: User, li: User) -> Name:
    """张三 names 李四 for a week, unless the story says otherwise."""

    def _name(**other: Any) -> Deputy:
        today = timezone.localdate()
        wanted: dict[str, Any] = {
            "absent": zhang,
            "deputy": li,
            "unit": town.industry,
            "since": today,
            "until": today + 7 * DAY,
            "why": "住院手术",
            "by": by(zhang),
            **other,
        }
        return actions.name_deputy(**wanted)

    return _name


# What passes on ----------------------------------------------------------------------------------


def test_the_deputy_reaches_the_absent_persons_posts_and_firms(
    town: City, name: Name, zhang: User, li: User
) -> None:
    assert zhang.official is not None
    LiaisonLink.objects.create(
        enterprise=town.shoes, official=zhang.official, since=LONG_AGO.date()
    )
    assert scope_of(li).posts == frozenset()
    name()
    scope = scope_of(li)
    assert scope.posts == {(Role.HANDLER, town.industry.pk)}
    assert scope.liaised == {town.shoes.pk}
    assert [one.absent for one in scope.acting_for] == [Absent(zhang.pk, "张三")]
    assert scope.user_id == li.pk
    assert scope.own.posts == frozenset()
    assert scope.own.liaised == frozenset()
    assert scope_of(zhang).posts == {(Role.HANDLER, town.industry.pk)}


def test_what_one_holds_oneself_stays_ones_own(town: City, name: Name, li: User) -> None:
    actions.give_role(user=li, role=Role.HANDLER, unit=town.industry, by=SYSTEM_PERSON)
    name()
    scope = scope_of(li)
    assert scope.acting_for
    assert scope.delegated_posts == frozenset()
    assert scope.own.posts == scope.posts


@pytest.mark.parametrize(
    ("since", "until", "passes"),
    [(0, 0, True), (0, 7, True), (1, 7, False)],
)
def test_only_from_the_first_day_to_the_last(
    name: Name, li: User, *, since: int, until: int, passes: bool
) -> None:
    today = timezone.localdate()
    name(since=today + since * DAY, until=today + until * DAY)
    assert bool(scope_of(li).posts) is passes
    assert not scope_of(li, timezone.now() + 8 * DAY).posts


def test_it_ends_when_the_role_ends_the_account_closes_or_somebody_says_so(
    name: Name, zhang: User, li: User
) -> None:
    row = name()
    User.objects.filter(pk=zhang.pk).update(is_active=False)
    assert not scope_of(li).posts
    User.objects.filter(pk=zhang.pk).update(is_active=True)
    held = RoleAssignment.objects.get(user=zhang)
    actions.end_role(assignment=held, by=SYSTEM_PERSON, reason="调离")
    assert not scope_of(li).posts
    RoleAssignment.objects.filter(pk=held.pk).update(until=None)
    assert scope_of(li).posts
    actions.end_deputy(row=row, by=by(li))
    assert not scope_of(li).posts
    with pytest.raises(NotNow, match="已经结束"):
        actions.end_deputy(row=row, by=by(zhang))


def test_whoever_leaves_the_unit_stands_in_no_more(name: Name, li: User) -> None:
    name()
    Post.objects.filter(official=li.official).update(until=LONG_AGO.date())
    assert not scope_of(li).posts


def test_there_are_no_chains_and_none_is_void_in_silence(
    town: City, name: Name, zhang: User, li: User
) -> None:
    wang = official("王五", "wangwu", town.industry)
    actions.end_deputy(row=name(), by=by(zhang))
    with pytest.raises(NotValid, match="没有可以代理的角色"):
        name(absent=li, deputy=wang, by=by(li))
    actions.give_role(user=li, role=Role.LIAISON, unit=town.industry, by=SYSTEM_PERSON)
    first = name()
    today = timezone.localdate()
    # Whoever stands in for somebody goes away after giving that to another, in any overlap.
    for since, until in ((0, 0), (7, 9), (3, 4)):
        with pytest.raises(NotNow, match="正代理张三"):
            name(
                absent=li,
                deputy=wang,
                by=by(li),
                since=today + since * DAY,
                until=today + until * DAY,
            )
    later = today + 8 * DAY
    second = name(absent=li, deputy=wang, by=by(li), since=later, until=later)
    with pytest.raises(NotValid, match="也请假"):
        name(since=later, until=later)
    actions.end_deputy(row=second, by=by(li))
    actions.end_deputy(row=first, by=by(zhang))
    name(absent=li, deputy=wang, by=by(li))
    assert name(deputy=wang).deputy == wang
    assert scope_of(wang).posts == {
        (Role.LIAISON, town.industry.pk),
        (Role.HANDLER, town.industry.pk),
    }


def test_a_chain_across_units_is_one_too(town: City, name: Name, li: User) -> None:
    name()
    actions.give_role(user=li, role=Role.HANDLER, unit=town.housing, by=SYSTEM_PERSON)
    ma = official("马住", "ma", town.housing)
    with pytest.raises(NotNow, match="正代理张三"):
        name(absent=li, deputy=ma, unit=town.housing, by=by(li))


def test_why_nothing_passes_on_any_more_is_said(
    town: City, name: Name, zhang: User, li: User
) -> None:
    row, now = name(), timezone.now()

    def why() -> str:
        fresh = Deputy.objects.select_related("absent", "deputy").get(pk=row.pk)
        return why_void([fresh], now).get(row.pk, "")

    assert why() == ""
    User.objects.filter(pk=li.pk).update(is_active=False)
    assert why() == "代理人账号已停用"
    User.objects.filter(pk=li.pk).update(is_active=True)
    Post.objects.filter(official=li.official).update(until=LONG_AGO.date())
    assert why() == "代理人已不在该单位"
    Post.objects.filter(official=li.official).update(until=None)
    RoleAssignment.objects.filter(user=zhang).update(until=now)
    assert why() == "请假人在该单位已没有可代理的角色"
    assert not scope_of(li).posts
    RoleAssignment.objects.filter(user=zhang).update(until=None)
    # Rows from before chains were refused.
    Deputy.objects.create(
        absent=li, deputy=town.zhou, unit=town.industry, since=row.since, until=row.since,
        why="旧", entered_by=li, entered_at=now,
    )  # fmt: skip
    assert why() == "代理人自己也请假"
    assert why_void([], now) == {}


def _put(user: User, role: Role, unit: Unit) -> None:
    RoleAssignment.objects.create(user=user, role=role, unit=unit, since=LONG_AGO)


def test_administrators_roles_never_pass_on_and_administrators_never_stand_in(
    town: City, name: Name, li: User
) -> None:
    mixed = official("兼职员", "jianzhi", town.city_office, Role.SIGNER)
    # From before the two were kept apart.
    _put(mixed, Role.SYSTEM_ADMIN, town.city_office)
    clerk = official("办事员", "banshi", town.city_office)
    office = {"unit": town.city_office}
    row = name(absent=mixed, deputy=clerk, by=by(mixed), **office)
    assert scope_of(clerk).posts == {(Role.SIGNER, town.city_office.pk)}
    actions.end_deputy(row=row, by=by(mixed))
    actions.give_role(user=clerk, role=Role.REVIEWER, unit=town.city_office, by=SYSTEM_PERSON)
    with pytest.raises(NotValid, match="三员分立"):
        name(absent=clerk, deputy=town.an, by=by(clerk), **office)
    name()
    _put(li, Role.AUDIT_ADMIN, town.city_office)
    assert scope_of(li).acting_for == ()


def test_roles_in_another_unit_do_not_pass_on(
    town: City, name: Name, zhang: User, li: User
) -> None:
    actions.give_role(user=zhang, role=Role.HANDLER, unit=town.housing, by=SYSTEM_PERSON)
    name()
    assert scope_of(li).units() == {town.industry.pk}


# Who may say so ----------------------------------------------------------------------------------


def test_oneself_the_head_and_the_security_administrator_may(town: City, name: Name) -> None:
    head = official("郑局长", "zheng", town.industry, Role.UNIT_HEAD)
    for who in (None, by(head), by(town.an)):
        row = name(**({} if who is None else {"by": who}))
        actions.end_deputy(row=row, by=by(head))


def test_nobody_else_may_even_by_standing_in_for_the_head(town: City, name: Name, li: User) -> None:
    head = official("郑局长", "zheng", town.industry, Role.UNIT_HEAD)
    name(absent=head, by=by(head))
    wang = official("王五", "wangwu", town.industry)
    strangers = (town.jia, town.zhou, town.xin, town.yu, wang, li)
    for stranger in strangers:
        with pytest.raises(NotYours):
            name(deputy=wang, by=by(stranger))
    row = name(deputy=wang)
    for stranger in strangers[:4]:
        with pytest.raises(NotYours):
            actions.end_deputy(row=row, by=by(stranger))


@pytest.mark.parametrize("county", [True, False])
def test_a_county_administrator_reaches_the_county_only(
    town: City, name: Name, *, county: bool
) -> None:
    ma = official("马住", "ma", town.housing, Role.HANDLER)
    gao = official("高住", "gao", town.housing)
    rows = {"absent": ma, "deputy": gao, "unit": town.housing, "by": by(town.xin)}
    if county:
        assert name(**rows).unit == town.housing
    else:
        with pytest.raises(NotYours):
            name(by=by(town.xin))


def test_what_is_wrong_is_said_at_its_field(town: City, name: Name, zhang: User) -> None:
    today = timezone.localdate()
    head = official("郑局长", "zheng", town.industry, Role.UNIT_HEAD)
    outsider = official("外人", "wairen", town.housing)
    closed = official("离职", "lizhi", town.industry)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("deputy", {"deputy": zhang}),
        ("deputy", {"deputy": outsider}),
        ("deputy", {"deputy": closed}),
        ("deputy", {"deputy": firm_person("企业人", "13900000077")}),
        ("deputy", {"deputy": head, "by": by(head)}),
        ("unit", {"unit": town.housing}),
        ("since", {"since": today - DAY}),
        ("until", {"until": today - DAY}),
        ("until", {"until": today + 400 * DAY}),
        ("why", {"why": " "}),
        ("why", {"why": "长" * 201}),
    ]
    for field, other in wrong:
        with pytest.raises(NotValid) as caught:
            name(**other)
        assert list(caught.value.errors) == [field], other
    assert not Deputy.objects.exists()


def test_an_absence_is_entered_once_and_a_deputy_must_be_there(
    town: City, name: Name, zhang: User
) -> None:
    wang = official("王五", "wangwu", town.industry, Role.HANDLER)
    name()
    with pytest.raises(NotNow, match="已经填过"):
        name(deputy=wang)
    with pytest.raises(NotValid, match="也请假"):
        name(absent=wang, deputy=zhang, by=by(wang))
    later = timezone.localdate() + 8 * DAY
    assert name(deputy=wang, since=later, until=later).since == later


# What is left behind -----------------------------------------------------------------------------


def test_naming_and_ending_are_events_and_the_reason_can_be_erased(
    name: Name, zhang: User, li: User
) -> None:
    row = name()
    actions.end_deputy(row=row, by=by(zhang))
    assert events_of(zhang)[-2:] == ["deputy_named", "deputy_ended"]
    event = Event.objects.get(object_type="user", object_id=zhang.pk, kind="deputy_named")
    assert event.facts["deputy"] == li.pk
    assert event.private == {"why": "住院手术"}
    assert "住院" not in event.data


def test_an_event_done_in_somebodys_place_says_so_and_keeps_the_doer(zhang: User, li: User) -> None:
    absent = Absent(zhang.pk, "张三")
    with transaction.atomic():
        event = record(
            object_type="case",
            object_id=1,
            kind="answer",
            by=Actor(ActorKind.OFFICIAL, li.pk, "李四", "市工信局", acting_for=absent),
        )
    event.refresh_from_db()
    assert (event.actor_id, event.actor_name) == (li.pk, "李四")
    assert event.who == "李四（代张三）"
    assert event.facts["in_place_of"] == {"user": zhang.pk, "name": "张三"}


def test_who_is_away_is_told_with_the_deputy(name: Name, zhang: User, li: User) -> None:
    today = timezone.localdate()
    assert away_on([zhang.pk, li.pk, 0], today) == {}
    name()
    told = away_on([zhang.pk, li.pk], today)
    assert {pk: (one.until, one.deputy) for pk, one in told.items()} == {
        zhang.pk: (today + 7 * DAY, "李四")
    }


def test_who_sees_an_absence(town: City, name: Name, zhang: User, li: User) -> None:
    head = official("郑局长", "zheng", town.industry, Role.UNIT_HEAD)
    name()
    seeing = [
        user.name
        for user in (zhang, li, head, town.zhou, town.an, town.yu, town.zhao)
        if Deputy.objects.visible_to(scope_of(user)).exists()
    ]
    assert seeing == ["张三", "李四", "郑局长"]


def test_who_can_be_away_and_who_can_stand_in(town: City, zhang: User, li: User) -> None:
    now = timezone.now()
    assert set(could_be_away(town.industry, now)) == {zhang}
    assert set(could_stand_in(town.industry, now)) == {zhang, li, town.zhou}
    assert town.an not in could_stand_in(town.city_office, now)


# Units one is of ---------------------------------------------------------------------------------


def _below(parent: Unit, name: str) -> Unit:
    return Unit.objects.create(
        name=name, kind="section", level=parent.level, region=parent.region, parent=parent
    )


def test_one_belongs_to_units_of_roles_and_posts_and_all_above_them(town: City, li: User) -> None:
    station = _below(_below(_below(_below(town.housing, "质安站"), "二科"), "三组"), "四班")
    above = []
    unit: Unit | None = station
    while unit is not None:
        above.append(unit.pk)
        unit = unit.parent
    assert len(above) == 5
    actions.give_role(user=li, role=Role.HANDLER, unit=station, by=SYSTEM_PERSON)
    assert scope_of(li).belongs == {town.industry.pk, *above}
    assert scope_of(town.jia).belongs == frozenset()


def test_a_seconded_person_still_belongs_to_the_home_unit(town: City, zhang: User) -> None:
    assert zhang.official is not None
    Post.objects.filter(official=zhang.official).delete()
    RoleAssignment.objects.filter(user=zhang).delete()
    official_post = Post.objects.create(
        official=zhang.official, unit=town.housing, title="科员", since=date(2020, 1, 1)
    )
    actions.give_role(
        user=zhang,
        role=Role.REVIEWER,
        unit=town.city_office,
        seconded_from=town.housing,
        until=timezone.now() + 90 * DAY,
        by=by(town.an),
    )
    official_post.delete()
    assert scope_of(zhang).belongs == {town.city_office.pk, town.housing.pk}
    assert scope_of(zhang, timezone.now() + 91 * DAY).posts == frozenset()


def test_a_secondment_needs_an_end_a_home_and_no_keys_of_the_system(
    town: City, zhang: User
) -> None:
    end = timezone.now() + 90 * DAY
    delegated: dict[str, Any] = {
        "user": zhang,
        "role": Role.REVIEWER,
        "unit": town.city_office,
        "seconded_from": town.industry,
        "until": end,
        "by": by(town.an),
    }
    for field, other in (
        ("until", {"until": None}),
        ("seconded_from", {"seconded_from": town.city_office}),
        ("seconded_from", {"seconded_from": town.housing}),
    ):
        with pytest.raises(NotValid) as caught:
            actions.give_role(**{**delegated, **other})
        assert list(caught.value.errors) == [field]
    with pytest.raises(NotValid, match="抽调人员"):
        actions.give_role(**{**delegated, "role": Role.AUDIT_ADMIN})
    given = actions.give_role(**delegated)
    assert given.seconded_from == town.industry


def test_standing_in_for_more_costs_no_more_queries(town: City, name: Name, li: User) -> None:
    name()
    scope_of(li)
    with CaptureQueriesContext(connection) as one:
        scope_of(li)
    for number in range(3):
        other = official(f"同事{number}", f"tongshi{number}", town.industry, Role.HANDLER)
        name(absent=other, by=by(other))
        firm = Enterprise.objects.create(
            name=f"企业{number}", region=town.xiangcheng, office=town.county_office
        )
        assert other.official is not None
        LiaisonLink.objects.create(enterprise=firm, official=other.official, since=LONG_AGO.date())
    with CaptureQueriesContext(connection) as four:
        scope = scope_of(li)
    assert len(scope.acting_for) == 4
    assert len(scope.liaised) == 3
    assert len(one) == len(four) <= 5
