"""Work that keeps a unit in use: its open sheets, and the ledger it keeps."""

from django.db.models import Count

from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.enums import OPEN_STATES, AssignmentState, State
from zhuqi.ledgers.cases.models import Assignment, Case

_OVER = (AssignmentState.CLOSED, AssignmentState.RECALLED)


def open_sheets(unit: Unit) -> str:
    """How many sheets it has not finished, by the office to turn to; "" if none."""
    sheets = Assignment.objects.filter(unit=unit).exclude(state__in=_OVER).order_by()
    by_office = list(
        sheets.values_list("case__office__name").annotate(n=Count("id")).order_by("-n")
    )
    if not by_office:
        return ""
    total = sum(count for _office, count in by_office)
    offices = "、".join(f"{office} {count} 张" for office, count in by_office)
    return f"还有 {total} 张交办单没有办完（{offices}），请活动办先办结或改派"


def open_ledger(unit: Unit) -> str:
    """How many cases of its own ledger are not closed; "" if none."""
    count = Case.objects.filter(
        office=unit, historical=False, state__in=(*OPEN_STATES, State.COMPLETED, State.CARRIED)
    ).count()
    return f"它的台账还有 {count} 件诉求没有了结" if count else ""
