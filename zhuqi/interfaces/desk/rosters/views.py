"""名册导入: a table is checked first, then entered; every row is accounted for."""

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe

from zhuqi.foundation.access import NotNow, NotValid, NotYours, Person, Refusal
from zhuqi.foundation.attachments.actions import Prepared, discard, prepare
from zhuqi.foundation.attachments.stores import StoreAwayError, store
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.rosters.forms import RosterForm
from zhuqi.interfaces.shell.parts import Cell, Heading, Table
from zhuqi.interfaces.shell.submit import Cleaned, Page, sent, submit
from zhuqi.interfaces.shell.tables import strong
from zhuqi.ledgers.imports.rosters.all import ROSTERS
from zhuqi.ledgers.imports.rosters.base import Judged, Outcome, Report, Roster, take_in

SALT: Final = "desk.roster"
# The file waits for the second press, shorter than files without a row are kept.
WAITS: Final = 6 * 3600
_WORDS: Final = {
    Outcome.REFUSED: _lazy("不导入"),
    Outcome.CHANGED: _lazy("补改"),
    Outcome.NEW: _lazy("新增"),
    Outcome.UNCHANGED: _lazy("没有变化"),
}
ENTER = access.official(access.takes_in_rosters)


@require_safe
@ENTER
def rosters(request: HttpRequest) -> HttpResponse:
    """Those one may take in."""
    return render(request, "desk/rosters/rosters.html", {"rosters": _open_to(access.of(request))})


@require_safe
@ENTER
def template(request: HttpRequest, key: str) -> HttpResponse:
    """The columns with a row that shows how they are filled; opens in every spreadsheet."""
    chosen = _roster(access.of(request), key)
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow([f"{one.label}{'*' if one.required else ''}" for one in chosen.fields])
    rows.writerow([one.sample for one in chosen.fields])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{chosen.key}.csv"'
    return response


@ENTER
def roster(request: HttpRequest, key: str) -> HttpResponse:
    """Send a table, read what would become of each row, and enter it."""
    by = access.of(request)
    chosen = _roster(by, key)
    if request.method == "POST" and request.POST.get("step") == "enter":
        return _enter(request, by, chosen)
    form = RosterForm(*sent(request))

    def check(data: Cleaned) -> HttpResponse:
        [file] = prepare([data["attachments"]])
        try:
            with store().local(file.stored_as) as path:
                report = take_in(chosen, path, by=by)
        except StoreAwayError as error:
            raise _away() from error
        except NotValid as refusal:
            discard([file])
            raise NotValid({"attachments": refusal.reason}) from refusal
        token = signing.dumps([by.actor.user_id, key, asdict(file)], salt=SALT)
        return _page(request, chosen, RosterForm(), report=report, token=token, file=file.name)()

    return submit(request, form, check, show=_page(request, chosen, form), to=lambda page: page)


def _enter(request: HttpRequest, by: Person, chosen: Roster) -> HttpResponse:
    """The file that was checked; entered again it changes nothing."""
    page = _page(request, chosen, RosterForm())
    file = _waiting(request.POST.get("token", ""), by, chosen)
    if file is None:
        refusal: Refusal = _gone()
        return page(status=refusal.status, refusal=refusal)
    try:
        with store().local(file.stored_as) as path:
            report = take_in(chosen, path, by=by, file_name=file.name, dry=False)
    except (StoreAwayError, FileNotFoundError) as error:
        refusal = _away() if isinstance(error, StoreAwayError) else _gone()
        return page(status=refusal.status, refusal=refusal)
    return _page(request, chosen, RosterForm(), report=report, file=file.name)()


def _waiting(token: str, by: Person, chosen: Roster) -> Prepared | None:
    """The file behind a token; None for a forged, stale or foreign one."""
    try:
        owner, key, fields = signing.loads(token, salt=SALT, max_age=WAITS)
    except signing.BadSignature:
        return None
    own = owner == by.actor.user_id and key == chosen.key
    return Prepared(**fields) if own else None


def _gone() -> NotValid:
    return NotValid(_("核对过的文件已经不在，请重新选择文件核对"))


def _away() -> NotNow:
    return NotNow(_("附件存放处暂时连不上，请稍后再试"))


def _open_to(by: Person) -> list[Roster]:
    return [one for one in ROSTERS.values() if _may(one, by)]


def _may(one: Roster, by: Person) -> bool:
    try:
        one.refuse_strangers(by)
    except NotYours:
        return False
    return True


def _roster(by: Person, key: str) -> Roster:
    if key not in ROSTERS:
        raise Http404
    ROSTERS[key].refuse_strangers(by)
    return ROSTERS[key]


def _page(
    request: HttpRequest,
    chosen: Roster,
    form: RosterForm,
    *,
    report: Report | None = None,
    token: str = "",
    file: str = "",
) -> Page:
    return Page(
        request,
        "desk/rosters/roster.html",
        lambda: {
            "roster": chosen,
            "template_url": reverse("desk:roster_template", args=[chosen.key]),
            "form": form,
            "report": report,
            "counts": _counts(report) if report else (),
            "table": _table(report.rows) if report else None,
            "token": token,
            "file": file,
            "would": bool(report and (report.counts[Outcome.NEW] + report.counts[Outcome.CHANGED])),
        },
    )


def _counts(report: Report) -> list[tuple[object, int]]:
    return [(_WORDS[outcome], report.counts[outcome]) for outcome in _WORDS]


def _table(rows: Sequence[Judged]) -> Table:
    """Refused ones first: they are what somebody has to look at."""
    columns = [Heading(_("行")), Heading(_("内容")), Heading(_("结果")), Heading(_("说明"))]
    order = list(_WORDS)
    sorted_rows = sorted(rows, key=lambda one: (order.index(one.outcome), one.row.number))
    return Table(
        columns,
        [
            [
                str(one.row.number),
                one.told,
                strong(str(_WORDS[one.outcome]))
                if one.outcome is Outcome.REFUSED
                else Cell(str(_WORDS[one.outcome])),
                one.why,
            ]
            for one in sorted_rows
        ],
        keys=False,
    )
