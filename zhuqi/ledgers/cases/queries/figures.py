"""Figures of a person's rows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import (
    Count,
)

from zhuqi.foundation.access import Scope
from zhuqi.ledgers.cases.enums import (
    Light,
)
from zhuqi.ledgers.cases.models import (
    FAR,
    Case,
)
from zhuqi.ledgers.cases.queries.filtering import Filters, ledger
from zhuqi.ledgers.cases.queries.reach import Whose, has_ledger, timing_in, within


@dataclass(frozen=True, slots=True)
class Figure:
    """How many rows stand at a light, among which: what `ledger` finds by the same filters."""

    light: Light
    whose: Whose
    number: int

    @property
    def filters(self) -> Filters:
        """What opens them."""
        return Filters(light=self.light.value, whose=self.whose.value)


LIGHTS = (Light.RED, Light.YELLOW, Light.GREEN)


def figures_by_light(scope: Scope, now: datetime) -> list[Figure]:
    """How a person's rows stand in time. An office's are its ledger's; what was handed up to it, or
    assigned to it from above, is told apart where it is late."""
    figures = [
        Figure(light, Whose.OWN, number) for light, number in counts_by_light(scope, now).items()
    ]
    if not has_ledger(scope):
        return figures
    handed = [
        Figure(Light.RED, whose, ledger(scope, Filters(light=Light.RED, whose=whose), now).count())
        for whose in (Whose.BELOW, Whose.FROM_ABOVE)
    ]
    return [figures[0], *(figure for figure in handed if figure.number), *figures[1:]]


def counts_by_light(scope: Scope, now: datetime) -> dict[Light, int]:
    """How many cases stand at each light, as `ledger` lists them by that light."""
    timing = timing_in(scope, Whose.OWN)
    timed = within(Case.objects.filter(historical=False), scope, Whose.OWN)
    timed = timed.filter(pk__in=timing.timed()) if timing.units else timed.filter(due_at__lt=FAR)
    row = timed.order_by().aggregate(
        **{light.value: Count("pk", filter=timing.holds(light, now)) for light in LIGHTS}
    )
    return {light: row[light.value] for light in LIGHTS}


def median_delay(scope: Scope) -> timedelta:
    """The median time from a historical case's word to its reply; zero where none has one."""
    answered = Case.objects.visible_to(scope).filter(historical=True, answered_at__isnull=False)
    delays = [
        replied - asked
        for asked, replied in answered.order_by().values_list("submitted_at", "answered_at")
        if replied is not None
    ]
    return timedelta(seconds=median(d.total_seconds() for d in delays)) if delays else timedelta(0)
