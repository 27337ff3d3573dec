"""What is held on a person, as a page to print or a file to take along."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import linebreaksbr
from django.utils import timezone
from django.utils.html import format_html

from zhuqi.foundation.accounts.personal_data import PersonalData
from zhuqi.foundation.contributions.personal_data import Section
from zhuqi.interfaces.shell.markup import unbroken
from zhuqi.interfaces.shell.parts import Heading, Table


def answer(request: HttpRequest, data: PersonalData, template: str, back: str) -> HttpResponse:
    """The file if `format` is json, else the page; neither is kept by the browser."""
    if request.POST.get("format") == "json":
        response = HttpResponse(_json(data), content_type="application/json; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="held.json"'
    else:
        context = {
            "personal_data": data,
            "sections": [(section.title, _table(section)) for section in data.found],
            "back": back,
        }
        response = render(request, template, context)
    response["Cache-Control"] = "no-store"
    return response


def _table(section: Section) -> Table:
    """One kind of data, in its own script's direction; no column says what a row is about."""
    rows = [
        [
            format_html('<span dir="auto">{}</span>', linebreaksbr(unbroken(value or "—")))
            for value in row
        ]
        for row in section.rows
    ]
    return Table([Heading(column) for column in section.columns], rows, headed=False, keys=False)


def _json(data: PersonalData) -> str:
    said = {
        "name": data.name,
        "at": timezone.localtime(data.at).isoformat(timespec="seconds"),
        "with_confidential": data.whole,
        **{section.key: [dict(row) for row in section.labelled] for section in data.sections},
    }
    return json.dumps(said, ensure_ascii=False, indent=1)
