"""Inspection rounds, inspections of units, and what was found there."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from tests.permissions.registry import Asked, Found, Room, Row, of, page
from tests.permissions.town import Town, once
from tests.scenes.life import MONDAY
from zhuqi.foundation.directory.models import Unit
from zhuqi.mechanisms.inspections.enums import (
    FindingState,
    FindingVerb,
    RoundState,
    RoundVerb,
    VisitState,
    VisitVerb,
)
from zhuqi.mechanisms.inspections.models import Finding, InspectionRound, InspectionVisit

Rows = Callable[[Town], Mapping[str, int]]


def _offices(town: Town) -> Mapping[str, Unit]:
    cast = town.cast
    return {
        "own": cast.city_office,
        "other_county": cast.county_office,
        "stranger": cast.other_office,
    }


def _units(town: Town) -> Mapping[str, Unit]:
    """Whose unit a row is about: as with cases, the power company is one's own."""
    return {whose: case.lead_unit for whose, case in town.cases.items() if case.lead_unit}


@once
def rounds(town: Town) -> Mapping[str, int]:
    """One of each office, made when the first is asked for."""
    there = dict(InspectionRound.objects.values_list("office_id", "pk"))
    for office in _offices(town).values():
        if office.pk not in there:
            there[office.pk] = InspectionRound.objects.create(
                office=office, title="半年督导检查", basis="联席会议", state=RoundState.UNDERWAY,
                since=MONDAY.date(), until=MONDAY.date() + timedelta(days=30),
            ).pk  # fmt: skip
    return {whose: there[office.pk] for whose, office in _offices(town).items()}


@once
def visits(town: Town) -> Mapping[str, int]:
    """A finished one of each unit."""
    keys = {office.pk: rounds(town)[whose] for whose, office in _offices(town).items()}
    there = dict(InspectionVisit.objects.values_list("unit_id", "pk"))
    for whose, unit in _units(town).items():
        if unit.pk not in there:
            office = town.cases[whose].office_id
            there[unit.pk] = InspectionVisit.objects.create(
                round_id=keys[office], unit=unit, day=MONDAY.date(), visited_at=MONDAY,
                state=VisitState.VISITED,
            ).pk  # fmt: skip
    return {whose: there[unit.pk] for whose, unit in _units(town).items()}


@once
def findings(town: Town) -> Mapping[str, int]:
    """One about each unit, issued."""
    at = visits(town)
    there = dict(Finding.objects.values_list("unit_id", "pk"))
    for serial, (whose, unit) in enumerate(_units(town).items(), start=1):
        if unit.pk not in there:
            there[unit.pk] = Finding.objects.create(
                visit_id=at[whose], office=town.cases[whose].office, unit=unit, text="没写结果",
                state=FindingState.ISSUED, demand="补写。", limit=3, number=f"〔2026〕{serial}号",
                found_at=MONDAY, issued_at=MONDAY, due_at=MONDAY,
            ).pk  # fmt: skip
    return {whose: there[unit.pk] for whose, unit in _units(town).items()}


def _verb(rows: Rows, verb: str) -> Row:
    def find(asked: Asked) -> Found:
        there = rows(asked.town)
        return [there[asked.whose], verb] if asked.whose in there else None

    return Row(find)


ROOM = Room(
    "inspections",
    {
        "desk:inspections": page(),
        "desk:inspection_new": page(),
        "desk:inspection": of(rounds),
        "desk:inspection_verb": _verb(rounds, RoundVerb.TEAM.value),
        "desk:inspection_visits": page(),
        "desk:inspection_visit": of(visits),
        "desk:inspection_visit_verb": _verb(visits, VisitVerb.MOVE.value),
        "desk:findings": page(),
        "desk:finding": of(findings),
        "desk:finding_verb": _verb(findings, FindingVerb.SIGN.value),
    },
)
