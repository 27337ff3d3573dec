"""企业服务日: of the city and some counties, one held last month and one to come; what was said."""

from datetime import datetime, time, timedelta

from django.db import transaction

from zhuqi.foundation.access import Person, Role
from zhuqi.foundation.accounts.queries import person_of
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.mechanisms.service_days import queries
from zhuqi.mechanisms.service_days.actions import days, words
from zhuqi.mechanisms.service_days.models import ServiceDay
from zhuqi.sample.city import City

TOPICS = "惠企政策怎么申报\n用工和用电\n要素保障"
SAID = (
    ("惠企政策怎么申报", "技改补助网上填了两遍都退回来，不知道差什么材料。",
     "当场打开系统看了，缺设备发票明细。"),
    ("用工和用电", "夜班招不到人，公交末班车又早，能不能晚一点收车。", ""),
    ("要素保障", "想问问明年蒸汽价格怎么定，好排产。", "价格年底前由发改部门公布。"),
)  # fmt: skip
OFFICES = 3


@transaction.atomic
def hold_service_days(city: City) -> None:
    """By the offices' own people; firms that have somebody who signs in answer themselves."""
    firms = dict(city.firms)
    for code, office in list(zip(firms, city.offices, strict=False))[:OFFICES]:
        by = city.society.someone(city.dice(f"service {code}"), office.pk, Role.REGISTRAR)
        asked = [one.row for one in firms[code] if one.row.office_id == office.pk][:6]
        if not asked:
            continue
        _held(city, office.pk, asked, by)
        start = city.now
        day = days.arrange(
            office=office, day=(start + timedelta(days=9)).date(), at=time(15), by=by, now=start,
            place="会议中心二楼", topics=TOPICS,
        )  # fmt: skip
        with days.DAYS.open(day.pk, by=by, now=start) as change:
            days.invite(change, firms=asked, names="")


def _held(city: City, office: int, asked: list[Enterprise], by: Person) -> None:
    start, held = city.now - timedelta(days=30), city.now - timedelta(days=21)
    day = days.arrange(
        office=asked[0].office, day=held.date(), at=time(15), by=by, now=start,
        place="会议中心二楼", topics=TOPICS,
    )  # fmt: skip
    assert day.office_id == office  # noqa: S101 (whose firms these are)
    with days.DAYS.open(day.pk, by=by, now=start) as change:
        days.invite(change, firms=asked, names="")
    for firm in asked[:2]:
        _answer(day, firm, start + timedelta(days=1))
    with days.DAYS.open(day.pk, by=by, now=held) as change:
        days.hold(change)
    for firm, (topic, body, answer) in zip(asked, SAID, strict=False):
        with days.DAYS.open(day.pk, by=by, now=held) as change:
            words.hear(
                change, enterprise=firm, topic=topic, body=body, answer=answer,
                solved=bool(answer),
            )  # fmt: skip


def _answer(day: ServiceDay, firm: Enterprise, at: datetime) -> None:
    user = queries.people_of_firms([firm.pk]).first()
    if user is None or day.guests.filter(enterprise=firm).first() is None:
        return
    with days.DAYS.open(day.pk, by=person_of(user), now=at) as change:
        days.reply(change, enterprise=firm, coming=True, attendee="总经理", question=SAID[0][1])
