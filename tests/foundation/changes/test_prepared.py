"""A statement written once says what Django would have said anew."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import CharField, DateField, QuerySet, Value
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast
from zhuqi.foundation.accounts.models import RoleAssignment, User
from zhuqi.foundation.changes import Counts, Prepared
from zhuqi.foundation.directory.models import Item, Post, Unit
from zhuqi.foundation.workdays import SHANGHAI

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 9, 30, 0, 7, tzinfo=SHANGHAI)


def roles_of(users: Collection[int], now: datetime) -> QuerySet[Any, Any]:
    rows = RoleAssignment.objects.filter(user__in=users, since__lte=now).order_by("pk")
    return rows.values_list("pk", "user", "role", "since", "unit__name")


ROLES = Prepared(roles_of)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    users=st.sets(st.integers(1, 30), max_size=9),
    now=st.integers(-3000, 30).map(lambda days: NOW + timedelta(days=days)),
)
@pytest.mark.usefixtures("cast")
def test_its_rows_are_the_querysets(users: set[int], now: datetime) -> None:
    assert ROLES(users=users, now=now) == list(roles_of(users, now))


def test_the_second_time_nothing_is_written_anew(cast: Cast) -> None:
    written = []

    def build(users: Collection[int], now: datetime) -> QuerySet[Any, Any]:
        written.append(users)
        return roles_of(users, now)

    read = Prepared(build)
    assert read(users=[cast.he_fan.pk, cast.lu_yuan.pk], now=NOW)
    assert read(users=[cast.zhou.pk, cast.he_fan.pk], now=NOW - timedelta(days=1))
    assert len(written) == 1
    assert read(users=[], now=NOW) == []
    assert len(read(users=[cast.he_fan.pk, cast.lu_yuan.pk, cast.zhou.pk], now=NOW)) >= 3
    # One, two and four places are three shapes; PostgreSQL is sent an array, of one shape.
    assert len(written) == (1 if connection.vendor == "postgresql" else 3)


def test_unions_days_and_nothing_at_all_are_read_too(cast: Cast) -> None:
    def build(officials: Collection[int], units: Collection[int], on: date) -> QuerySet[Any, Any]:
        posts = Post.objects.filter(official__in=officials, since__lte=on).order_by()
        named = Unit.objects.filter(pk__in=units).order_by()
        none = Value("", CharField())
        return posts.values_list("official", "title", "since").union(
            named.values_list("pk", none, Value(None, DateField())), all=True
        )

    read = Prepared(build)
    officials = [user.official_id or 0 for user in (cast.zhou, cast.he_fan)]
    on = date(2026, 11, 21)
    assert sorted(map(str, read(officials=officials, units=[cast.power.pk], on=on))) == sorted(
        map(str, build(officials, [cast.power.pk], on))
    )


def test_a_constant_may_change_the_statement(cast: Cast) -> None:
    read = Prepared(
        lambda order, user: (
            RoleAssignment.objects.filter(user=user).order_by(order).values_list("pk")
        )
    )
    user = cast.qin_lan.pk
    assert read("-pk", user=user) == read("pk", user=user)[::-1]
    assert len(read("pk", user=user)) > 1


@pytest.mark.usefixtures("cast")
def test_an_argument_that_is_no_value_of_the_statement_is_refused() -> None:
    def newest(users: Collection[int], most: int) -> QuerySet[Any, Any]:
        return RoleAssignment.objects.filter(user__in=users).order_by("-pk").values_list()[:most]

    def later(now: datetime) -> QuerySet[Any, Any]:
        tomorrow = now + timedelta(days=1)
        return RoleAssignment.objects.filter(since__lte=tomorrow).order_by("pk").values_list()

    with pytest.raises(ValueError, match="no parameter of the statement"):
        Prepared(newest)(users=[1], most=2)
    with pytest.raises(ValueError, match="no parameter of the statement"):
        Prepared(later)(now=NOW)


def test_a_moment_may_stand_for_its_day(cast: Cast) -> None:
    def build(official: int, now: datetime) -> QuerySet[Any, Any]:
        day = timezone.localdate(now)
        return Post.objects.filter(official=official, since__lte=day).order_by("pk").values_list()

    read, official = Prepared(build), cast.zhou.official_id or 0
    first = Post.objects.filter(official=official).order_by("since")[0].since
    evening = datetime.combine(first, time(23, 30), SHANGHAI)
    assert read(official=official, now=evening) == list(build(official, evening)) != []
    assert read(official=official, now=evening - timedelta(days=1)) == []


def test_a_statement_that_can_have_no_rows_asks_nothing(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    read = Prepared(lambda now: Post.objects.none().filter(since__lte=now).values_list())
    with django_assert_num_queries(0):
        assert read(now=NOW) == []


@pytest.mark.postgres
def test_an_argument_in_a_column_of_small_numbers_is_refused_and_not_answered_with_nothing() -> (
    None
):
    """Django knows on PostgreSQL that no such column holds a mark, and asks for nothing."""
    ranked = Prepared(lambda order: Item.objects.filter(order=order).values_list("pk"))
    with pytest.raises(ValueError, match="too small"):
        ranked(order=3)
    counted = Counts(lambda order: [Item.objects.filter(order=order).values_list("pk")])
    with pytest.raises(ValueError, match="too small"):
        counted(order=3)
    nobody = Prepared(lambda users: Item.objects.filter(pk__in=users).none().values_list("pk"))
    assert nobody(users=[1]) == []


@pytest.mark.postgres
def test_a_list_made_of_two_arguments_is_refused_and_not_read_as_one() -> None:
    both = Prepared(lambda users, one: User.objects.filter(pk__in=[*users, one]).values_list("pk"))
    with pytest.raises(ValueError, match="more than one argument"):
        both(users=[1, 2], one=3)


def test_rows_of_many_rooms_are_counted_by_one_statement(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def build(users: Collection[int], now: datetime) -> list[QuerySet[Any, Any]]:
        roles = roles_of(users, now).order_by().values_list("pk")
        posts = Post.objects.filter(since__lte=now).order_by().values_list("official")
        units = Unit.objects.order_by().values_list("pk")
        return [roles, Item.objects.none().values_list("pk"), posts.union(units)[:2], units[:3]]

    count = Counts(build)
    users = [cast.he_fan.pk, cast.lu_yuan.pk]
    with django_assert_num_queries(1):
        found: dict[int, int] = dict(count(users=users, now=NOW))
    assert found == {0: roles_of(users, NOW).count(), 2: 2, 3: 3}
    assert dict(count(users=[], now=NOW)) == {0: 0, 2: 2, 3: 3}


def test_of_nothing_nothing_is_counted() -> None:
    nothing = Counts(lambda now: [Item.objects.none().values_list("pk")])  # noqa: ARG005
    assert nothing(now=NOW) == []
