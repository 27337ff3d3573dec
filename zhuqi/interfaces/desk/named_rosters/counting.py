"""名单统计: firms on the rosters of each level, by county, as of today or any day."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from zhuqi.foundation.directory.enums import Level
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.forms.base import day_field
from zhuqi.interfaces.desk.named_rosters.entering import reads_rosters
from zhuqi.interfaces.desk.named_rosters.views import entries_of
from zhuqi.interfaces.desk.verb_views import RowSection
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.interfaces.shell.parts import Cell, Heading
from zhuqi.mechanisms.rosters import queries
from zhuqi.mechanisms.rosters.queries import Tally


class DayForm(ShellForm):
    """As of which day."""

    on = day_field(_("哪一天在册"))


@require_safe
@access.official(reads_rosters)
def counts(request: HttpRequest) -> HttpResponse:
    """Kind by kind; each number opens the firms behind it."""
    today = timezone.localdate()
    form = DayForm(request.GET or {"on": today})
    day = (form.cleaned_data.get("on") if form.is_valid() else None) or today
    tallies = queries.tallies(access.of(request).scope, day)
    by_kind: dict[str, list[Tally]] = defaultdict(list)
    for one in tallies:
        by_kind[one.kind_name].append(one)
    sections = [_section(name, rows, day) for name, rows in by_kind.items()]
    context = {"form": form, "sections": sections, "day": day, "today": day == today}
    return render(request, "desk/named_rosters/counts.html", context)


def _section(name: str, tallies: Sequence[Tally], day: date) -> RowSection:
    levels = [level for level in Level if any(one.level == level for one in tallies)]
    counties = list(dict.fromkeys((one.county, one.county_name) for one in tallies))
    found = {(one.county, one.level): one for one in tallies}
    rows: list[Sequence[Cell | object]] = []
    for code, county in counties:
        cells = [_cell(found.get((code, level)), day) for level in levels]
        rows.append((county, *cells))
    totals = [sum(one.firms for one in tallies if one.level == level) for level in levels]
    rows.append((_("合计"), *totals))
    labels = [Heading(_("县区")), *(Heading(level.label, number=True) for level in levels)]
    return RowSection(name, labels, rows)


def _cell(one: Tally | None, day: date) -> Cell:
    if one is None:
        return Cell("")
    url = entries_of(kind=one.kind_id, level=one.level.value, county=one.county, on=day.isoformat())
    return Cell(one.firms, url=url)
