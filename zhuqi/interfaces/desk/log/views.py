"""The audit administrator's page: every event, newest first, and the seals that guard them.

Erasable values (what firms wrote, names, phones) are not shown: the log proves who did what when,
and the audit administrator sees no business.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.core import signing
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhuqi.foundation.access import Role
from zhuqi.foundation.audit.models import Event, Head, Seal
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.log.forms import LogForm
from zhuqi.interfaces.desk.system.views import checked
from zhuqi.interfaces.shell import event_words, wording
from zhuqi.interfaces.shell.event_words import Told, describe, kinds

PAGE = 50
SEALS = 10
SALT = "desk.log.cursor"


@dataclass(frozen=True, slots=True)
class LogRow:
    """An event on screen. `changes` are (field, before, after), `facts` everything else."""

    pk: int
    recorded: str
    occurred: str
    who: str
    what: str
    kind: str
    object: str
    place: str
    object_url: str
    history_url: str
    changes: list[tuple[str, str, str]]
    facts: list[tuple[str, str]]
    reason: str
    private: str
    hash: str


@access.official(access.administers(Role.AUDIT_ADMIN))
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
        "lines": [_line(told) for told in describe(rows)],
        "first": not request.GET.get("cursor"),
        "next_url": _next(request.GET, rows[-1]) if more else "",
        "seals": [
            (s.number, wording.moment(s.sealed_at), s.head_count, s.mac[:16], s.key_id)
            for s in Seal.objects.order_by("-number")[:SEALS]
        ],
        "log_check": checked(),
        "unsealed": Head.objects.filter(seq__gt=F("sealed_seq")).count(),
    }
    return render(request, "desk/log/log.html", context)


def _chosen(data: Mapping[str, Any]) -> QuerySet[Event]:
    events = Event.objects.all()
    if object_type := data.get("object_type"):
        events = events.filter(object_type=object_type)
    if wanted := data.get("object_id"):
        events = events.filter(_the_object(wanted))
    if kind := data.get("kind"):
        keys = [key for key, label in kinds() if label == kind]
        events = events.filter(kind__in=[kind, *keys])
    if actor := data.get("actor"):
        events = (
            events.filter(actor_id=int(actor)) if _is_id(actor) else events.filter(actor_name=actor)
        )
        events = events.exclude(event_words.unnameable())
    if since := data.get("since"):
        events = events.filter(recorded_at__gte=datetime.combine(since, time.min, SHANGHAI))
    if until := data.get("until"):
        end = datetime.combine(until + timedelta(days=1), time.min, SHANGHAI)
        events = events.filter(recorded_at__lt=end)
    return events


def _the_object(text: str) -> Q:
    """By a number of its own (a case's), or by the id every line shows."""
    if found := event_words.named_by(text):
        return found
    return Q(object_id=int(text)) if _is_id(text) else Q(pk__in=())


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


def _line(told: Told) -> LogRow:
    event = told.event
    occurred = wording.moment(event.occurred_at)
    recorded = wording.moment(event.recorded_at)
    return LogRow(
        pk=event.pk,
        recorded=recorded,
        occurred="" if occurred == recorded else occurred,
        who=told.who,
        what=told.what,
        kind=event.kind,
        object=told.object,
        place=_("编号 %(id)s · 第 %(seq)s 条") % {"id": event.object_id, "seq": event.seq},
        object_url=f"?object_type={event.object_type}&object_id={event.object_id}",
        history_url=event_words.url_of(event),
        changes=told.changes,
        facts=told.facts,
        reason=told.reason,
        private="、".join(row.name for row in event.erasables.all()),
        hash=event.hash[:16],
    )
