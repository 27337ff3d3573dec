"""纪要: what a meeting heard and decided, as a page that is printed; and meetings by month."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.meetings.entering import reads_meetings
from zhuqi.interfaces.desk.meetings.views.meetings import agenda_of, decisions_of
from zhuqi.interfaces.desk.meetings.words import body_url, meeting_url
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.parts import Cell, Heading, Table
from zhuqi.mechanisms.meetings import queries
from zhuqi.mechanisms.meetings.models import Decision, Item, Meeting, Opinion, Statement

ENTER = access.official(reads_meetings)
MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Part:
    """One item of the minutes, as the reader may read it; without one where they keep away."""

    ordinal: int
    item: Item | None
    opinions: list[Opinion]
    statements: list[Statement]
    decision: Decision | None
    helping: str = ""


def parts_of(row: Meeting, person: Person) -> list[Part]:
    """In the order of the agenda. A fixed number of queries."""
    listed, decided = agenda_of(row, person), decisions_of(row, person)
    seen = [item.pk for _line, item in listed if item]
    opinions = Opinion.objects.filter(item__in=seen, given_at__isnull=False).away_from(person.scope)
    said = Statement.objects.filter(meeting=row.pk).away_from(person.scope)
    wrote = list(opinions.select_related("user").order_by("pk"))
    spoke = list(said.select_related("unit").order_by("pk"))
    helping = _helping([one.pk for one in decided.values()])
    parts = []
    for line, item in listed:
        made = decided.get(item.pk) if item else None
        parts.append(
            Part(
                line.ordinal,
                item,
                [one for one in wrote if item and one.item_id == item.pk],
                [one for one in spoke if item and one.item_id == item.pk],
                made,
                helping.get(made.pk, "") if made else "",
            )
        )
    return parts


def _helping(decisions: list[int]) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for one in queries.helping(decisions):
        found.setdefault(one.decision_id, []).append(str(one.unit))
    return {pk: "、".join(units) for pk, units in found.items()}


@ENTER
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes, drafted from what is recorded; 404 before the meeting is held."""
    person = access.of(request)
    row = queries.meetings(person.scope).filter(pk=pk, held_at__isnull=False).first()
    if row is None:
        raise Http404
    invited = list(row.invitations.select_related("unit").order_by("guest", "pk"))
    context = {
        "row": row,
        "title": _now("%(meeting)s纪要") % {"meeting": row},
        "parts": parts_of(row, person),
        "present": "、".join(str(one.unit) for one in invited if one.present),
        "absent": "、".join(str(one.unit) for one in invited if not one.present),
        "back": str(row),
        "back_url": meeting_url(row),
        "at": wording.moment(row.at),
        "confirmed": wording.moment(row.confirmed_at) if row.confirmed_at else "",
    }
    return render(request, "desk/meetings/minutes.html", context)


@ENTER
def show_counts(request: HttpRequest) -> HttpResponse:
    """Planned and held meetings of each body by month, beside each other."""
    this_year = timezone.localdate().year
    typed = request.GET.get("year", "")
    near = range(this_year - 9, this_year + 2)
    year = int(typed) if typed.isascii() and typed.isdigit() and int(typed) in near else this_year
    rows = [
        (
            Cell(body.name, str(body.office), body_url(body)),
            *(_month(months.get(month)) for month in MONTHS),
            Cell(
                _month(_sum(list(months.values()))),
                url=f"{reverse('desk:meetings')}?body={body.pk}" if months else "",
            ),
        )
        for body, months in queries.counted(access.of(request).scope, year)
    ]
    headings = [Heading(_("会议机构"))]
    headings += [Heading(_now("%(n)s月") % {"n": month}, number=True) for month in MONTHS] + [
        Heading(_("全年"), number=True)
    ]
    context = {
        "title": _now("%(year)s 年会议次数") % {"year": year},
        "line": _("每格为已召开/计划召开的次数；取消的不算。"),
        "table": Table(headings, rows),
        "earlier": f"{reverse('desk:meeting_counts')}?year={year - 1}",
        "later": f"{reverse('desk:meeting_counts')}?year={year + 1}" if year < this_year else "",
    }
    return render(request, "desk/meetings/counts.html", context)


def _sum(months: list[tuple[int, int]]) -> tuple[int, int] | None:
    return (sum(one[0] for one in months), sum(one[1] for one in months)) if months else None


def _month(counted: tuple[int, int] | None) -> str:
    return f"{counted[1]}/{counted[0]}" if counted else ""
