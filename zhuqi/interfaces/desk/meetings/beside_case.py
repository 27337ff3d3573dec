"""What meetings decided about a case, and where it goes by its office's scheme: below its times."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.meetings import words
from zhuqi.interfaces.desk.meetings.entering import reads_meetings
from zhuqi.interfaces.shell.parts import Action
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.reading.case_view import CaseView
from zhuqi.mechanisms.meetings import queries
from zhuqi.mechanisms.meetings.routing.schemes import ways_of


def below_times(file: CaseView) -> str:
    """Where they are fetched, for whoever reads meetings; nothing is asked here."""
    reads = reads_meetings(file.person.scope) and not file.case.historical
    return reverse("desk:meetings_of_case", args=[file.case.number]) if reads else ""


@access.official(reads_meetings)
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Items and decisions about one case, each with the way to it; where its kind of case goes."""
    person = access.of(request)
    seen = Case.objects.visible_to(person.scope).filter(number=number)
    case = seen.select_related("office").first()
    if case is None:
        raise Http404
    made = queries.decisions(person.scope).filter(case=case.pk).order_by("pk")
    put = queries.items(person.scope).filter(case=case.pk).order_by("pk")
    lines = [Action(f"{one.body}：{one.get_state_display()}", words.item_url(one)) for one in put]
    lines += [
        Action(f"{one.get_kind_display()}：{one.get_state_display()}", words.decision_url(one))
        for one in made
    ]
    ways = [f"{way.matter.label} → {way.route.label}" for way in ways_of(case)]
    context = {"lines": lines, "ways": ways}
    return render(request, "desk/meetings/parts/of_case.html", context)
