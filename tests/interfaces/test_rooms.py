"""Rooms are found by their entry in the settings: their addresses, their places, their names."""

from collections import Counter

import pytest
from django.apps import apps
from django.urls import URLPattern, get_resolver, reverse

from zhuqi.interfaces.desk.navigation import GROUPS
from zhuqi.interfaces.shell import navigation
from zhuqi.interfaces.shell.addressing import rooms_urls


@pytest.mark.parametrize("area", ["desk", "portal"])
def test_no_two_pages_of_an_area_have_one_name(area: str) -> None:
    resolver = get_resolver().namespace_dict[area][1]
    names = Counter(one.name for one in resolver.url_patterns if isinstance(one, URLPattern))
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("area", ["desk", "portal"])
def test_whatever_is_offered_has_a_page_and_a_known_group(area: str) -> None:
    groups = {group.key for group in GROUPS} | {""}
    for kept in (navigation._entries, navigation._starts):
        for entry, _visible in kept[area]:
            assert reverse(entry.view)
            assert entry.group in groups


def test_an_installed_room_brings_its_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    shell = apps.get_app_config("shell")
    monkeypatch.setattr(apps, "get_app_configs", lambda: [shell])
    found = [one.name for one in rooms_urls("zhuqi.interfaces") if isinstance(one, URLPattern)]
    assert found == ["styleguide", "styleguide_temper"]
    assert rooms_urls("zhuqi.interfaces.desk") == []
