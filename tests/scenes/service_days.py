"""The city's office holds a service day to which 钻石公司 and 大成公司 are asked."""

from datetime import datetime, time, timedelta
from typing import Any

from tests.cast import Cast, person
from tests.scenes.life import MONDAY
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.mechanisms.service_days.actions import days, words
from zhuqi.mechanisms.service_days.models import ServiceDay, ServiceWord

THURSDAY = MONDAY + timedelta(days=3)
TOPICS = "用工\n用电"


def arranged(
    cast: Cast, by: User | None = None, office: Unit | None = None, now: datetime = MONDAY
) -> ServiceDay:
    """For Thursday afternoon."""
    return days.arrange(
        office=office or cast.city_office, day=(now + timedelta(days=3)).date(), at=time(15),
        place="会议中心", topics=TOPICS, by=person(by or cast.he_fan), now=now,
    )  # fmt: skip


def invited(cast: Cast, *firms: Enterprise, now: datetime = MONDAY) -> ServiceDay:
    """With 钻石公司, or these."""
    day = arranged(cast, now=now)
    act(day, cast.he_fan, days.invite, now=now, firms=firms or [cast.diamond], names="")
    return day


def held(cast: Cast, now: datetime = MONDAY) -> ServiceDay:
    """Thursday has come."""
    day = invited(cast, now=now)
    act(day, cast.he_fan, days.hold, now=now + timedelta(days=3))
    return day


def heard(
    cast: Cast, day: ServiceDay | None = None, now: datetime = MONDAY, **given: Any
) -> ServiceWord:
    """钻石公司 says what troubles it."""
    day = day or held(cast, now)
    said = {"enterprise": cast.diamond, "topic": "用电", "body": "夜里电压低", "answer": "",
            "solved": False}  # fmt: skip
    made = act(day, cast.he_fan, words.hear, now=now + timedelta(days=3, minutes=5), **said | given)
    assert isinstance(made, ServiceWord)
    return made


def act(row: Any, by: User, verb: Any, now: datetime = MONDAY, **given: Any) -> Any:
    noun: Any = days.DAYS if isinstance(row, ServiceDay) else words.WORDS
    with noun.open(row.pk, by=person(by), now=now) as change:
        made = verb(change, **given)
    row.refresh_from_db()
    return made
