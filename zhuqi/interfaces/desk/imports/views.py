"""The list of imports, a new one, one import with what became of its rows, and firms to enter."""

import csv
import io
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.spreadsheets.text import harmless
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.imports.forms import UploadForm
from zhuqi.interfaces.desk.imports.outcomes import figures_of, told_of, words_of
from zhuqi.interfaces.desk.imports.verb_pages import VERB_PAGES
from zhuqi.interfaces.desk.verb_views import RowSection, RowView, VerbViews
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.drawing import pill
from zhuqi.interfaces.shell.listing import Column, Empty, Filter, Order
from zhuqi.interfaces.shell.parts import Action, Cell, Fact, Heading, Table
from zhuqi.interfaces.shell.submit import Cleaned, Page, second_click, sent, submit
from zhuqi.ledgers.imports import queries
from zhuqi.ledgers.imports.actions import runs
from zhuqi.ledgers.imports.enums import Outcome, RunState, RunVerb
from zhuqi.ledgers.imports.models import ImportLine, ImportRun

SHOWN = 50
_PILLS = {RunState.DONE: "closed", RunState.CANCELLED: "closed", RunState.CHECKED: "waiting"}


def imports_registers(scope: Scope) -> bool:
    """Whoever works in an office that keeps a ledger."""
    return bool(scope.offices)


ENTER = access.official(imports_registers)


def _url(run: ImportRun) -> str:
    return reverse("desk:import", args=[run.pk])


def _state(run: ImportRun) -> SafeString:
    return pill(str(run.get_state_display()), _PILLS.get(RunState(run.state), "active"))


def _facts(run: ImportRun) -> list[Fact]:
    facts = [
        Fact(_now("导入到"), run.office.name),
        Fact(_now("文件"), run.file_name),
        Fact(_now("上传"), f"{run.uploaded_name} {wording.moment(run.uploaded_at)}"),
    ]
    if run.counts:
        empty = run.counts.get(Outcome.EMPTY.value, 0)
        hint = _now("另有 %(n)s 个空行或重复的表头") % {"n": empty} if empty else ""
        facts.append(Fact(_now("各行去向"), told_of(run), hint=hint, wide=True))
    if unlinked := run.counts.get("unlinked", 0):
        words = _now("%(n)s 家，诉求按原文保存企业名称") % {"n": unlinked}
        url = reverse("desk:import_firms") if run.state == RunState.DONE else ""
        facts.append(Fact(_now("未建档企业"), words, url=url, wide=True))
    return facts


def _line(run: ImportRun) -> list[object]:
    line: list[object] = [_state(run)]
    if run.state == RunState.CHECKED:
        line.append(SafeString(f"<span>{_now('核对无误的，开始导入')}</span>"))
    return line


def _rows(run: ImportRun, lines: list[ImportLine]) -> list[tuple[object, ...]]:
    words = words_of(run)
    return [
        (
            _whole(_now("第 %(n)s 行") % {"n": one.line}),
            _whole(words[Outcome(one.outcome)]),
            one.reason,
        )
        for one in lines
    ]


def _whole(words: str) -> SafeString:
    return format_html('<span class="z-whole">{}</span>', words)


def _more(run: ImportRun, shown: int) -> str:
    """How many rows the page leaves to the file."""
    told = (Outcome.REFUSED, Outcome.DIFFERING)
    rest = sum(run.counts.get(one.value, 0) for one in told) - shown
    return _now("（另有 %(n)s 行，请下载核对结果）") % {"n": f"{rest:,}"} if rest > 0 else ""


def _view(run: ImportRun, _person: Person) -> RowView:
    """Where the rows are, and those that need a look."""
    labels = (_("行号"), _("结果"), _("说明"))
    lines = list(queries.lines_of(run)[:SHOWN])
    sections = (
        RowSection(_("没有办成的原因"), text=run.trouble),
        RowSection(_now("要看的行") + _more(run, len(lines)), labels, _rows(run, lines)),
        RowSection(_("提醒"), text="\n".join(run.notes[:SHOWN])),
    )
    return RowView(_line(run), _facts(run), sections)


def _imported(run: ImportRun) -> Cell:
    """How many rows went in; before that, how many would."""
    count = run.counts.get(Outcome.IMPORTED.value)
    if count is None or run.state == RunState.CANCELLED:
        return Cell("")
    return Cell(f"{count:,}", "" if run.state == RunState.DONE else _now("可以导入"))


VIEWS = VerbViews[ImportRun, RunVerb](
    noun=runs.RUNS,
    pages=VERB_PAGES,
    rows=queries.runs,
    title=lambda run: run.name,
    view=_view,
    allowed=imports_registers,
    list_url="desk:imports",
    row_url="desk:import",
    row_template="desk/imports/run.html",
    verb_template="desk/imports/act.html",
)

IMPORTS: listing.Listing[ImportRun, None] = listing.Listing(
    name="imports",
    label=_("历史台账导入"),
    measure=_("次"),
    rows=lambda asked: queries.runs(asked.person.scope),
    context=listing.no_context,
    head=Column("name", _("台账"), lambda row, _page: Cell(row.name, row.file_name, _url(row))),
    columns=(
        Column("state", _("状态"), lambda row, _page: _state(row), "z-nowrap"),
        Column("rows", _("行数"), lambda row, _page: row.counts.get("rows", ""), number=True),
        Column("imported", _("导入"), lambda row, _page: _imported(row), number=True),
        Column(
            "refused", _("不能导入"), lambda row, _page: row.counts.get("refused", ""), number=True
        ),
        Column("office", _("台账主管"), lambda row, _page: str(row.office)),
        Column(
            "at", _("上传"),
            lambda row, _page: Cell(wording.moment(row.uploaded_at), row.uploaded_name),
        ),
    ),
    filters=(
        Filter("state", _("状态"), choices=RunState, lookup="state"),
    ),
    orders=(Order("newest", _("新的在前"), ("-pk",)),),
    empty=Empty(_("还没有导入过"), _("上传以前的台账，对照各列、核对后导入；只供查阅，不计时限。")),
    unmatched=Empty(_("没有符合条件的导入"), _("可以去掉条件再看。"), "filter"),
)  # fmt: skip


@ENTER
def imports(request: HttpRequest) -> HttpResponse:
    """All one may see, the newest first."""
    person = access.of(request)
    actions = [
        Action(_now("上传台账"), reverse("desk:import_new"), "plus", main=True),
        Action(_now("没有建档的企业"), reverse("desk:import_firms"), "building"),
    ]
    line = _("以前的台账导入后只供查阅，不计时限，也不进入各项比率。")
    return IMPORTS.answer(request, person, "desk/list.html", {"line": line, "actions": actions})


@ENTER
def new(request: HttpRequest) -> HttpResponse:
    """Choose the file."""
    person = access.of(request)
    form = UploadForm(*sent(request), scope=person.scope)
    # Its own page and not the columns': by then it may be matched, or imported.
    again = second_click(
        request, person, "import:new", lambda led: led.removesuffix(f"{RunVerb.MATCH.value}/")
    )
    context = {
        "form": form,
        "title": _("上传台账"),
        "line": _("上传后先对照各列、逐行核对，核对无误再导入。"),
        "back": _("历史台账导入"),
        "back_url": reverse("desk:imports"),
    }

    def make(typed: Cleaned) -> str:
        again.stop()
        staged = runs.stage(typed["file"])
        with again.making() as led:
            run = runs.upload(office=typed["office"], file=staged, by=person)
            led.to = reverse("desk:import_verb", args=[run.pk, RunVerb.MATCH.value])
        return led.to

    show = Page(request, "desk/act.html", lambda: context)
    return submit(request, form, make, show=show, said=_("已上传"), to=str, again=again)


@require_POST
@ENTER
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Every row that needs a look, as a file; asked by POST, as it tells of people."""
    run = queries.runs(access.of(request).scope).filter(pk=pk).first()
    if run is None:
        raise Http404
    words = words_of(run)
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([_now("行号"), _now("结果"), _now("说明")])
    for word, count in figures_of(run):
        writer.writerow(["", word, _now("%(n)s 行") % {"n": count}])
    writer.writerows(["", _now("提醒"), harmless(note)] for note in run.notes)
    writer.writerows(
        [one.line, words[Outcome(one.outcome)], harmless(one.reason)]
        for one in queries.lines_of(run).iterator()
    )
    # With a byte order mark, for Excel takes a file without one for GBK.
    response = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{run.pk}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _past_cases(name: str) -> str:
    query = urlencode({"historical": "on", "text": name})
    return f"{reverse('desk:ledger')}?{query}"


@ENTER
def firms(request: HttpRequest) -> HttpResponse:
    """Firms that past cases name and that have no file; once entered they are linked by POST."""
    person = access.of(request)
    if request.method == "POST":
        linked = runs.link_firms(by=person)
        messages.success(request, _now("已关联 %(n)s 件历史诉求") % {"n": linked})
        return redirect("desk:import_firms")
    found = queries.unlinked_firms(person.scope)
    table = Table(
        [
            Heading(_now("企业（原表写法）")),
            Heading(_now("统一社会信用代码")),
            Heading(_now("县区")),
            Heading(_now("历史诉求"), number=True),
        ],
        [
            (
                Cell(one.name, url=_past_cases(one.name)),
                one.code,
                one.county,
                one.cases,
            )
            for one in found
        ],
    )
    context = {"table": table, "found": found}
    return render(request, "desk/imports/firms.html", context)
