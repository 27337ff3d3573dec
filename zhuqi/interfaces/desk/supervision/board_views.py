"""The page 督办看板."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.supervision.board import BoardPage
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.workbooks import taken_out, workbook
from zhuqi.mechanisms.supervision.board import reads_board


@access.official(reads_board)
def board(request: HttpRequest) -> HttpResponse:
    """What is late and comes due, stands still, and waits; of the ledgers of one's offices."""
    now = timezone.now()
    context = {"page": BoardPage(access.of(request), now), "asked": wording.moment(now)}
    return render(request, "desk/supervision/board.html", context)


@access.official(reads_board)
def board_file(request: HttpRequest) -> FileResponse:
    """Its numbers as a workbook; rows that stand still are exported from the ledger."""
    person, now = access.of(request), timezone.now()
    page = BoardPage(person, now)
    return workbook(_("督办看板"), list(page.workbook(taken_out(person, now))), now)
