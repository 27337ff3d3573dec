"""The system administrator's page: is everything running, and by which calendar."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from zhuqi.foundation.access import Role
from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.outbox.queries import failed, overview
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.system.log_check import checked
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.event_words import work_words
from zhuqi.interfaces.shell.parts import Stat

FAILED_SHOWN = 20
YEARS_AHEAD = 3


@access.official(access.administers(Role.SYSTEM_ADMIN))
def system(request: HttpRequest) -> HttpResponse:
    """Workers, outbox items, schedules, the calendar. No business rows: payloads stay unseen."""
    now = timezone.now()
    look = overview(now)
    days = calendar()
    year = timezone.localdate(now).year
    years = [(y, days.is_provisional_year(y)) for y in range(year, year + YEARS_AHEAD)]
    context = {
        "look": look,
        "silent": not look.beats or all(beat.silent for beat in look.beats),
        "stats": [
            Stat("待执行", look.waiting),
            Stat("定时等待", look.later),
            Stat("执行中", look.running),
            Stat("已放弃", look.failed, "#failed" if look.failed else ""),
        ],
        "oldest": wording.moment(look.oldest_waiting),
        "beats": [
            (b.name, wording.moment(b.started_at), wording.moment(b.seen_at), b.silent)
            for b in look.beats
        ],
        "runs": [
            (
                _named(r.name),
                wording.moment(r.slot),
                wording.moment(r.done_at),
                wording.moment(r.failed_at),
            )
            for r in look.last_runs
        ],
        "failed": [
            (_named(row.kind), row.attempts, wording.moment(row.failed_at), row.last_error)
            for row in failed()[:FAILED_SHOWN]
        ],
        "log_check": checked(),
        "years": years,
    }
    return render(request, "desk/system/system.html", context)


def _named(kind: str) -> str:
    """In words, and as the console's commands and the worker's own log name it."""
    return f"{work_words(kind)}（{kind}）"
