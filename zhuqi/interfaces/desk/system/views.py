"""The system administrator's page: is everything running, and by which calendar."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import Role
from zhuqi.foundation.attachments.disk import Disk, Level, disks, in_words
from zhuqi.foundation.attachments.store_check import store_away
from zhuqi.foundation.audit.server_clock import behind_words, clock_behind
from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.outbox.enums import OutboxState
from zhuqi.foundation.outbox.queries import LastRun, Overview, overview
from zhuqi.foundation.upkeep.queries import last_runs
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.system import upkeep
from zhuqi.interfaces.desk.system.log_check import checked
from zhuqi.interfaces.desk.system.work import named, opening
from zhuqi.interfaces.shell import tables, wording
from zhuqi.interfaces.shell.parts import Heading, Stat, Table

YEARS_AHEAD = 3


@access.official(access.administers(Role.SYSTEM_ADMIN))
def system(request: HttpRequest) -> HttpResponse:
    """Workers, outbox items, schedules, the calendar. No business rows: payloads stay unseen."""
    now = timezone.now()
    look = overview(now)
    days = calendar()
    year = timezone.localdate(now).year
    years = [(y, days.is_provisional_year(y)) for y in range(year, year + YEARS_AHEAD)]
    behind = clock_behind(now)
    room, last = disks(), last_runs()
    context = {
        "look": look,
        "clock_behind": behind_words(behind) if behind else "",
        "to_do": upkeep.to_do(upkeep.advice(look, room, store_away(), last, now)),
        "stats": [
            Stat(_("等待执行"), look.waiting, opening(OutboxState.WAITING)),
            Stat(_("尚未到时"), look.later, opening(OutboxState.LATER)),
            Stat(_("执行中"), look.running, opening(OutboxState.RUNNING)),
            Stat(_("已放弃"), look.failed, opening(OutboxState.FAILED)),
        ],
        "oldest": wording.moment(look.oldest_waiting),
        "disks": _disks(room),
        "upkeep": upkeep.runs(last),
        "beats": _beats(look),
        "runs": _runs(look),
        "log_check": checked(),
        "years": years,
    }
    return render(request, "desk/system/system.html", context)


def _disks(room: list[Disk]) -> Table:
    columns = [
        Heading(_("磁盘")),
        Heading(_("剩余"), number=True),
        Heading(_("共"), number=True),
        Heading(_("状态")),
    ]
    said = {Level.LOW: _("空间不多，请尽快清理或扩容"), Level.FULL: _("即将写满，请立即处理")}
    rows = [
        [
            disk.holds,
            f"{in_words(disk.free)}（{disk.share}%）",
            in_words(disk.total),
            tables.strong(said[disk.level]) if disk.level in said else _("够用"),
        ]
        for disk in room
    ]
    return Table(columns, rows, keys=False)


def _beats(look: Overview) -> Table:
    columns = [
        Heading(_("进程")), Heading(_("启动")), Heading(_("最近报到")), Heading(_("状态")),
    ]  # fmt: skip
    rows = [
        [
            beat.name,
            wording.moment(beat.started_at),
            wording.moment(beat.seen_at),
            tables.strong(_("没有声响")) if beat.silent else _("在工作"),
        ]
        for beat in look.beats
    ]
    return Table(columns, rows, caption=_("工作进程"), keys=False)


def _runs(look: Overview) -> Table:
    columns = [Heading(_("日程")), Heading(_("最近时段")), Heading(_("结果"))]
    rows = [[named(run.name), wording.moment(run.slot), _outcome(run)] for run in look.last_runs]
    return Table(columns, rows, keys=False)


def _outcome(run: LastRun) -> str:
    if run.done_at:
        return f"{_('完成于')} {wording.moment(run.done_at)}"
    if run.failed_at:
        return tables.strong(f"{_('放弃于')} {wording.moment(run.failed_at)}")
    return _("还没有执行")
