"""What webhooks tell: what a GET gives to whom it is told, and nothing made for it besides."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import resolve

from zhuqi.foundation.access import Person
from zhuqi.foundation.accounts.queries import act_for
from zhuqi.foundation.webhooks.subjects import SUBJECTS, Subject, Telling
from zhuqi.interfaces.api.auth import let_in
from zhuqi.interfaces.api.rows import NounRows
from zhuqi.interfaces.desk import nouns
from zhuqi.interfaces.desk.verb_views import VerbViews


def seen_by(person: Person, path: str) -> Telling | None:
    """What a GET of this address gives them; None where it gives nothing. What a token is for is
    the caller's matter."""
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    act_for(request, person)
    let_in(request)
    found = resolve(path)
    response = found.func(request, *found.args, **found.kwargs)
    if response.status_code != 200:  # noqa: PLR2004
        return None
    data: Mapping[str, Any] = json.loads(response.content)
    return Telling(path, data)


def register() -> None:
    """Of the nouns that pages offer to programs, everything follows from what the pages declare."""
    for group, views in nouns.TOLD.items():
        SUBJECTS.register(views.noun.object_type, _subject(group, views), order=200)


def _subject(group: str, views: VerbViews[Any, Any]) -> Subject:
    rows = NounRows.of(views)

    def tell(person: Person, pk: int, _seq: int) -> Telling | None:
        return seen_by(person, rows.href(pk))

    kinds = {kind.partition(".")[2]: label for kind, label in views.event_kinds.items()}
    return Subject(views.its_list.label, group, kinds, tell)
