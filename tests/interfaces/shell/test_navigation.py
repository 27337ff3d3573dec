"""The areas above register what they offer; each person sees their part of it."""

from collections import defaultdict

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from zhuqi.interfaces.shell import navigation
from zhuqi.interfaces.shell.navigation import Entry

pytestmark = pytest.mark.urls("tests.interfaces.shell.urls")


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is registered yet."""
    monkeypatch.setattr(navigation, "_entries", defaultdict(list))
    monkeypatch.setattr(navigation, "_places", {})
    monkeypatch.setattr(navigation, "_bells", {})
    monkeypatch.setattr(navigation, "_searches", {})


def labels(request: HttpRequest) -> list[str]:
    return [item.label for item in navigation.items("desk", request)]


def test_entries_stand_in_their_order(rf: RequestFactory) -> None:
    navigation.register("desk", Entry("台账", "desk:ledger", order=20))
    navigation.register("desk", Entry("待办", "desk:queue", order=10))
    assert labels(rf.get("/desk/")) == ["待办", "台账"]


def test_only_what_is_visible_is_offered(rf: RequestFactory) -> None:
    navigation.register("desk", Entry("台账", "desk:ledger"), visible=lambda _request: False)
    assert labels(rf.get("/desk/")) == []


def test_the_longest_fitting_address_is_the_active_one(rf: RequestFactory) -> None:
    navigation.register("desk", Entry("待办", "desk:queue", order=10))
    navigation.register("desk", Entry("台账", "desk:ledger", order=20))
    active = [
        item.label for item in navigation.items("desk", rf.get("/desk/ledger/")) if item.active
    ]
    assert active == ["台账"]


def test_beside_the_bells_own_pages_no_entry_stands_out(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(navigation, "_bells", {"desk": ("desk:ledger", lambda _request: None)})
    navigation.register("desk", Entry("待办", "desk:queue"))
    assert [item.active for item in navigation.items("desk", rf.get("/desk/ledger/"))] == [False]
    assert [item.active for item in navigation.items("desk", rf.get("/desk/"))] == [True]


def test_a_view_registered_twice_stands_once(rf: RequestFactory) -> None:
    navigation.register("desk", Entry("旧", "desk:queue"))
    navigation.register("desk", Entry("新", "desk:queue", count=lambda _request: 3))
    items = navigation.items("desk", rf.get("/desk/"))
    assert [(item.label, item.count) for item in items] == [("新", 3)]


def test_an_area_nobody_registered_is_empty(rf: RequestFactory) -> None:
    assert navigation.items("portal", rf.get("/")) == []
    assert navigation.place("portal", rf.get("/")) == ""


def test_the_place_in_the_top_line(rf: RequestFactory) -> None:
    navigation.register_place("desk", lambda _request: "市自然资源局")
    assert navigation.place("desk", rf.get("/desk/")) == "市自然资源局"
