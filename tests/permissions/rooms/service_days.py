"""Service days of offices."""

from collections.abc import Mapping

from tests.permissions.registry import Room, of, page, verb_of
from tests.permissions.town import Town, once
from tests.scenes.life import MONDAY
from zhuqi.mechanisms.service_days.enums import ServiceDayVerb
from zhuqi.mechanisms.service_days.models import ServiceDay


@once
def days(town: Town) -> Mapping[str, object]:
    """One of each office."""
    cast = town.cast
    offices = {
        "own": cast.city_office, "other_county": cast.county_office, "stranger": cast.other_office,
    }  # fmt: skip
    there = dict(ServiceDay.objects.values_list("office_id", "pk"))
    for office in offices.values():
        if office.pk not in there:
            there[office.pk] = ServiceDay.objects.create(
                office=office, day=MONDAY.date(), place="三楼", topics="用电"
            ).pk
    return {whose: there[office.pk] for whose, office in offices.items()}


ROOM = Room(
    "service_days",
    {
        "desk:service_days": page(),
        "desk:service_day_new": page(),
        "desk:service_day": of(days),
        "desk:service_day_verb": verb_of(days, ServiceDayVerb.CANCEL.value),
    },
)
