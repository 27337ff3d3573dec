"""Pages stand under what people do; a group of one page is that page."""

from collections import defaultdict

import pytest
from django.test import RequestFactory

from zhuqi.interfaces.shell import navigation
from zhuqi.interfaces.shell.navigation import Entry, Group, NavGroup

pytestmark = pytest.mark.urls("tests.interfaces.shell.urls")


@pytest.fixture(autouse=True)
def two_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """诉求 with two pages, 公文 with one, 会议 with none."""
    for name in ("_entries", "_starts"):
        monkeypatch.setattr(navigation, name, defaultdict(list))
    for name in ("_groups", "_searches", "_bells"):
        monkeypatch.setattr(navigation, name, {})
    navigation.register_groups(
        "desk",
        [
            Group("papers", "公文", "note"),
            Group("meetings", "会议", "users"),
            Group("cases", "诉求", "list-details"),
        ],
    )
    navigation.register("desk", Entry("待办", "desk:queue", order=10, group="papers"))
    navigation.register("desk", Entry("台账", "desk:ledger", order=20, group="cases"))
    counted = Entry("登记", "shell:styleguide", order=30, group="cases", count=lambda _request: 4)
    navigation.register("desk", counted)


def groups(rf: RequestFactory, path: str) -> list[NavGroup]:
    return navigation.groups("desk", navigation.items("desk", rf.get(path)))


def test_groups_stand_in_their_own_order_and_empty_ones_not_at_all(rf: RequestFactory) -> None:
    found = groups(rf, "/desk/")
    assert [group.label for group in found] == ["公文", "诉求"]
    assert found[0].single is not None
    assert found[0].single.label == "待办"
    assert found[1].single is None


def test_a_closed_group_says_how_much_waits_behind_it(rf: RequestFactory) -> None:
    assert [group.count for group in groups(rf, "/desk/")] == [None, 4]


def test_the_group_one_is_in_is_open_and_elsewhere_the_first_of_several(
    rf: RequestFactory,
) -> None:
    assert [group.open for group in groups(rf, "/desk/")] == [False, True]
    navigation.register("desk", Entry("归档", "account_login", order=5, group="papers"))
    assert [group.open for group in groups(rf, "/accounts/login/")] == [True, False]
    assert [group.open for group in groups(rf, "/desk/ledger/")] == [False, True]


def test_a_page_of_an_unknown_group_is_a_mistake(rf: RequestFactory) -> None:
    navigation.register("desk", Entry("走访", "desk:ledger", group="visits"))
    with pytest.raises(KeyError, match="visits"):
        groups(rf, "/desk/")


def test_nobody_is_offered_what_they_may_not_begin(rf: RequestFactory) -> None:
    navigation.register_start("desk", Entry("登记诉求", "desk:ledger"))
    navigation.register_start("desk", Entry("走访", "desk:queue"), lambda _request: False)
    assert [item.label for item in navigation.starts("desk", rf.get("/"))] == ["登记诉求"]


def test_only_who_can_find_something_has_a_search_box(rf: RequestFactory) -> None:
    assert navigation.search_url("desk", rf.get("/")) == ""
    navigation.register_search("desk", "desk:ledger", lambda request: request.path == "/mine/")
    assert navigation.search_url("desk", rf.get("/")) == ""
    assert navigation.search_url("desk", rf.get("/mine/")) == "/desk/ledger/"
