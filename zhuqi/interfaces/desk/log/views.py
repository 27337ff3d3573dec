"""The audit administrator's page: every event, newest first, and the seals that guard them.

Erasable values (what firms wrote, names, phones) are not shown: the log proves who did what when,
and the audit administrator sees no business.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from zhuqi.foundation.access import Role
from zhuqi.foundation.audit.models import Event, Head, Seal
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.log.forms import FILTERS
from zhuqi.interfaces.desk.system.log_check import checked
from zhuqi.interfaces.shell import event_words, wording
from zhuqi.interfaces.shell.event_words import DescribedEvent, describe
from zhuqi.interfaces.shell.listing import Empty, Listing, Order, Shown, no_context

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
