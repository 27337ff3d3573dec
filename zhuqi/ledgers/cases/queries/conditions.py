"""What may be true of a case beside its state."""

from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import (
    Q,
    TextChoices,
)
from django.utils.translation import gettext_lazy as _

from zhuqi.ledgers.cases.enums import (
    OPEN_STATES,
    State,
)
from zhuqi.ledgers.cases.models import (
    Case,
)


class Condition(TextChoices):
    """What may be true of a case beside its state."""

    HANDED_UP = "handed_up", _("待上级研判")
    DISPUTED = "disputed", _("争议")
    PAUSED = "paused", _("已挂起")
    AGAIN = "again", _("第二轮以上")
    LAPSED = "lapsed", _("挂账到期")
    STUCK = "stuck", _("卡住的（以上任一）")


STUCK = (
    Condition.HANDED_UP,
    Condition.DISPUTED,
    Condition.PAUSED,
    Condition.AGAIN,
    Condition.LAPSED,
)


def holding(condition: Condition, now: datetime) -> Q:
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
        case _:
            return reduce(or_, (holding(one, now) for one in STUCK))


def conditions_of(case: Case, now: datetime) -> list[Condition]:
    """What `holding` says of one case already at hand."""
    pairs = (
        (Condition.HANDED_UP, case.superior_id is not None),
        (Condition.DISPUTED, case.disputed),
        (Condition.PAUSED, case.paused_until is not None),
        (Condition.AGAIN, case.round > 1 and case.state in OPEN_STATES),
        (Condition.LAPSED, case.state == State.CARRIED and case.due_at <= now),
    )
    return [condition for condition, holds in pairs if holds]
