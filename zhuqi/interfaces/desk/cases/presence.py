"""谁正在看、正在填: who else works on a case right now, told to those who work on it too.

Nothing of it is stored: each open page says every twenty seconds that it is open, and is forgotten
a minute after it last did. It is about not getting into each other's way, so only those who handle
the case are in it: its office and the units that hold a sheet. Who only reads (leaders,
inspectors, liaison officials, other levels) neither shows nor is shown anybody; nor does the firm
or its chamber.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from zhuqi.foundation.access import Person
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.interfaces.desk.cases.verb_pages import VERB_PAGES
from zhuqi.ledgers.cases.actions.work import case_roles_on
from zhuqi.ledgers.cases.enums import OFFICE_CASE_ROLES, VERBS, AssignmentState, Verb
from zhuqi.ledgers.cases.models import Assignment, Case
from zhuqi.ledgers.cases.models.case import working_units

FORGOTTEN_AFTER = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody with the case open: for which units they work on it, and what they are writing."""

    user_id: int
    name: str
    unit: str
    sides: frozenset[int]
    writing: Verb | None
    at: datetime

    def says(self, sides: frozenset[int]) -> str:
        """In words for somebody of these units. What it is that others write is their own matter
        until it is sent."""
        who = {"who": f"{self.name}（{self.unit}）" if self.unit else self.name}
        if self.writing is None:
            return _("%(who)s正在看") % who
        if not self.sides & sides:
            return _("%(who)s正在填写") % who
        return _("%(who)s正在填写“%(verb)s”") % {**who, "verb": self.writing.label}


def sides_of(person: Person, case: Case, sheets: Iterable[Assignment]) -> frozenset[int]:
    """The units for which the person works on the case: its office, and units with a sheet."""
    sheets = list(sheets)
    roles = case_roles_on(case, sheets, person.scope, person.actor)
    holding = {sheet.unit_id for sheet in sheets if sheet.state != AssignmentState.RECALLED}
    office = {case.office_id} if roles & OFFICE_CASE_ROLES else set()
    return frozenset(office | (holding & working_units(person.scope)))


def say_here(person: Person, case: Case, *, writing: str, now: datetime) -> list[str]:
    """Note that the person has the case open, and say who else has.

    The case is one they may see; who does not work on it is not noted and told of nobody.
    """
    sides = sides_of(person, case, case.assignments.all())
    if not sides or case.sealed:
        return []
    user = person.scope.user_id
    key = f"case-open:{case.pk}"
    # Two beats in the same instant may lose one: the next one, twenty seconds on, is heard.
    here = {
        pk: one for pk, one in _read(cache.get(key) or {}).items() if one.at > now - FORGOTTEN_AFTER
    }
    verb = Verb(writing) if writing in VERBS and Verb(writing) in VERB_PAGES else None
    here[user] = Here(user, person.actor.name, person.actor.unit, sides, verb, now)
    cache.set(key, _plain(here.values()), FORGOTTEN_AFTER.total_seconds())
    # Of a confidential case a unit learns of nobody outside itself.
    near = sides if case.confidential and case.office_id not in sides else None
    others = [one for pk, one in here.items() if pk != user and (near is None or one.sides & near)]
    return [one.says(sides) for one in sorted(others, key=lambda one: one.user_id)]


def _plain(here: Iterable[Here]) -> dict[int, dict[str, Any]]:
    return {
        one.user_id: {
            "name": one.name, "unit": one.unit, "sides": sorted(one.sides),
            "writing": one.writing.value if one.writing else "", "at": one.at.timestamp(),
        }
        for one in here
    }  # fmt: skip


def _read(kept: Mapping[int, Mapping[str, Any]]) -> dict[int, Here]:
    return {
        pk: Here(
            pk, one["name"], one["unit"], frozenset(one["sides"]),
            Verb(one["writing"]) if one["writing"] else None,
            datetime.fromtimestamp(one["at"], SHANGHAI),
        )
        for pk, one in kept.items()
    }  # fmt: skip
