"""The addresses of an area: its own, and those of every room below it that is installed."""

from importlib import import_module

from django.apps import apps
from django.urls import URLPattern, URLResolver
from django.utils.module_loading import module_has_submodule

Patterns = list[URLPattern | URLResolver]


def rooms_urls(package: str) -> Patterns:
    """The `urlpatterns` of the installed apps below a package, in the settings' order.

    They are included into the area's own namespace: a room has no `app_name` and names its
    pages so that no other room has the name.
    """
    found: Patterns = []
    for config in apps.get_app_configs():
        below = config.name.startswith(f"{package}.")
        if below and config.module and module_has_submodule(config.module, "urls"):
            found += import_module(f"{config.name}.urls").urlpatterns
    return found
