"""The audit administrator's page: every event, newest first, and the seals that guard them.

Erasable values (what firms wrote, names, phones) are not shown: the log proves who did what when,
and the audit administrator sees no business.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.core import signing
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.enums import MemberEvent, UserEvent
from zhuqi.foundation.audit.models import Event, Head, Seal
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.interfaces.desk import doors
from zhuqi.interfaces.desk.forms.log import OBJECTS, LogForm
from zhuqi.interfaces.shell import wording
from zhuqi.ledgers.cases.enums import Verb

PAGE = 50
SEALS = 10
SALT = "desk.log.cursor"
NAMES: dict[str, dict[str, str]] = {
    "case": {verb.value: str(verb.label) for verb in Verb},
    "user": {event.value: str(event.label) for event in UserEvent},
    "member": {event.value: str(event.label) for event in MemberEvent},
}
OBJECT_NAMES = {key: str(label) for key, label in OBJECTS if key}


@dataclass(frozen=True, slots=True)
class Line:
    """An event on screen. `changes` are (field, before, after), `facts` everything else."""

    pk: int
    recorded: str
    occurred: str
    who: str
    what: str
    kind: str
    object: str
    object_url: str
    changes: list[tuple[str, str, str]]
    facts: list[tuple[str, str]]
    private: str
    hash: str


@doors.official(doors.administers(Role.AUDIT_ADMIN))
def log(request: HttpRequest) -> HttpResponse:
    """A keyset page of events with the filters in the address; the seals beside it."""
    form = LogForm(request.GET)
    events = _chosen(form.cleaned_data).order_by("-recorded_at", "-pk")
    rows = list(
        _after(events, request.GET.get("cursor", "")).prefetch_related("erasables")[: PAGE + 1]
    )
    more, rows = len(rows) > PAGE, rows[:PAGE]
    context = {
        "form": form,
        "narrowed": any(form.cleaned_data.values()),
        "lines": [_line(event) for event in rows],
        "first": not request.GET.get("cursor"),
        "next_url": _next(request.GET, rows[-1]) if more else "",
        "seals": [
            (s.number, wording.moment(s.sealed_at), s.head_count, s.mac[:16], s.key_id)
            for s in Seal.objects.order_by("-number")[:SEALS]
        ],
        "unsealed": Head.objects.filter(seq__gt=F("sealed_seq")).count(),
    }
    return render(request, "desk/admin/log.html", context)


def _chosen(data: Mapping[str, Any]) -> QuerySet[Event]:
    events = Event.objects.all()
    for name in ("object_type", "object_id"):
        if data.get(name) not in (None, ""):
            events = events.filter(**{name: data[name]})
    if kind := data.get("kind"):
        keys = [key for names in NAMES.values() for key, label in names.items() if label == kind]
        events = events.filter(kind__in=[kind, *keys])
    if actor := data.get("actor"):
        events = (
            events.filter(actor_id=int(actor)) if _is_id(actor) else events.filter(actor_name=actor)
        )
    if since := data.get("since"):
        events = events.filter(recorded_at__gte=datetime.combine(since, time.min, SHANGHAI))
    if until := data.get("until"):
        end = datetime.combine(until + timedelta(days=1), time.min, SHANGHAI)
        events = events.filter(recorded_at__lt=end)
    return events


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18  # noqa: PLR2004 (fits a column)


def _after(events: QuerySet[Event], cursor: str) -> QuerySet[Event]:
    """What stands below the cursor's event. A forged cursor is the first page."""
    try:
        at, pk = signing.loads(cursor, salt=SALT)
    except signing.BadSignature:
        return events
    edge = datetime.fromisoformat(at)
    return events.filter(Q(recorded_at__lt=edge) | Q(recorded_at=edge, pk__lt=pk))


def _next(query: QueryDict, last: Event) -> str:
    changed = query.copy()
    changed["cursor"] = signing.dumps([last.recorded_at.isoformat(), last.pk], salt=SALT)
    return f"?{changed.urlencode()}"


def _line(event: Event) -> Line:
    facts = event.facts
    changes = facts.pop("changes", {})
    occurred = wording.moment(event.occurred_at)
    recorded = wording.moment(event.recorded_at)
    name = OBJECT_NAMES.get(event.object_type, event.object_type)
    return Line(
        pk=event.pk,
        recorded=recorded,
        occurred="" if occurred == recorded else occurred,
        who=" ".join(filter(None, (event.actor_unit, event.actor_name))),
        what=NAMES.get(event.object_type, {}).get(event.kind, event.kind),
        kind=event.kind,
        object=f"{name} {event.object_id} · 第 {event.seq} 条",
        object_url=f"?object_type={event.object_type}&object_id={event.object_id}",
        changes=[(key, _plain(pair[0]), _plain(pair[1])) for key, pair in _pairs(changes)],
        facts=[(key, _plain(value)) for key, value in facts.items()],
        private="、".join(row.name for row in event.erasables.all()),
        hash=event.hash[:16],
    )


def _pairs(changes: Any) -> list[tuple[str, list[Any]]]:
    """Before and after, where the event holds them in that form."""
    if not isinstance(changes, dict):
        return []
    return [(k, v) for k, v in changes.items() if isinstance(v, list) and len(v) == 2]  # noqa: PLR2004


def _plain(value: Any) -> str:
    if value is None or value == "":
        return "（空）"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
