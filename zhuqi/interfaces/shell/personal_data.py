"""What is held on a person, as a page to print or a file to take along."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from zhuqi.foundation.accounts.personal_data import PersonalData


def answer(request: HttpRequest, data: PersonalData, template: str, back: str) -> HttpResponse:
    """The file if `format` is json, else the page; neither is kept by the browser."""
    if request.POST.get("format") == "json":
        response = HttpResponse(_json(data), content_type="application/json; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="held.json"'
    else:
        response = render(request, template, {"personal_data": data, "back": back})
    response["Cache-Control"] = "no-store"
    return response


def _json(data: PersonalData) -> str:
    said = {
        "name": data.name,
        "at": timezone.localtime(data.at).isoformat(timespec="seconds"),
        "with_confidential": data.whole,
        **{section.key: [dict(row) for row in section.labelled] for section in data.sections},
    }
    return json.dumps(said, ensure_ascii=False, indent=1)
