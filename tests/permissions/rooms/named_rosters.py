"""Named rosters, who stands on them, and the tables by which many enter."""

from collections.abc import Mapping

from tests.permissions.registry import Room, of, page, verb_of
from tests.permissions.town import Town, once
from tests.scenes.life import MONDAY
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.directory.models import Unit
from zhuqi.mechanisms.rosters.actions.rosters import load_kinds
from zhuqi.mechanisms.rosters.enums import BatchVerb, EntryVerb, LineVerb, RosterVerb
from zhuqi.mechanisms.rosters.models import (
    NamedRoster,
    RosterBatch,
    RosterEntry,
    RosterKind,
    RosterLine,
)


def _offices(town: Town) -> Mapping[str, Unit]:
    cast = town.cast
    return {"own": cast.city_office, "other_county": cast.county_office,
            "stranger": cast.other_office}  # fmt: skip


def _roster(office: Unit) -> NamedRoster:
    load_kinds(by=SYSTEM)
    return NamedRoster.objects.get_or_create(
        office=office, name="白名单",
        defaults={"kind": RosterKind.objects.all()[0], "level": office.level, "source": "通知",
                  "shown": True},
    )[0]  # fmt: skip


@once
def rosters(town: Town) -> Mapping[str, object]:
    """One of each office."""
    return {whose: _roster(office).pk for whose, office in _offices(town).items()}


def entries(town: Town) -> Mapping[str, object]:
    """On each office's roster a firm of its own ledger."""
    cast, found = town.cast, dict[str, object]()
    firms = {"own": cast.diamond, "other_county": cast.shoes, "stranger": cast.stranger_firm}
    for whose, office in _offices(town).items():
        found[whose] = RosterEntry.objects.get_or_create(
            roster=_roster(office), enterprise=firms[whose], entered_on=MONDAY.date(),
            defaults={"ground": "通知"},
        )[0].pk  # fmt: skip
    return found


def _batch(office: Unit) -> RosterBatch:
    return RosterBatch.objects.get_or_create(
        roster=_roster(office), way="enter", day=MONDAY.date(), ground="通知",
        file_name="名单.xlsx", drafted_at=MONDAY,
    )[0]  # fmt: skip


@once
def batches(town: Town) -> Mapping[str, object]:
    """One of each office."""
    return {whose: _batch(office).pk for whose, office in _offices(town).items()}


@once
def lines(town: Town) -> Mapping[str, object]:
    """A row nobody recognised, of each."""
    return {
        whose: RosterLine.objects.get_or_create(
            batch=_batch(office), number=2, name="某厂", state="unknown"
        )[0].pk
        for whose, office in _offices(town).items()
    }


ROOM = Room(
    "named_rosters",
    {
        "desk:named_rosters": page(),
        "desk:named_roster_new": page(),
        "desk:named_roster": of(rosters),
        "desk:named_roster_verb": verb_of(rosters, RosterVerb.REVISE.value),
        "desk:roster_entries": page(),
        "desk:roster_entry": of(entries),
        "desk:roster_entry_verb": verb_of(entries, EntryVerb.LEAVE.value),
        "desk:roster_batches": page(),
        "desk:roster_batch_new": page(),
        "desk:roster_batch": of(batches),
        "desk:roster_batch_verb": verb_of(batches, BatchVerb.DROP.value),
        "desk:roster_lines": page(),
        "desk:roster_line": of(lines),
        "desk:roster_line_verb": verb_of(lines, LineVerb.LEAVE_OUT.value),
        "desk:roster_counts": page(),
    },
)
