"""An open page says that it is open, and hears who else has the case open."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases.presence import say_here
from zhuqi.ledgers.cases.models import Case


@access.official(access.works_on_cases)
@require_POST
def present(request: HttpRequest, number: str) -> HttpResponse:
    """Who else is at the case now; 404 for one the person may not see."""
    person = access.of(request)
    case = Case.objects.visible_to(person.scope).filter(number=number).order_by().first()
    if case is None:
        raise Http404
    others = say_here(person, case, writing=request.POST.get("writing", ""), now=timezone.now())
    response = render(request, "desk/cases/parts/present.html", {"others": others})
    response.by_itself = True  # type: ignore[attr-defined]  # for `SignedInAs`
    return response
