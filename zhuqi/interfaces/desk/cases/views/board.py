"""The ledger as a board: a column a state."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases.board import UNASKED, BoardPage
from zhuqi.interfaces.desk.cases.ledger_ways import BOARD, WAYS
from zhuqi.interfaces.desk.cases.views.ledger import LEDGER
from zhuqi.interfaces.shell import navigation, wording
from zhuqi.interfaces.shell.listing.chosen import Chosen, ways


@access.official(access.works_on_cases)
def board(request: HttpRequest) -> HttpResponse:
    """What is not over, by state; nothing is moved here but by a verb's own page."""
    person, now = access.of(request), timezone.now()
    chosen = Chosen.of(LEDGER, request, person, view=BOARD, without=UNASKED)
    context = {
        "page": BoardPage(chosen, person, now),
        "chosen": chosen,
        "ways": ways(chosen.kept, BOARD, WAYS),
        "saved": chosen.saved,
        "organ": navigation.place("desk", request),
        "printed": wording.moment(now),
    }
    return render(request, "desk/cases/board.html", context)
