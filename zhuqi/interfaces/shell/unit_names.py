"""A field into which a unit's name is typed: suggestions while typing, text without script."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy

from zhuqi.foundation.directory.models import Region
from zhuqi.foundation.directory.naming import full_name, units_like

LIST = "unit-names"
_TYPED = 80


def suggesting(route: str, beside: str) -> forms.TextInput:
    """The widget; `beside` names the field of the form that says near which firm to look."""
    return forms.TextInput(
        attrs={
            "list": LIST,
            "autocomplete": "off",
            "hx-get": reverse_lazy(route),
            "hx-trigger": "input changed delay:250ms",
            "hx-target": f"#{LIST}",
            "hx-include": f"[name={beside}]",
            # An answer to an older text never writes over that to a newer one.
            "hx-sync": "this:replace",
        }
    )


def suggestions(request: HttpRequest, *, near: Region | None) -> HttpResponse:
    """The options for what has been typed so far."""
    text = request.GET.get("complained_of", "")[:_TYPED]
    units = units_like(text, near=near) if near is not None else []
    return render(
        request,
        "shell/parts/unit_options.html",
        {"options": [(full_name(unit), unit.short_name) for unit in units]},
    )
