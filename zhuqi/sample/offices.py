"""Offices at work: who does what in one, when, and which units it goes to."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from zhuqi.foundation.access import Person, Role
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.queries import calendar
from zhuqi.mechanisms.inspections.queries import inspectable
from zhuqi.sample.city import City

FEWEST_UNITS, MOST_UNITS = 3, 10
ANSWERING = (Role.HANDLER, Role.REGISTRAR)


@dataclass(frozen=True, slots=True)
class Office:
    """An office with who does what in it, and its dice."""

    city: City
    unit: Unit
    dice: random.Random

    def by(self, role: Role, unit: Unit | None = None) -> Person:
        """Somebody of the office, or of a unit."""
        return self.city.society.someone(self.dice, (unit or self.unit).pk, role)

    def worked(self, at: datetime) -> datetime:
        """The next office hours, as long as they have begun."""
        return min(calendar(self.unit.region.code).effective_start(at), self.city.now)

    def ago(self, days: float) -> datetime:
        """The office hours so many days ago, or the next after."""
        return self.worked(self.city.now - timedelta(days=days))

    def answering(self, unit: Unit) -> Person:
        """Who reports for a unit."""
        there = self.city.society.people[unit.pk]
        return self.by(next(role for role in ANSWERING if role in there), unit)

    def inspected(self) -> Sequence[Unit]:
        """Units it goes to where somebody answers. Where there are few firms an office goes to
        few units: as many as there are firms."""
        people, firms = self.city.society.people, self.city.size.firms[self.unit.region.code]
        units = [
            unit for unit in inspectable(self.unit) if set(ANSWERING) & set(people.get(unit.pk, {}))
        ]
        return units[: min(MOST_UNITS, max(FEWEST_UNITS, firms))]
