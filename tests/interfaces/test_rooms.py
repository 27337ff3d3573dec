"""Rooms are found by their entry in the settings: their addresses, their places, their names."""

from collections import Counter
from importlib import import_module
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db.models import Model
from django.template.loader import get_template
from django.urls import URLPattern, get_resolver, resolve, reverse

from scripts.shots import every_shot
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.contributions.personal_data import NOT_TOLD, PERSONAL_DATA
from zhuqi.foundation.directory.models import Official
from zhuqi.interfaces.desk.firm_sections import CARD_SECTIONS, FIRM_SECTIONS
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


def _names_a_person(model: type[Model]) -> bool:
    """By a reference to an account or an official, or by a column that holds one's id or phone."""
    columns = {"phone", "user_id", "actor_id", "uploaded_by_id", "submitted_by", "author"}
    return any(
        field.related_model in {User, Official} or field.name in columns
        for field in model._meta.concrete_fields
    )


def test_every_room_that_names_people_says_what_it_holds_on_them_or_why_not() -> None:
    ours = [config for config in apps.get_app_configs() if config.name.startswith("zhuqi.")]
    naming = {
        config.label
        for config in ours
        if any(_names_a_person(model) for model in config.get_models())
    }
    notifying = {
        config.label
        for config in ours
        for told in PERSONAL_DATA
        if told.__module__.startswith(f"{config.name}.")
    }
    excused = {name for name, _reason in NOT_TOLD.items()}
    assert naming <= notifying | excused
    assert not excused & notifying
    assert all(reason for reason in NOT_TOLD)


def test_every_contributed_section_has_its_template() -> None:
    for section in (*FIRM_SECTIONS, *CARD_SECTIONS):
        get_template(section.template)  # TemplateDoesNotExist where it has none


ROOMS_OF_THE_DESK = sorted(
    config.name.rpartition(".")[2]
    for config in apps.get_app_configs()
    if config.name.startswith("zhuqi.interfaces.desk.")
)


@pytest.mark.parametrize("room", ROOMS_OF_THE_DESK)
def test_every_room_of_the_desk_is_pictured(room: str) -> None:
    shots = list(import_module(f"scripts.shots.{room}").SHOTS)
    assert shots
    assert all(resolve(urlsplit(shot.find or shot.path).path) for shot in shots)


def test_no_two_pictures_have_one_name() -> None:
    names = Counter(shot.name for shot in every_shot())
    assert [name for name, times in names.items() if times > 1] == []
    assert len(names) > 150
