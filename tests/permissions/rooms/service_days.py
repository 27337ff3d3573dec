"""Service days and what was said there: on the desk, on the firm's own pages."""

from collections.abc import Mapping
from datetime import time

from tests.permissions.registry import Room, of, page, verb_of
from tests.permissions.town import Town
from tests.scenes.life import MONDAY
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.mechanisms.service_days.enums import DayState, DayVerb, WordVerb
from zhuqi.mechanisms.service_days.models import Guest, ServiceDay, ServiceWord


def _of(town: Town) -> Mapping[str, tuple[Unit, Enterprise]]:
    firms = town.firms
    return {whose: (firms[whose].office, firms[whose])
            for whose in ("own", "other_county", "stranger")}  # fmt: skip


def _day(office: Unit, firm: Enterprise) -> ServiceDay:
    there = ServiceDay.objects.filter(office=office).first()
    day = there or ServiceDay.objects.create(
        office=office, state=DayState.HELD, day=MONDAY.date(), at=time(15), place="会议中心",
        topics="用工",
    )  # fmt: skip
    Guest.objects.get_or_create(service_day=day, enterprise=firm)
    return day


def days(town: Town) -> Mapping[str, object]:
    """One of each office, being held, to which the firm is asked."""
    return {whose: _day(*of_it).pk for whose, of_it in _of(town).items()}


def words(town: Town) -> Mapping[str, object]:
    """What the firm said there."""
    found: dict[str, object] = {}
    for whose, (office, firm) in _of(town).items():
        word, _new = ServiceWord.objects.get_or_create(
            service_day=_day(office, firm), enterprise=firm, topic="用工", body="招不到人"
        )
        found[whose] = word.pk
    return found


ROOM = Room(
    "service_days",
    {
        "desk:service_days": page(),
        "desk:service_day_new": page(),
        "desk:service_day": of(days),
        "desk:service_day_verb": verb_of(days, DayVerb.HEAR.value),
        "desk:service_words": page(),
        "desk:service_word": of(words),
        "desk:service_word_verb": verb_of(words, WordVerb.KEEP.value),
        "portal:service_days": page(),
        "portal:service_day": of(days),
    },
)
