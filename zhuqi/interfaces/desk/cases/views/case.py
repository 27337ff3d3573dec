"""The page of one case."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhuqi.foundation.access import Person
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases.page import CasePage
from zhuqi.interfaces.desk.cases.walks import part_url
from zhuqi.ledgers.cases.numbers import parse
from zhuqi.ledgers.cases.reading.case_view import CaseView, case_file


def file_or_404(person: Person, number: str) -> CaseView:
    """The case of that number as the person may see it; 404 for what they may not."""
    file = case_file(person, number)
    if file is None:
        raise Http404
    return file


@access.official(access.works_on_cases)
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Facts, time, people, what can be done now, and the timeline."""
    written = parse(number)
    if written and written != number:
        return redirect("desk:case", written)
    page = CasePage(file_or_404(access.of(request), number))
    context = {"page": page, "case": page.case, "walk_url": part_url(request, number)}
    return render(request, "desk/cases/case.html", context)
