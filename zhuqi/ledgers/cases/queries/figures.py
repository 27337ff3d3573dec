"""Figures of a person's rows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import CharField, Count, IntegerField, QuerySet, Value

from zhuqi.foundation.access import Scope
from zhuqi.foundation.changes import Prepared
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
    """How a person's rows stand in time, in one query. An office's are its ledger's; what was
    handed up to it, or assigned to it from above, is told apart where it is late."""
    numbers = {whose: lights for whose, *lights in _NUMBERS(scope, now=now)}
    own = [
        Figure(light, Whose.OWN, number)
        # Whoever can have none is not counted for at all.
        for light, number in zip(LIGHTS, numbers.get(Whose.OWN.value, _NONE), strict=True)
    ]
    handed = [
        Figure(Light.RED, whose, numbers[whose.value][0])
        for whose in _HANDED
        if whose.value in numbers
    ]
    return [own[0], *(figure for figure in handed if figure.number), *own[1:]]


_NONE = (0,) * len(LIGHTS)
# Told apart from an office's own where it is late.
_HANDED = (Whose.BELOW, Whose.FROM_ABOVE)


def _numbers(scope: Scope, now: datetime) -> QuerySet[Any, Any]:
    """Whose rows, and how many of them stand at each light."""
    timing = timing_in(scope, Whose.OWN)
    timed = within(Case.objects.filter(historical=False), scope, Whose.OWN)
    timed = timed.filter(pk__in=timing.timed()) if timing.units else timed.filter(due_at__lt=FAR)
    own = _counted(
        timed,
        Whose.OWN,
        **{light.value: Count("pk", filter=timing.holds(light, now)) for light in LIGHTS},
    )
    if not has_ledger(scope):
        return own
    late = {whose: ledger(scope, Filters(light=Light.RED, whose=whose), now) for whose in _HANDED}
    none = Value(0, IntegerField())
    return own.union(
        *(
            _counted(rows, whose, red=Count("pk"), yellow=none, green=none)
            for whose, rows in late.items()
        ),
        all=True,
    )


def _counted(rows: QuerySet[Case], whose: Whose, **numbers: Any) -> QuerySet[Any, Any]:
    """One row; its lights in their order."""
    named = rows.order_by().values_list(Value(whose.value, CharField()))
    return named.annotate(**{light.value: numbers[light.value] for light in LIGHTS})


# Planned for any office whatever it takes twenty times as long (measured at a million cases).
_NUMBERS = Prepared(_numbers, planned_anew=True)


def median_delay(scope: Scope) -> timedelta:
    """The median time from a historical case's word to its reply; zero where none has one."""
    answered = Case.objects.visible_to(scope).filter(historical=True, answered_at__isnull=False)
    delays = [
        replied - asked
        for asked, replied in answered.order_by().values_list("submitted_at", "answered_at")
        if replied is not None
    ]
    return timedelta(seconds=median(d.total_seconds() for d in delays)) if delays else timedelta(0)
