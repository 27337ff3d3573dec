"""三办 on a firm's file: how many of its cases each sister has in hand, and those one may read."""

from collections import defaultdict

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.firm_sections import FirmSection, FirmTable, FirmVisit
from zhuqi.interfaces.shell.parts import Heading, Table
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.mechanisms.sister_offices import queries

SHOWN = 5


def _section(visit: FirmVisit) -> FirmTable | None:
    """Of others' cases a number and nothing else; confidential ones are nobody's to count."""
    scope = visit.person.scope
    ours = scope.units(*OFFICE_READERS)
    found = queries.sisters_of(ours, timezone.localdate(visit.now)) if ours else {}
    offices = {*found, *(sister for sisters in found.values() for sister in sisters)}
    counts = queries.counts_of(visit.firm, offices) if offices else {}
    if not counts:
        return None
    rows = queries.shareable(Case.objects.filter(enterprise=visit.firm, office__in=sorted(counts)))
    readable = Case.objects.within_reach(scope).filter(pk__in=rows.order_by().values("pk"))
    read = defaultdict(list)
    for number, office in readable.order_by("-pk").values_list("number", "office_id"):
        read[office].append(number)
    lines = [
        (str(unit), counts[unit.pk], _numbers(read[unit.pk][:SHOWN]))
        for unit in Unit.objects.filter(pk__in=sorted(counts)).order_by("pk")
    ]
    headings = [
        Heading(_("活动办")), Heading(_("在办诉求"), number=True), Heading(_("您看得到的"))
    ]  # fmt: skip
    all_url = f"{reverse('desk:sister_sharings')}?running=on"
    return FirmTable(Table(headings, lines, keys=False), all_url)


def _numbers(numbers: list[str]) -> str:
    linked = ((reverse("desk:case", args=[number]), number) for number in numbers)
    return format_html("{}", format_html_join("、", '<a href="{}">{}</a>', linked))


SECTION = FirmSection("desk/firm/table.html", _section, gettext_lazy("三办联动"))
