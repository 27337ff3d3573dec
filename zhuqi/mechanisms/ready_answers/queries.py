"""What pages show of ready answers."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils import timezone

from zhuqi.foundation.access import UNIT_ROLES, Scope
from zhuqi.ledgers.cases.enums import ClockKind
from zhuqi.ledgers.cases.models import FAR
from zhuqi.ledgers.cases.reading.case_view import CaseView
from zhuqi.mechanisms.ready_answers.enums import ReadyState
from zhuqi.mechanisms.ready_answers.models import LawGround, ReadyAnswer

# So many stand beside a form: more would have to be searched.
OFFERED = 12


def ready_answers(scope: Scope) -> QuerySet[ReadyAnswer]:
    """All one may see, with unit, item and editions."""
    seen = ReadyAnswer.objects.visible_to(scope).select_related("unit", "item")
    return seen.prefetch_related("editions")


def offered_for(file: CaseView) -> list[ReadyAnswer]:
    """Those in use for this case: of the person's own units and of its office; those for
    its item first, then the most used."""
    case, scope = file.case, file.person.scope
    near = {case.office_id, *scope.units(*UNIT_ROLES)}
    rows = ReadyAnswer.objects.visible_to(scope).filter(state=ReadyState.IN_USE, unit__in=near)
    rows = rows.filter(_about(case.item_id)).select_related("unit")
    for_any = ExpressionWrapper(Q(item=None), BooleanField())
    return list(rows.annotate(for_any=for_any).order_by("for_any", "-used", "pk")[:OFFERED])


def grounds_for(file: CaseView) -> Sequence[LawGround]:
    """Articles in use about the case's item, then those about any."""
    rows = LawGround.objects.filter(_about(file.case.item_id), active=True)
    return sorted(rows, key=lambda one: (one.item_id is None, one.order, one.title, one.pk))


def _about(item: int | None) -> Q:
    """Of the item itself, of the heading it stands below, or of none."""
    return Q(item=None) | Q(item=item or 0) | Q(item__children=item or 0)


def values_for(file: CaseView) -> dict[str, str]:
    """What each field is for this case, as the person may know it; what is not known is empty."""
    case = file.case
    due = [
        clock.due_at
        for clock in file.aggregate.clocks.values()
        if clock.clock == ClockKind.RESOLVE and clock.stopped_at is None and clock.due_at < FAR
    ]
    return {
        "企业名称": case.firm_name,
        "诉求编号": case.number,
        "诉求": case.title,
        "提出日期": _day(case.submitted_at),
        "主办单位": case.lead_unit.name if case.lead_unit else "",
        "经办人": case.handler_name,
        "经办人电话": case.handler_phone,
        "承诺日期": _day(max(due)) if due else "",
        "今天": _day(file.now),
    }


def _day(at: datetime) -> str:
    day = timezone.localdate(at)
    return f"{day.year}年{day.month}月{day.day}日"
