"""What the API serves: the rooms' own routes, and the nouns that pages offer to programs."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise
from ninja import Router

from zhuqi.interfaces.api.lists import ApiList
from zhuqi.interfaces.api.rooms import ApiRoomConfig
from zhuqi.interfaces.api.rows import NounRows
from zhuqi.interfaces.desk.nouns import TOLD
from zhuqi.interfaces.desk.verb_views import VerbViews


@dataclass(frozen=True, slots=True)
class Served:
    """What a group of scopes opens: its name, its words, its routes."""

    group: str
    label: StrOrPromise
    router: Router


def served() -> Iterator[Served]:
    """Every installed room with its routes, in the settings' order, then the nouns that pages
    offer to programs as they are."""
    for config in apps.get_app_configs():
        if isinstance(config, ApiRoomConfig):
            router = import_module(f"{config.name}.routes").ROUTER
            yield Served(config.group, config.verbose_name, router)
    for group, views in TOLD.items():
        yield Served(group, views.its_list.label, noun_router(views))


def noun_router(views: VerbViews[Any, Any]) -> Router:
    """A noun's list, one of them, its verbs, and a new one: all as its pages declare them."""
    assert views.told is not None  # noqa: S101 (for the type checker: only such are offered)
    router, rows, listing = Router(), NounRows.of(views), views.its_list
    told = views.told.only(*views.told_in_list)
    ApiList(path=rows.path, listing=listing, allowed=views.allowed, told=told).serve(router)
    summary = _("一%(measure)s%(noun)s，和您能对它办的事")
    said = summary % {"measure": listing.measure, "noun": rows.noun}
    rows.serve_told(router, said, views.told)
    rows.serve_verbs(router)
    if views.new:
        rows.serve_new(router, views.new)
    return router
