"""What may be true of a case beside its state."""

from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import (
    Exists,
    OuterRef,
    Q,
    QuerySet,
    TextChoices,
)
from django.utils.translation import gettext_lazy as _

from zhuqi.ledgers.cases.enums import (
    OPEN_STATES,
    ClockKind,
    State,
)
from zhuqi.ledgers.cases.models import (
    Case,
    Clock,
    Extension,
    Instruction,
    Pausing,
)


class Condition(TextChoices):
    """What may be true of a case beside its state."""

    HANDED_UP = "handed_up", _("待上级研判")
    DISPUTED = "disputed", _("争议")
    PAUSED = "paused", _("已挂起")
    AGAIN = "again", _("第二轮以上")
    LAPSED = "lapsed", _("挂账到期")
    STUCK = "stuck", _("卡住的（以上任一）")
    EXTENSION = "extension", _("申请延期待审")
    LONG_PAUSED = "long_paused", _("挂起超过 30 天")
    REPORT = "report", _("批示待报告")
    REPORT_DUE = "report_due", _("批示报告到期")


STUCK = (
    Condition.HANDED_UP,
    Condition.DISPUTED,
    Condition.PAUSED,
    Condition.AGAIN,
    Condition.LAPSED,
)


# Asked inside an office alone: of the rows of one's own, whoever one is on others.
OF_OFFICE = frozenset({Condition.EXTENSION, Condition.REPORT, Condition.REPORT_DUE})
LONG = timedelta(days=30)


def holding(condition: Condition, now: datetime) -> Q:  # noqa: PLR0911 (one a condition)
    """Cases of which it is true; `STUCK` is any of the others."""
    match condition:
        case Condition.HANDED_UP:
            return Q(superior__isnull=False)
        case Condition.DISPUTED:
            return Q(disputed=True)
        case Condition.PAUSED:
            return Q(paused_until__isnull=False)
        case Condition.AGAIN:
            return Q(round__gt=1, state__in=OPEN_STATES)
        case Condition.LAPSED:
            return Q(state=State.CARRIED, due_at__lte=now)
        case Condition.STUCK:
            return reduce(or_, (holding(one, now) for one in STUCK))
        case _:
            return told_by(_beside(condition, now))


def told_by(rows: QuerySet[Any]) -> Q:
    """Cases that have one of these rows beside them."""
    return Q(pk__in=rows.order_by().values("case"))


def _beside(condition: Condition, now: datetime) -> QuerySet[Any]:
    if condition is Condition.EXTENSION:
        return Extension.objects.filter(outcome=Extension.Outcome.WAITING)
    if condition is Condition.LONG_PAUSED:
        return paused_since(now - LONG)
    return unreported() if condition is Condition.REPORT else unreported(now)


def paused_since(moment: datetime) -> QuerySet[Pausing]:
    """Pauses that run since before then."""
    return Pausing.objects.filter(outcome=Pausing.Outcome.RUNNING, since__lt=moment)


def unreported(due: datetime | None = None) -> QuerySet[Instruction]:
    """Instructions that have no report yet; with a moment those whose report was due by then."""
    # In the words of the partial index.
    rows = Instruction.objects.filter(state="open")
    if due is None:
        return rows
    running = Clock.objects.filter(
        case=OuterRef("case"),
        clock=ClockKind.INSTRUCTION,
        sheet=OuterRef("ordinal"),
        stopped_at__isnull=True,
        due_at__lte=due,
    )
    return rows.filter(Exists(running))


def conditions_of(case: Case, now: datetime) -> list[Condition]:
    """What `holding` says of one case already at hand, as far as its own row tells."""
    found = [Condition.HANDED_UP] if case.superior_id is not None else []
    if case.disputed:
        found.append(Condition.DISPUTED)
    if case.paused_until is not None:
        found.append(Condition.PAUSED)
    if case.round > 1 and case.state in OPEN_STATES:
        found.append(Condition.AGAIN)
    if case.state == State.CARRIED and case.due_at <= now:
        found.append(Condition.LAPSED)
    return found
