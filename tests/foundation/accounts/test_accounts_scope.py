"""What a person reaches at a moment, and who they are when they act."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from tests.foundation.accounts.accounts_cast import MONDAY, City, by, official
from zhuqi.foundation.access import NOTHING, ActorKind, Role
from zhuqi.foundation.accounts.models import FirmMember, Grant, RoleAssignment, User
from zhuqi.foundation.accounts.queries import (
    actor_of,
    memberships_waiting,
    must_change,
    people_holding,
    request_person,
    request_scope,
    scope_of,
)
from zhuqi.foundation.directory.models import Enterprise, LiaisonLink, Unit

DAY = timedelta(days=1)


def give(user: User, role: Role, unit: Unit, *, days: tuple[int, int | None]) -> None:
    first, last = days
    RoleAssignment.objects.create(
        user=user,
        role=role,
        unit=unit,
        since=MONDAY + first * DAY,
        until=None if last is None else MONDAY + last * DAY,
    )


def test_a_stranger_reaches_nothing(town: City) -> None:
    assert scope_of(AnonymousUser()) == NOTHING
    scope = scope_of(town.jia)
    assert (scope.posts, scope.enterprises, scope.liaised, scope.granted) == (
        frozenset(),
        frozenset(),
        frozenset(),
        {},
    )


@pytest.mark.parametrize(
    ("days", "reaches"),
    [((-2, None), True), ((-2, 1), True), ((0, None), True), ((-2, 0), False), ((1, None), False)],
)
def test_a_role_reaches_its_unit_only_while_it_is_held(
    town: City,
    days: tuple[int, int | None],
    reaches: bool,  # noqa: FBT001 (a table's column)
) -> None:
    give(town.zhou, Role.HANDLER, town.industry, days=days)
    assert scope_of(town.zhou, MONDAY).units(Role.HANDLER) == (
        {town.industry.pk} if reaches else set()
    )


def test_someone_whose_role_has_expired_sees_nothing(town: City) -> None:
    give(town.zhou, Role.REGISTRAR, town.county_office, days=(-30, -1))
    member = FirmMember.objects.get(user=town.zhao)
    assert not FirmMember.objects.visible_to(scope_of(town.zhou, MONDAY)).exists()
    assert FirmMember.objects.visible_to(scope_of(town.qin)).get() == member


def test_a_deactivated_person_reaches_nothing_though_the_roles_run_on(town: City) -> None:
    town.qin.is_active = False
    assert scope_of(town.qin) == NOTHING


def test_one_speaks_only_for_firms_that_were_confirmed(town: City) -> None:
    assert scope_of(town.zhao).enterprises == {town.shoes.pk}
    FirmMember.objects.filter(user=town.zhao).update(status=FirmMember.Status.ENDED)
    assert scope_of(town.zhao).enterprises == frozenset()


def test_a_liaison_link_reaches_through_its_last_day_in_shanghai(town: City) -> None:
    assert town.zhou.official is not None
    LiaisonLink.objects.create(
        enterprise=town.shoes,
        official=town.zhou.official,
        since=MONDAY.date() - DAY,
        until=MONDAY.date(),
    )
    last_minute = MONDAY.replace(hour=15, minute=59)  # 23:59 in Shanghai
    assert scope_of(town.zhou, last_minute).liaised == {town.shoes.pk}
    assert scope_of(town.zhou, last_minute + timedelta(minutes=1)).liaised == frozenset()


def test_grants_open_single_rows_for_a_time(town: City) -> None:
    for number, last in ((7, None), (8, MONDAY + DAY), (9, MONDAY)):
        Grant.objects.create(
            user=town.zhou,
            object_type="case",
            object_id=number,
            since=MONDAY - DAY,
            until=last,
            why="会商",
            given_by=town.an,
        )
    assert scope_of(town.zhou, MONDAY).granted == {"case": frozenset({7, 8})}


def test_the_number_of_queries_does_not_grow_with_what_one_holds(town: City) -> None:
    with CaptureQueriesContext(connection) as few:
        scope_of(town.qin)
    assert town.qin.official is not None
    for number in range(3):
        unit = Unit.objects.create(
            name=f"单位{number}", kind="department", level="county", region=town.xiangcheng
        )
        give(town.qin, Role.HANDLER, unit, days=(-1, None))
        firm = Enterprise.objects.create(
            name=f"企业{number}", region=town.xiangcheng, office=town.county_office
        )
        LiaisonLink.objects.create(enterprise=firm, official=town.qin.official, since=MONDAY.date())
    with CaptureQueriesContext(connection) as more:
        scope_of(town.qin)
    assert len(few) == len(more) <= 5


def test_an_official_acts_for_the_unit_of_the_role_else_of_the_post(town: City) -> None:
    actor = actor_of(town.zhou, MONDAY)
    assert (actor.kind, actor.name, actor.unit) == (ActorKind.OFFICIAL, "周工", "许昌市工信局")
    give(town.zhou, Role.HANDLER, town.housing, days=(-1, None))
    assert actor_of(town.zhou, MONDAY).unit == "襄城县住建局"


def test_a_firms_person_acts_for_the_firm_and_a_stranger_for_nobody(town: City) -> None:
    actor = actor_of(town.zhao)
    assert (actor.kind, actor.unit) == (ActorKind.FIRM, "襄城制鞋有限公司")
    assert actor_of(town.jia).unit == ""
    assert actor_of(AnonymousUser()).user_id == 0


def test_the_request_asks_once(town: City) -> None:
    request = RequestFactory().get("/")
    request.user = town.qin
    scope = request_scope(request)
    with CaptureQueriesContext(connection) as again:
        assert request_scope(request) is scope
        assert request_person(request).actor.name == "秦岚"
    assert len(again) == 0
    request.user = AnonymousUser()
    assert request_scope(request) == NOTHING


def test_people_holding_a_role_are_active_and_hold_it_now(town: City) -> None:
    former = official("前任", "former", town.county_office)
    give(former, Role.REGISTRAR, town.county_office, days=(-9, -1))
    gone = official("停用", "gone", town.county_office, Role.REGISTRAR)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    assert list(people_holding(Role.REGISTRAR, town.county_office, MONDAY)) == [town.qin]
    assert list(people_holding(Role.REGISTRAR, town.city_office.pk)) == []


def test_registrations_wait_at_their_office_the_oldest_first(town: City) -> None:
    for number in (2, 1):
        FirmMember.objects.create(
            user=town.jia,
            office=town.county_office,
            claimed_name=f"企业{number}",
            asked_at=MONDAY + number * DAY,
        )
    waiting = memberships_waiting(by(town.qin).scope.offices)
    assert [row.claimed_name for row in waiting] == ["企业1", "企业2"]
    assert not memberships_waiting(by(town.yu).scope.offices).exists()


def test_only_a_one_time_password_must_be_changed(town: City) -> None:
    assert not must_change(town.zhou)
    assert not must_change(AnonymousUser())
    town.zhou.must_change_password = True
    assert must_change(town.zhou)


def test_djangos_own_permissions_open_nothing(town: City) -> None:
    assert not town.an.has_perm("accounts.change_user")
    assert not town.an.has_perms(["accounts.change_user"])
    assert not town.an.has_module_perms("accounts")
    assert not town.an.is_staff
    assert not town.an.is_superuser
    assert town.an.get_full_name() == "安全员"
