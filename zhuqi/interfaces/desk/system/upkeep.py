"""Backups and checks as they last went, and what the administrator has to do about anything."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from zhuqi.foundation.attachments.disk import Disk, Level
from zhuqi.foundation.contributions.checks import CHECKS
from zhuqi.foundation.outbox.queries import Overview
from zhuqi.foundation.upkeep.queries import BACKUP, CHECK, Last
from zhuqi.interfaces.shell import tables, wording
from zhuqi.interfaces.shell.parts import Cell, Heading, Table

# A night may be missed; two may not.
BACKUP_DUE: Final = timedelta(hours=50)
CHECK_DUE: Final = timedelta(days=8)
# What nothing else finds.
_REGULAR = ("audit", "rows", "files")
WAITS_LONG: Final = timedelta(minutes=30)
_SHOWN = 120

Advice = tuple[str, str]


def advice(
    look: Overview, room: Sequence[Disk], away: str, last: Mapping[str, Last], now: datetime
) -> list[Advice]:
    """What is wrong or due, each with what to do about it; the gravest first. `away`: the store of
    attachments that does not answer."""
    return [
        *_stopped(look, now), *_disks(room), *_store(away), *_backup(last, now),
        *_checks(last, now),
    ]  # fmt: skip


def _stopped(look: Overview, now: datetime) -> Iterator[Advice]:
    if not look.beats or all(beat.silent for beat in look.beats):
        yield (
            _("后台工作进程没有报到：提醒、重算和封存都停着。"),
            _("在服务器上看 systemctl status zhuqi-worker，启动 zhuqi worker。"),
        )
    elif look.oldest_waiting and now - look.oldest_waiting > WAITS_LONG:
        yield (
            _("后台任务积压：最早的一件应在 %(at)s 执行。")
            % {"at": wording.moment(look.oldest_waiting)},
            _("看“等待执行”里是什么；积压不减的，再启动一个 zhuqi worker。"),
        )
    if look.failed:
        yield (
            _("有 %(count)d 件后台任务试了多次没有成功，已经放弃。") % {"count": look.failed},
            _("打开“已放弃”看错误；通知发不出去的先检查通道设置。"),
        )


def _disks(room: Sequence[Disk]) -> Iterator[Advice]:
    short = "、".join(disk.holds for disk in room if disk.level is not Level.ENOUGH)
    if short:
        yield (
            _("%(holds)s所在磁盘空间不足：写满后新的诉求和附件存不进来。") % {"holds": short},
            _("清理或扩容；备份写在同一块盘上的，移到别处，并用 --keep 限定份数。"),
        )


def _store(away: str) -> Iterator[Advice]:
    if away:
        yield (
            _("附件存放处 %(where)s 连不上：附件打不开也存不进，其余照常。") % {"where": away},
            _("看对象存储和网络；恢复后运行 zhuqi check store。"),
        )


def _backup(last: Mapping[str, Last], now: datetime) -> Iterator[Advice]:
    if settings.SAMPLE_MODE:
        return  # nothing of an invented city would be missed
    run, how = last.get(BACKUP), _("在服务器上运行 zhuqi backup，并设为每天定时。")
    if run is None:
        yield _("还没有备份过。"), how
    elif not run.good:
        yield (
            _("最近一次备份没有成功：%(why)s") % {"why": run.sentence[:_SHOWN]},
            _("按提示处理后再运行 zhuqi backup。"),
        )
    elif now - run.ended_at > BACKUP_DUE:
        yield (
            _("最近一次备份是 %(at)s，隔得久了。") % {"at": wording.moment(run.ended_at)},
            _("看 systemctl list-timers 里的 zhuqi-backup 为什么没有运行。"),
        )


def _checks(last: Mapping[str, Last], now: datetime) -> Iterator[Advice]:
    for name, check in CHECKS.items():
        run = last.get(f"{CHECK}{name}")
        if run is not None and not run.good:
            yield (
                _("检查发现问题：%(what)s。%(said)s")
                % {"what": check.help_line, "said": run.sentence[:_SHOWN]},
                _("在服务器上运行 zhuqi check %(name)s，逐条看。") % {"name": name},
            )
    due = [n for n in _REGULAR if _is_due(last.get(f"{CHECK}{n}"), now)]
    if due and not settings.SAMPLE_MODE:
        yield (
            _("超过一周没有核对：%(what)s。")
            % {"what": "、".join(CHECKS[name].help_line for name in due)},
            _("在服务器上运行 zhuqi check，并设为每天定时。"),
        )


def _is_due(run: Last | None, now: datetime) -> bool:
    return run is None or now - run.ended_at > CHECK_DUE


def to_do(found: Sequence[Advice]) -> Table:
    """What is wrong, and beside it what to do."""
    columns = [Heading(_("情况"), css="z-wide"), Heading(_("怎么办"), css="z-wide")]
    return Table(columns, [list(one) for one in found], keys=False)


def runs(last: Mapping[str, Last]) -> Table:
    """The last backup, and every check's."""
    columns = [
        Heading(_("做什么")), Heading(_("最近一次")), Heading(_("结果"), css="z-wide"),
        Heading(_("最近一次没有问题"), short=_("上次正常")),
    ]  # fmt: skip
    named = [(BACKUP, _("备份（zhuqi backup）"))]
    named += [
        (f"{CHECK}{name}", f"{check.help_line}（zhuqi check {name}）")
        for name, check in CHECKS.items()
        if not check.by_name_only
    ]
    rows = [_run(label, last.get(name)) for name, label in named]
    return Table(columns, rows, keys=False)


def _run(label: str, run: Last | None) -> list[Cell | object]:
    if run is None:
        return [label, _("还没有做过"), "", ""]
    said = run.sentence[:_SHOWN]
    return [
        label,
        wording.moment(run.ended_at),
        said if run.good else tables.strong(said or _("发现问题")),
        wording.moment(run.good_at),
    ]
