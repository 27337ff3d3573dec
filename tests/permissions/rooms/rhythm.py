"""What comes round in an office, and what people were told."""

from collections.abc import Mapping
from datetime import time

from tests.permissions.registry import Room, of, page, verb_of
from tests.permissions.town import Town
from tests.scenes.life import MONDAY
from zhuqi.foundation.directory.models import Unit
from zhuqi.mechanisms.rhythm.enums import Pace, RhythmKind, RhythmVerb
from zhuqi.mechanisms.rhythm.models import Rhythm, RhythmNote, RhythmRun


def _of(town: Town) -> Mapping[str, Unit]:
    cast = town.cast
    return {"own": cast.city_office, "other_county": cast.county_office,
            "stranger": cast.other_office}  # fmt: skip


def _rhythm(office: Unit) -> Rhythm:
    there = Rhythm.objects.filter(office=office).first()
    return there or Rhythm.objects.create(
        office=office, kind=RhythmKind.WORK_DAY, pace=Pace.WEEKLY, days="1", at=time(8, 30),
        since=MONDAY,
    )  # fmt: skip


def rhythms(town: Town) -> Mapping[str, object]:
    """One of each office."""
    return {whose: _rhythm(office).pk for whose, office in _of(town).items()}


def notes(town: Town) -> Mapping[str, object]:
    """What 林助 was told by the city's; what 田市长 was told by others."""
    found: dict[str, object] = {}
    for whose, office in _of(town).items():
        run, _new = RhythmRun.objects.get_or_create(
            rhythm=_rhythm(office), day=MONDAY.date(), defaults={"ran_at": MONDAY}
        )
        user = town.cast.lin if whose == "own" else town.cast.mayor
        note, _new = RhythmNote.objects.get_or_create(run=run, user=user)
        found[whose] = note.pk
    return found


ROOM = Room(
    "rhythm",
    {
        "desk:rhythms": page(),
        "desk:rhythm_new": page(),
        "desk:rhythm": of(rhythms),
        "desk:rhythm_verb": verb_of(rhythms, RhythmVerb.PAUSE.value),
        "desk:rhythm_notes": page(),
        "desk:rhythm_note": of(notes),
    },
)
