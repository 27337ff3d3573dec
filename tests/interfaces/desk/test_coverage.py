"""走访覆盖: where nobody has been for long, by when and by whom; to plan by, never a rank."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.asked import page_asks
from tests.cast import Cast
from tests.scenes import adjustments as scene
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.mechanisms.liaison.models import Visit

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
LIST = "desk:visit_coverage"


def read(response: Any) -> str:
    text: str = response.content.decode()
    return text


def visited(firm: Enterprise, by: User, ago: int, state: str = "made") -> Visit:
    day = timezone.localdate() - timedelta(days=ago)
    return Visit.objects.create(enterprise=firm, visitor=by, day=day, state=state, purpose="看望")


def named(client: Client, **asked: str) -> set[str]:
    text = read(client.get(reverse(LIST), asked))
    return {name for name in ("许昌钻石公司", *(f"许昌第{n}厂" for n in (1, 2, 3))) if name in text}


def test_each_firm_says_when_somebody_was_there_and_what_is_planned(
    cast: Cast, sign_in: SignIn
) -> None:
    visited(cast.diamond, cast.lin, 10)
    visited(cast.diamond, cast.lin, 200)
    visited(cast.diamond, cast.lin, -2, "planned")
    text = read(sign_in(cast.he_fan).get(reverse(LIST)))
    day = timezone.localdate() - timedelta(days=10)
    assert f"{day.month}月{day.day}日" in text
    assert "林助" in text
    ahead = timezone.localdate() + timedelta(days=2)
    assert f"{ahead.month}月{ahead.day}日" in text
    assert f"{reverse('desk:visits')}?firm={cast.diamond.pk}" in text


def test_it_is_narrowed_to_what_wants_a_plan(cast: Cast, sign_in: SignIn) -> None:
    first, second, third = scene.firms(cast, 3)
    visited(cast.diamond, cast.lin, 10)
    visited(first, cast.lin, 91)
    # Called off is not visited.
    visited(second, cast.lin, 5, "cancelled")
    visited(third, cast.lin, -1, "planned")
    client = sign_in(cast.he_fan)
    assert named(client, long="on") == {first.name, second.name, third.name}
    assert named(client, never="on") == {second.name, third.name}
    assert named(client, never="on", unplanned="on") == {second.name}
    assert named(client, who="林助") == {"许昌钻石公司"}
    assert named(client, who="没有这个人") == set()


def test_of_other_offices_and_of_closed_firms_nothing_is_listed(
    cast: Cast, sign_in: SignIn
) -> None:
    [closed] = scene.firms(cast, 1)
    Enterprise.objects.filter(pk=closed.pk).update(status="closed")
    assert named(sign_in(cast.he_fan)) == {"许昌钻石公司"}
    assert cast.shoes.name in read(sign_in(cast.qin_lan).get(reverse(LIST)))
    assert named(sign_in(cast.qin_lan)) == set()
    assert sign_in(cast.lin).get(reverse(LIST)).status_code == 403


def test_three_firms_cost_what_one_does(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    one = page_asks(client, reverse(LIST))
    for firm in scene.firms(cast, 3):
        visited(firm, cast.lin, 3)
    assert page_asks(client, reverse(LIST)) == one <= 20
