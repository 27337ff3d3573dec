"""An office's week before the story begins: what came round, a dispute, a trouble of twelve firms,
and a joint meeting that was planned for it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from tests.cast import LONG_AGO, Cast, firm_user, person
from tests.scenes import meetings, steps
from tests.scenes.life import SUBMISSION
from tests.scenes.month import Days
from zhuqi.foundation.directory.enums import LiaisonKind
from zhuqi.foundation.directory.models import Enterprise, LiaisonLink
from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.actions import intake
from zhuqi.ledgers.cases.actions.intake import Submission
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.requests.actions import objections
from zhuqi.ledgers.cases.topics import actions as topics
from zhuqi.mechanisms.meetings.actions import bodies
from zhuqi.mechanisms.meetings.models import Body, Meeting
from zhuqi.mechanisms.rhythm import actions as rhythm

FIRMS = 12
DISPUTE, COMMON = "厂门前管网谁来接", "园区电压不稳"


@dataclass(frozen=True)
class Week:
    """What the story goes on from."""

    body: Body
    meeting: Meeting
    disputed: Case
    one_of_many: Case


def begun(cast: Cast) -> Week:
    """田市长 looks after 钻石公司; its case is with the bureau when the letters go out."""
    now = timezone.now().astimezone(SHANGHAI)
    days = calendar(cast.city.code)
    today = Days(days, now).before(0)
    morning = min(today, now) if today <= now else Days(days, now).before(1)
    LiaisonLink.objects.create(
        enterprise=cast.diamond, official=cast.mayor.official, since=LONG_AGO.date(),
        kind=LiaisonKind.LEADER,
    )  # fmt: skip
    disputed = _disputed(cast, morning - timedelta(days=8))
    many = [_of_many(cast, number, morning - timedelta(days=6)) for number in range(FIRMS)]
    _bundled(cast, many)
    for kind in ("letter", "progress"):
        rhythm.begin(
            office=cast.city_office, kind=kind, pace="weekly", days="1,2,3,4,5,6,7", at=time(8),
            by=person(cast.he_fan), now=morning - timedelta(days=3),
        )  # fmt: skip
    assert rhythm.run_due(morning) == 2
    body = meetings.body(cast)
    meetings.act(
        body, cast.he_fan, bodies.rule, by_scheme=False, takes_disputed=True, takes_major=False,
        takes_common=FIRMS, takes_urged=3,
    )  # fmt: skip
    return Week(body, meetings.planned(cast, body), disputed, many[0])


def _disputed(cast: Cast, at: datetime) -> Case:
    """供电公司 and 工信局 each say that it is the other's."""
    case = intake.submit(
        enterprise=cast.diamond, by=person(cast.zhao), now=at,
        submission=Submission(DISPUTE, "管线到了门口没人接。", "", "赵总", "13812345678"),
    )  # fmt: skip
    steps.accept(case, cast.he_fan, cast.electricity, at)
    steps.assign(case, steps.Hands(cast.he_fan, cast.power, cast.sun), now=at)
    later = at + timedelta(hours=2)
    with open_case(case.pk, by=person(cast.sun), now=later) as work:
        objections.object_to(work, reason="属企业内部管线", suggested=cast.industry)
    with open_case(case.pk, by=person(cast.he_fan), now=later) as work:
        objections.consult(
            work, fallback=cast.power, until=(later + timedelta(days=60)).date(),
            reason="职责有交叉，提请联席会议研究",
        )  # fmt: skip
    return case


def _of_many(cast: Cast, number: int, at: datetime) -> Case:
    """Of a firm of its own, in the hands of 工信局."""
    firm = Enterprise.objects.create(
        name=f"许昌第{number + 1}机械公司", region=cast.city, office=cast.city_office,
        uscc=f"91411000WEEK{number:06d}",
    )  # fmt: skip
    speaks = firm_user(f"厂长{number}", f"factory{number}", firm)
    case = intake.submit(enterprise=firm, submission=SUBMISSION, by=person(speaks), now=at)
    steps.accept(case, cast.he_fan, cast.electricity, at)
    steps.assign(case, steps.Hands(cast.he_fan, cast.industry, cast.zhou), now=at)
    steps.sign(case, cast.zhou, now=at + timedelta(hours=1))
    return case


def _bundled(cast: Cast, many: list[Case]) -> None:
    topic = topics.open_topic(office=cast.city_office, title=COMMON, by=person(cast.he_fan))
    for case in many:
        with open_case(case.pk, by=person(cast.he_fan)) as work:
            topics.bundle(work, topic=topic)
