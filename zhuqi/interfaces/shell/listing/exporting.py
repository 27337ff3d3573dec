"""A whole list as a file: the same rows, order and masks as on the screen, typed for Excel.

Each room says which of its lists may be exported, and by whom (`EXPORTS`). Few rows are written at
once, many by the worker as a job; either way it is a job of who asked, with an event that says
what filter, how many rows and when, and the file says who and when too.
"""

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import NotNow, NotYours, Person, Scope
from zhuqi.foundation.contributions import Registry
from zhuqi.foundation.jobs import actions as jobs
from zhuqi.foundation.jobs import files
from zhuqi.foundation.jobs.kinds import JobKind, MadeFile, Result, Run
from zhuqi.foundation.jobs.models import Job
from zhuqi.foundation.processes import collected_by_chunk
from zhuqi.foundation.spreadsheets.writing import (
    Head,
    Holds,
    Row,
    SheetColumn,
    Value,
    write_csv,
    write_xlsx,
)
from zhuqi.interfaces.shell.listing.filters import changed
from zhuqi.interfaces.shell.listing.listing import Column, InFile, Listing, Shown, Whole
from zhuqi.interfaces.shell.parts import Cell, RowForm

EXPORT = "export"
# Officials' own: firms export nothing.
ADDRESS = "desk:export"
FORMATS = ("xlsx", "csv")
# So many rows are written while one waits.
AT_ONCE = 2000
# One sheet of Excel holds 1,048,576 rows.
MOST = 1_000_000
_CHUNK = 2000
# The worker leaves a job to who does it at once, and takes it up where their process died.
_MEANWHILE = timedelta(minutes=5)
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Exportable:
    """A list that may be exported by whose scope passes; `title` may depend on its filters."""

    listing: Callable[[Person], Listing[Any, Any]]
    allowed: Callable[[Scope], bool]
    title: Callable[[Values], StrOrPromise]


EXPORTS: Registry[Exportable] = Registry("export of a list")


def offer(
    listing: Listing[Any, Any],
    allowed: Callable[[Scope], bool],
    title: Callable[[Values], StrOrPromise] | None = None,
) -> None:
    """Let a list be exported by those who may open it."""
    EXPORTS.register(
        listing.name, Exportable(lambda _by: listing, allowed, title or (lambda _: listing.label))
    )


def export_url(shown: Shown[Any, Any]) -> str:
    """Where all its rows are taken out by POST; "" for a list nobody exports."""
    if shown.listing.name not in EXPORTS:
        return ""
    return f"{reverse(ADDRESS, args=[shown.listing.name])}{changed(shown.query)}"


@dataclass(frozen=True, slots=True)
class Order:
    """What is exported: whose address, which columns, as what; kept with the job as plain JSON.

    `reach`: what the person reached, so that who has lost some of it since gets no file.
    """

    name: str
    query: str
    columns: tuple[str, ...]
    format: str
    reach: Mapping[str, Sequence[Any]]

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Order":
        """As it was kept."""
        return cls(**{**plain, "columns": tuple(plain["columns"])})

    def plain(self) -> dict[str, Any]:
        """To be kept."""
        return {
            "name": self.name,
            "query": self.query,
            "columns": list(self.columns),
            "format": self.format,
            "reach": dict(self.reach),
        }


def ask(name: str, query: QueryDict, columns: Sequence[str], form: str, by: Person) -> Job:
    """Export a list: done already where it has few rows, else by the worker.

    NotYours for who may not open the list; NotNow for more rows than a sheet holds.
    """
    kind = _allowed(name, by)
    whole = kind.listing(by).whole(query, by, columns)
    total = whole.rows.order_by()[: MOST + 1].count()
    if total > MOST:
        raise NotNow(_("一张表最多 %(most)s 行，请加上条件分几次导出") % {"most": f"{MOST:,}"})
    order = Order(name, query.urlencode(), tuple(columns), form, reach_of(by.scope))
    title = _("导出%(title)s") % {"title": kind.title(whole.asked.values)}
    at_once = total <= AT_ONCE
    job = jobs.ask(
        kind=EXPORT,
        title=title,
        words="；".join(chip.words for chip in whole.chips),
        order=order.plain(),
        total=total,
        by=by,
        wait=_MEANWHILE if at_once else timedelta(0),
    )
    if at_once:
        jobs.carry_on(job.pk)
        job.refresh_from_db()
    return job


def _allowed(name: str, by: Person) -> Exportable:
    kind = EXPORTS.find(name)
    if kind is None or not kind.allowed(by.scope):
        raise NotYours(_("您的角色不能导出这张表"))
    return kind


# Who may still have the file -----------------------------------------------------------------


def reach_of(scope: Scope) -> dict[str, list[Any]]:
    """What somebody reaches, to be kept with what they asked for."""
    return {
        "posts": sorted([role.value, unit] for role, unit in scope.posts),
        "firms": sorted(scope.enterprises | scope.liaised | scope.chambered),
        "granted": sorted([kind, pk] for kind, ids in scope.granted.items() for pk in ids),
    }


def reaches_still(reach: Mapping[str, Sequence[Any]], scope: Scope) -> bool:
    """True for who reaches all they reached then."""
    now = reach_of(scope)
    return all(one in now[name] for name, several in reach.items() for one in several)


def _may_fetch(job: Job, by: Person) -> bool:
    """Who may still open the list, and reaches all they reached when they asked."""
    order = Order.of(job.order)
    kind = EXPORTS.find(order.name)
    return kind is not None and kind.allowed(by.scope) and reaches_still(order.reach, by.scope)


# The file ------------------------------------------------------------------------------------


def write(run: Run) -> Result:
    """Do the job: write the file; begun anew after a kill, as its rows may be others by now."""
    order = Order.of(run.job.order)
    kind = _allowed(order.name, run.person)
    whole = kind.listing(run.person).whole(QueryDict(order.query), run.person, order.columns)
    title = str(kind.title(whole.asked.values))
    columns, rows = in_file(whole), Rows(whole, run.progress)
    head = Head(title, _about(run, whole, len(rows.ids)))
    path = files.FILES.new(f".{order.format}")
    sheets = [SheetColumn(_("序号"), Holds.NUMBER, 6), *(one.sheet for one in columns)]
    try:
        if order.format == "csv":
            written = write_csv(path, head=head, columns=sheets, rows=rows.read(columns))
        else:
            written = write_xlsx(
                path, sheet=title, head=head, columns=sheets, rows=rows.read(columns)
            )
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    day = timezone.localdate(whole.asked.now)
    return Result({"rows": written}, MadeFile(f"{title} {day}.{order.format}", path.name))


def _about(run: Run, whole: Whole[Any, Any], total: int) -> list[str]:
    """Whose list it is and how many rows; its conditions; who took it out, and when."""
    by, chips = run.person.actor, "；".join(chip.words for chip in whole.chips)
    return [
        _("填报单位：%(organ)s　　共 %(n)s %(measure)s")
        % {"organ": by.unit or "—", "n": f"{total:,}", "measure": whole.listing.measure},
        _("条件：%(words)s　　次序：%(order)s")
        % {"words": chips or _("全部"), "order": whole.order.label},
        _("导出：%(unit)s %(name)s　%(at)s。仅限工作使用，导出已记入操作日志（任务 %(job)s）。")
        % {
            "unit": by.unit,
            "name": by.name,
            "at": f"{timezone.localtime(whole.asked.now):%Y-%m-%d %H:%M}",
            "job": run.job.pk,
        },
    ]


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column of the file: its heading, and what it reads of a row and its page."""

    sheet: SheetColumn
    read: Callable[[Any, Any], Value]


def in_file(whole: Whole[Any, Any]) -> list[FileColumn]:
    """The list's columns as they stand in a file."""
    return [
        FileColumn(SheetColumn(str(one.label), one.holds, one.width), one.read)
        for column in whole.columns
        for one in (column.in_file or (_as_shown(column),))
    ]


def _as_shown(column: Column[Any, Any]) -> InFile[Any, Any]:
    """The words of its cells, what stands quietly below them on a line of its own."""
    write = column.write
    if column.number:
        return InFile(column.label, lambda row, page: _number(write(row, page)), Holds.NUMBER, 8)
    return InFile(column.label, lambda row, page: words_of(write(row, page)), width=20)


class Rows:
    """The rows of a list: which they are is read once, so that none comes twice or is left out by
    what is changed meanwhile; what they hold in chunks."""

    def __init__(self, whole: Whole[Any, Any], progress: Callable[[int], None]) -> None:
        self._whole, self._progress = whole, progress
        ordered = whole.rows.order_by(*whole.order.fields)
        self.ids: list[Any] = list(ordered.values_list("pk", flat=True))

    def read(self, columns: Sequence[FileColumn]) -> Iterator[Row]:
        """One after the other, a running number first; what has left the list is left out."""
        number = 0
        with collected_by_chunk() as collect:
            for start in range(0, len(self.ids), _CHUNK):
                chunk = self.ids[start : start + _CHUNK]
                cells = self._cells(chunk, columns)
                yield from ((number + at, *row) for at, row in enumerate(cells, start=1))
                number += len(cells)
                self._progress(start + len(chunk))
                collect()

    def _cells(self, chunk: Sequence[Any], columns: Sequence[FileColumn]) -> list[Row]:
        """What these rows hold; column by column, which Python does in two thirds of the time."""
        whole = self._whole
        rows_of = whole.listing.narrowed or (lambda rows: rows)
        found = {row.pk: row for row in rows_of(whole.rows.order_by().filter(pk__among=chunk))}
        rows = [found[pk] for pk in chunk if pk in found]
        page = whole.listing.context(whole.asked, rows)
        return list(zip(*([one.read(row, page) for row in rows] for one in columns), strict=True))


# Words of a cell -----------------------------------------------------------------------------

_BREAKS = re.compile(r"<br\s*/?>|</(?:div|p|li|tr|h\d)>|</span>\s*<span class=\"[^\"]*__at\">")
_TAG = re.compile(r"<[^>]*>")
_SPACES = re.compile(r"[ \t\r\f\v]+")


def words_of(cell: object) -> str:
    """What a cell says, line by line; what can be pressed in it says nothing."""
    if not isinstance(cell, Cell):
        return _words(cell)
    return "\n".join(filter(None, (_words(cell.value), _words(cell.below))))


def _words(value: object) -> str:
    if value is None or isinstance(value, RowForm):
        return ""
    if isinstance(value, tuple):
        return "\n".join(filter(None, map(_words, value)))
    return _drawn(value) if isinstance(value, SafeString) else str(value)


@lru_cache(maxsize=4096)
def _drawn(markup: str) -> str:
    """The text of drawn HTML."""
    text = html.unescape(_TAG.sub(" ", _BREAKS.sub("\n", markup.replace("\n", " "))))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(filter(None, lines))


def _number(cell: object) -> Value:
    """A number as one; words where it is none."""
    value = cell.value if isinstance(cell, Cell) else cell
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return words_of(cell) or None


KIND = JobKind(gettext_lazy("导出表格"), write, _may_fetch)
