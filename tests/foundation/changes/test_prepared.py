"""A statement written once says what Django would have said anew."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import CharField, DateField, QuerySet, Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import Cast
from zhuqi.foundation.accounts.models import RoleAssignment
from zhuqi.foundation.changes import Prepared
from zhuqi.foundation.directory.models import Post, Unit
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
    now=st.datetimes(datetime(2019, 6, 1), datetime(2026, 12, 1)).map(
        lambda moment: moment.replace(tzinfo=SHANGHAI)
    ),
)
def test_its_rows_are_the_querysets(cast: Cast, users: set[int], now: datetime) -> None:
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
    assert len(written) == 3, "one, two and four places are three shapes"


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
        lambda newest, user: (
            RoleAssignment.objects.filter(user=user)
            .order_by("-pk" if newest else "pk")
            .values_list("pk")
        )
    )
    user = cast.qin_lan.pk
    assert read(True, user=user) == read(False, user=user)[::-1]
    assert len(read(True, user=user)) > 1


def test_an_argument_that_does_not_show_is_refused(cast: Cast) -> None:
    read = Prepared(lambda users, now: RoleAssignment.objects.filter(user__in=users).values_list())
    with pytest.raises(ValueError, match="not in the statement: now"):
        read(users=[1], now=NOW)
