"""The audit administrator's page: every event, newest first, and the seals that guard them.

Erasable values (what firms wrote, names, phones) are not shown: the log proves who did what when,
and the audit administrator sees no business.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Role
from zhuqi.foundation.audit.models import Event, Head, Seal
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.log.forms import FILTERS
from zhuqi.interfaces.desk.system.log_check import checked
from zhuqi.interfaces.shell import event_words, wording
from zhuqi.interfaces.shell.event_words import DescribedEvent, describe
from zhuqi.interfaces.shell.listing import (
    Column,
    Empty,
    InFile,
    Listing,
    Order,
    Shown,
    no_context,
)

SEALS = 10


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


def _changes(told: DescribedEvent) -> str:
    """What an event says, line by line."""
    changed = [
        _("%(field)s：%(old)s → %(new)s") % {"field": field, "old": old, "new": new}
        for field, old, new in told.changes
    ]
    return "\n".join([*changed, *(f"{name}：{value}" for name, value in told.facts)])


LOG: Listing[Event, None] = Listing(
    name="log",
    label=_lazy("操作日志"),
    measure=_lazy("条"),
    rows=lambda _asked: Event.objects.prefetch_related("erasables"),
    context=no_context,
    filters=FILTERS,
    orders=(Order("newest", _lazy("新的在前"), ("-recorded_at", "-pk")),),
    empty=Empty(_lazy("还没有日志"), _lazy("做过的每一件事都会记在这里。"), "history"),
    unmatched=Empty(_lazy("没有符合条件的日志"), _lazy("可以去掉一两个条件再看。"), "history"),
)


Described = Mapping[int, DescribedEvent]


def _told(
    key: str, label: StrOrPromise, of: Callable[[DescribedEvent], str]
) -> Column[Event, Described]:
    return Column(key, label, lambda event, told: of(told[event.pk]))


def _at(key: str, label: StrOrPromise, of: Callable[[Event], datetime]) -> Column[Event, Described]:
    """Told to the second in a file, for whoever looks for what came first."""
    read: InFile[Event, Described] = InFile(
        label, lambda event, _told: f"{timezone.localtime(of(event)):%Y-%m-%d %H:%M:%S}", width=20
    )
    return Column(key, label, lambda event, _told: wording.moment(of(event)), in_file=(read,))


# The same events in a file, which has columns where the page has lines.
LOG_FILE: Listing[Event, Described] = Listing(
    name=LOG.name,
    label=LOG.label,
    measure=LOG.measure,
    rows=LOG.rows,
    context=lambda _asked, events: {told.event.pk: told for told in describe(events)},
    columns=(
        _at("recorded", _lazy("记录时间"), lambda event: event.recorded_at),
        _at("occurred", _lazy("发生时间"), lambda event: event.occurred_at),
        _told("who", _lazy("操作人"), lambda told: told.who),
        _told("what", _lazy("操作"), lambda told: told.what),
        _told("object", _lazy("对象"), lambda told: told.object),
        Column("id", _lazy("对象编号"), lambda event, _told: event.object_id, number=True),
        Column("seq", _lazy("第几条"), lambda event, _told: event.seq, number=True),
        _told("changes", _lazy("改动"), _changes),
        _told("reason", _lazy("原因"), lambda told: told.reason),
        Column("hash", _lazy("校验值"), lambda event, _told: event.hash),
    ),
    filters=LOG.filters,
    orders=LOG.orders,
    empty=LOG.empty,
    unmatched=LOG.unmatched,
)


@access.official(access.administers(Role.AUDIT_ADMIN))
def log(request: HttpRequest) -> HttpResponse:
    """A keyset page of events with the filters in the address; the seals beside it."""
    return LOG.answer(request, access.of(request), "desk/log/log.html", _beside)


def _beside(shown: Shown[Event, None]) -> dict[str, Any]:
    return {
        "lines": [_line(told) for told in describe(shown.rows)],
        "seals": [
            (s.number, wording.moment(s.sealed_at), s.head_count, s.mac[:16], s.key_id)
            for s in Seal.objects.order_by("-number")[:SEALS]
        ],
        "log_check": checked(),
        "unsealed": Head.objects.filter(seq__gt=F("sealed_seq")).count(),
    }


def _line(told: DescribedEvent) -> LogRow:
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
