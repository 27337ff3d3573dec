"""日程安排: Monday's letters, working days on the 10th and 20th, Wednesday's reports, the
weekend's plans [S0, S3]."""

from datetime import time, timedelta

from django.db import transaction

from zhuqi.foundation.access import Role
from zhuqi.mechanisms.rhythm import actions
from zhuqi.mechanisms.rhythm.enums import Pace, RhythmKind
from zhuqi.sample.city import City

ARRANGED = (
    (RhythmKind.LETTER, Pace.WEEKLY, "1", time(8, 30)),
    (RhythmKind.WORK_DAY, Pace.MONTHLY, "10,20", time(8, 30)),
    (RhythmKind.PROGRESS, Pace.WEEKLY, "3", time(14, 30)),
    (RhythmKind.PLANS, Pace.WEEKLY, "6", time(10, 0)),
    (RhythmKind.SERVICE, Pace.MONTHLY, "5", time(9, 0)),
)
AGO = timedelta(days=12)


@transaction.atomic
def set_the_rhythm(city: City) -> None:
    """Of every ledger's office; what came round since is told of as by the worker."""
    for office in city.offices:
        by = city.society.someone(city.dice(f"rhythm {office.pk}"), office.pk, Role.REGISTRAR)
        for kind, pace, days, at in ARRANGED:
            actions.begin(
                office=office, kind=kind, pace=pace, days=days, at=at, by=by, now=city.now - AGO
            )
