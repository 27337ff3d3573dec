"""How a ledger stands now: what is late and due soon by unit, what is stuck, what waits for one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, CharField, Count, F, Min, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Scope
from zhuqi.foundation.changes import Prepared
from zhuqi.ledgers.cases.enums import Light, Verb
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.queries import Condition, Filters, Whose, ledger, queue_kinds, queues


@dataclass(frozen=True, slots=True)
class UnitNow:
    """A unit whose clocks end next: how many of its cases are late and due soon, and since when
    the first is late. `pk` 0: nobody's turn by name."""

    pk: int
    name: str
    late: int = 0
    soon: int = 0
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class WaitingNow:
    """A queue that waits for the person: how many cases, and when the first is due."""

    key: str
    label: StrOrPromise
    cases: int
    first: datetime


@dataclass(frozen=True, slots=True)
class Situation:
    """Units with what is late first; queues by urgency. Numbers are those of `ledger` by the
    same filters: by light, by light and owing unit, stuck of all one sees, by queue."""

    units: Sequence[UnitNow] = ()
    waiting: Sequence[WaitingNow] = ()
    stuck: int = 0

    @property
    def late(self) -> int:
        """How many cases are late, of all units together."""
        return sum(unit.late for unit in self.units)

    @property
    def soon(self) -> int:
        """All that is due soon."""
        return sum(unit.soon for unit in self.units)


@dataclass(slots=True)
class _Counted:
    name: str = ""
    lights: dict[str, int] = field(default_factory=dict)
    since: datetime | None = None


def situation(scope: Scope, now: datetime) -> Situation:
    """Everything at once, in one query."""
    units: dict[int, _Counted] = {}
    waiting, stuck = dict[str, tuple[int, datetime]](), 0
    for kind, unit, name, number, first in _SITUATION(scope, now=now):
        if kind in _LIGHTS:
            counted = units.setdefault(unit, _Counted(name))
            counted.lights[kind] = number
            counted.since = first if kind == Light.RED.value else counted.since
        elif kind == _STUCK:
            stuck = number
        elif number:
            waiting[kind] = number, first
    named = {task.key: task.label for task in queue_kinds(scope)}
    return Situation(
        units=_worst_first(units),
        waiting=sorted(
            (WaitingNow(key, named[key], *found) for key, found in waiting.items()),
            key=lambda one: one.first,
        ),
        stuck=stuck,
    )


def _worst_first(units: dict[int, _Counted]) -> list[UnitNow]:
    found = [
        UnitNow(
            pk, one.name, one.lights.get(Light.RED.value, 0), one.lights.get(Light.YELLOW.value, 0),
            one.since,
        )
        for pk, one in units.items()
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.late, -one.soon, one.pk))


_LIGHTS = (Light.RED.value, Light.YELLOW.value)
_STUCK = "#stuck"


def _situation(scope: Scope, now: datetime) -> QuerySet[Any, Any]:
    """Rows of (what, unit, its name, how many, the first due time)."""
    name = Coalesce(NullIf("due_unit__short_name", Value("")), "due_unit__name", Value(""))
    of_units = [
        ledger(scope, Filters(light=light), now)
        .order_by()
        .values_list(
            Value(light, CharField()), Coalesce(F("due_unit"), 0, output_field=BigIntegerField()),
            name,
        )
        .annotate(n=Count("pk"), first=Min("due_at"))
        for light in _LIGHTS
    ]  # fmt: skip
    stuck = ledger(scope, Filters(condition=Condition.STUCK, whose=Whose.ALL), now)
    others = [
        (_STUCK, stuck),
        *(
            (task.key, cases.read_by(scope))
            for task, cases in queues(scope, now)
            if task.verb != Verb.RATE
        ),
    ]
    parts: list[QuerySet[Any, Any]] = [
        *of_units,
        *(_counted(key, cases) for key, cases in others),
    ]
    union: QuerySet[Any, Any] = parts[0].union(*parts[1:], all=True)
    return union


def _counted(key: str, cases: QuerySet[Case]) -> QuerySet[Any, Any]:
    named = cases.order_by().values_list(
        Value(key, CharField()), Value(0, BigIntegerField()), Value("", CharField())
    )
    return named.annotate(n=Count("pk"), first=Min("due_at"))


_SITUATION = Prepared(_situation, planned_anew=True)
