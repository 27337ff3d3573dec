"""What is held on a person, as a page to print or a file to take along."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from zhuqi.foundation.accounts.personal_data import PersonalData


def answer(request: HttpRequest, held: PersonalData, template: str, back: str) -> HttpResponse:
    """The file if `format` is json, else the page; neither is kept by the browser."""
    if request.POST.get("format") == "json":
        response = HttpResponse(_json(held), content_type="application/json; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="held.json"'
    else:
        response = render(request, template, {"held": held, "back": back})
    response["Cache-Control"] = "no-store"
    return response


def _json(held: PersonalData) -> str:
    data = {
        "name": held.name,
        "at": timezone.localtime(held.at).isoformat(timespec="seconds"),
        "with_confidential": held.whole,
        **{section.key: [dict(row) for row in section.labelled] for section in held.sections},
    }
    return json.dumps(data, ensure_ascii=False, indent=1)
