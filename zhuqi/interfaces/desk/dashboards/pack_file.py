"""The meeting's papers as a workbook, made at once where there is little, else by the worker."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuqi.foundation.access import NotYours, Person
from zhuqi.foundation.jobs import actions as jobs
from zhuqi.foundation.jobs import files
from zhuqi.foundation.jobs.kinds import JobKind, MadeFile, Result, Run
from zhuqi.foundation.jobs.models import Job
from zhuqi.foundation.spreadsheets.writing import Head, Holds, Row, Sheet, SheetColumn
from zhuqi.foundation.spreadsheets.writing import write_workbook as write_sheets
from zhuqi.interfaces.desk.dashboards.pack import Pack, Part
from zhuqi.interfaces.shell.listing import exporting
from zhuqi.ledgers.cases.models import FAR
from zhuqi.reporting.statistics import queries

MEETING_PACK = "meeting_pack"
# The worker leaves it to who does it at once, and takes it up where their process died.
_MEANWHILE = timedelta(minutes=5)
_NAMES = {
    "new": gettext_lazy("近期新收"),
    "assign": gettext_lazy("待交办"),
    "late": gettext_lazy("逾期"),
    "carried": gettext_lazy("挂账待复核"),
}


def ask(since: str, by: Person) -> Job:
    """Make the papers: done already where they have few rows. NotYours for who reads no office's
    figures."""
    if not queries.compares_units(by.scope):
        raise NotYours(_("您的角色不做周交办会材料"))
    pack = Pack.of(by, since, timezone.now())
    total = pack.total()
    at_once = total <= exporting.AT_ONCE
    job = jobs.ask(
        kind=MEETING_PACK,
        title=pack.title,
        words=pack.days,
        order={"since": pack.since.isoformat(), "reach": exporting.reach_of(by.scope)},
        total=total,
        by=by,
        wait=_MEANWHILE if at_once else timedelta(0),
    )
    if at_once:
        jobs.carry_on(job.pk)
        job.refresh_from_db()
    return job


def _may_fetch(job: Job, by: Person) -> bool:
    """Who may still make them, and reaches all they reached when they asked."""
    reach = job.order["reach"]
    return queries.compares_units(by.scope) and exporting.reaches_still(reach, by.scope)


def write(run: Run) -> Result:
    """Do the job; begun anew after a kill, as the rows may be others by now."""
    if not queries.compares_units(run.person.scope):
        raise NotYours(_("您的角色不做周交办会材料"))
    pack = Pack.of(run.person, run.job.order["since"], timezone.now())
    path = files.FILES.new(".xlsx")
    try:
        numbers = write_sheets(path, list(_sheets(pack, run)))
    except BaseException:
        # Interrupted too: half a file is nobody's.
        path.unlink(missing_ok=True)
        raise
    name = f"{pack.title} {pack.today}.xlsx"
    return Result({"rows": sum(numbers)}, MadeFile(name, path.name))


def _sheets(pack: Pack, run: Run) -> Iterator[Sheet]:
    done = 0
    for part in pack.parts:
        if part.key == "late":
            yield _units(pack, run)
        if part.key == "carried":
            yield _requests(pack, run)
        before = done

        def progress(n: int, before: int = before) -> None:
            run.progress(before + n)

        sheet, rows = _cases(part, pack, run, progress)
        done += rows
        yield sheet
    yield _figures(pack, run)


def _head(title: str, pack: Pack, run: Run, *lines: str) -> Head:
    by = run.person.actor
    made = _("%(unit)s %(name)s　%(at)s　仅限工作使用，已记入操作日志（任务 %(job)s）。") % {
        "unit": by.unit, "name": by.name, "job": run.job.pk,
        "at": f"{timezone.localtime(pack.now):%Y-%m-%d %H:%M}",
    }  # fmt: skip
    return Head(title, [*lines, made])


def _cases(part: Part, pack: Pack, run: Run, progress: Callable[[int], None]) -> tuple[Sheet, int]:
    """The rows of a part as the ledger's own file has them."""
    whole = part.whole(run.person)
    columns = exporting.in_file(whole)
    rows = exporting.Rows(whole, progress)
    chips = "；".join(chip.words for chip in whole.chips)
    about = _("条件：%(words)s　共 %(n)s 件") % {"words": chips, "n": f"{len(rows.ids):,}"}
    heads = [SheetColumn(_("序号"), Holds.NUMBER, 6), *(one.sheet for one in columns)]
    head = _head(str(part.title), pack, run, about)
    return Sheet(str(_NAMES[part.key]), head, heads, rows.read(columns)), len(rows.ids)


def _units(pack: Pack, run: Run) -> Sheet:
    columns = [
        SheetColumn(_("责任单位"), Holds.TEXT, 24),
        SheetColumn(_("逾期（件）"), Holds.NUMBER, 10),
        SheetColumn(_("临期（件）"), Holds.NUMBER, 10),
        SheetColumn(_("最早逾期"), Holds.MOMENT, 17),
    ]
    rows: list[Row] = [
        [one.name or _("未定单位"), one.late, one.soon, one.since] for one in pack.late_units
    ]
    return Sheet(_("逾期按单位"), _head(_("逾期按单位"), pack, run), columns, rows)


def _requests(pack: Pack, run: Run) -> Sheet:
    columns = [
        SheetColumn(_("编号"), Holds.TEXT, 17), SheetColumn(_("类别"), Holds.TEXT, 10),
        SheetColumn(_("单位"), Holds.TEXT, 18), SheetColumn(_("企业"), Holds.TEXT, 26),
        SheetColumn(_("诉求"), Holds.TEXT, 36), SheetColumn(_("要求"), Holds.TEXT, 18),
        SheetColumn(_("理由"), Holds.TEXT, 36), SheetColumn(_("提出"), Holds.MOMENT, 17),
        SheetColumn(_("时限"), Holds.MOMENT, 17), SheetColumn(_("状态"), Holds.TEXT, 10),
    ]  # fmt: skip
    rows: list[Row] = [
        [
            one.case.number, str(one.verb.label), one.unit, one.case.firm_name, one.case.title,
            one.wish, one.reason, one.asked_at,
            one.case.due_at if one.case.due_at < FAR else None, one.state,
        ]
        for one in pack.requests
    ]  # fmt: skip
    return Sheet(_("异议和延期"), _head(_("四、异议和延期申请"), pack, run), columns, rows)


def _figures(pack: Pack, run: Run) -> Sheet:
    lines = pack.figures
    head = _head(_("六、本月指标"), pack, run, pack.figures_scope)
    return Sheet(_("本月指标"), head, lines.sheet_columns(), lines.sheet_rows())


KIND = JobKind(gettext_lazy("周交办会材料"), write, _may_fetch)
