"""What sisters have to do with a case: found before it is assigned, and below its times."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.sister_offices.entering import reads_sisters
from zhuqi.interfaces.desk.sister_offices.views import sharing_url
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.parts import Action
from zhuqi.ledgers.cases.enums import LIVE_STATES, State
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.reading.case_view import CaseView
from zhuqi.mechanisms.sister_offices import queries
from zhuqi.mechanisms.sister_offices.matching import Twin, twins_of

BEFORE_ASSIGNING = frozenset({State.SUBMITTED, State.ACCEPTED})


@dataclass(frozen=True, slots=True)
class TwinLine:
    """A sister's like case: its number, what is told of it, and what can be done about it."""

    number: str
    url: str
    about: str
    actions: Sequence[Action]


def twins_beside(file: CaseView) -> list[TwinLine] | None:
    """Above the form of accepting and assigning: sisters' cases of the same matter, for whoever
    works in the case's office."""
    case, scope = file.case, file.person.scope
    works = case.office_id in scope.units(*queries.WRITERS)
    if not works or case.state not in BEFORE_ASSIGNING:
        return None
    twins = twins_of([case], timezone.localdate(file.now)).get(case.pk, [])
    if not twins:
        return None
    asked = Case.objects.filter(pk__in=[twin.pk for twin in twins]).within_reach(scope)
    seen = set(asked.order_by().values_list("pk", flat=True))
    return [_line(case, twin, seen=twin.pk in seen) for twin in twins]


def _line(case: Case, twin: Twin, *, seen: bool) -> TwinLine:
    when = twin.assigned_at or twin.submitted_at
    state = _("%(day)s 已交办") if twin.assigned else _("%(day)s 收到，还没有交办")
    about = f"{twin.office_name} · {state % {'day': wording.day(when, weekday=False)}}"
    new, apart = reverse("desk:sister_sharing_new"), reverse("desk:sister_distinction_new")
    hand = {"number": case.number, "sister": twin.office, "hand": "on"}
    actions = [
        Action(_("移交给对方合并办理"), f"{new}?{urlencode(hand)}"),
        Action(
            _("不是同一件事"), f"{apart}?{urlencode({'number': case.number, 'other': twin.number})}"
        ),
    ]
    if not seen:
        ask = urlencode({"number": twin.number})
        actions.append(Action(_("请求对方共享"), f"{new}?{ask}"))
    url = reverse("desk:case", args=[twin.number]) if seen else ""
    return TwinLine(twin.number, url, about, actions)


def below_times(file: CaseView) -> str:
    """Where the part is fetched, for whoever reads an office's ledger; nothing is asked here."""
    case = file.case
    apart = case.historical or case.confidential or case.sealed
    reads = reads_sisters(file.person.scope) and not apart
    return reverse("desk:sisters_of_case", args=[case.number]) if reads else ""


@access.official(reads_sisters)
def show(request: HttpRequest, number: str) -> HttpResponse:
    """With whom a case is shared, and the way to share it for whoever may."""
    person = access.of(request)
    seen = Case.objects.visible_to(person.scope).filter(number=number)
    case = seen.select_related("office").first()
    if case is None:
        raise Http404
    lines = [
        Action(f"{row.case.office} → {row.sister}：{row.get_state_display()}", sharing_url(row))
        for row in queries.of_case(case, person.scope)
    ]
    share = ""
    ours = case.office_id in person.scope.units(*queries.WRITERS)
    if ours and case.state in LIVE_STATES and _has_sisters(case):
        share = f"{reverse('desk:sister_sharing_new')}?{urlencode({'number': case.number})}"
    context = {"lines": lines, "share": share}
    return render(request, "desk/sister_offices/of_case.html", context)


def _has_sisters(case: Case) -> bool:
    may = queries.shareable(Case.objects.filter(pk=case.pk)).exists()
    return may and bool(queries.sisters_of({case.office_id}, timezone.localdate()))
