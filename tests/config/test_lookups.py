"""A thousand ids as one value find what they find one by one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Unit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("ids", [[], [1], [3, 1, 2, 3], range(1, 5000), [2**63 - 1, -1]])
def test_the_rows_are_those_of_in(cast: Cast, ids: list[int]) -> None:
    assert cast.he_fan.pk
    for rows in (User.objects.order_by("pk"), Unit.objects.order_by("pk")):
        assert list(rows.filter(pk__among=ids)) == list(rows.filter(pk__in=ids))
        assert list(rows.exclude(pk__among=ids)) == list(rows.exclude(pk__in=ids))


def test_however_many_they_are_one_value() -> None:
    with CaptureQueriesContext(connection) as asked:
        list(User.objects.filter(pk__among=range(40_000)))
    assert len(asked) == 1
    assert ", 39999" not in asked[0]["sql"]


def test_what_is_no_id_is_no_part_of_the_statement() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        list(User.objects.filter(pk__among=["1}'; DROP TABLE x --"]))
