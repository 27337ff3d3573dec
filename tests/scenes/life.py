"""A case of 钻石公司's at times a story can name: led by the power company, helped by industry."""

from datetime import datetime, timedelta

from tests.cast import Cast, person
from tests.scenes import steps
from tests.stock import stocked
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.actions import intake
from zhuqi.ledgers.cases.enums import Disposition
from zhuqi.ledgers.cases.models import Case

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=SHANGHAI)
SUBMISSION = intake.Submission(
    "电压波动致压机停机", "每周两三次，几秒钟，整炉报废。", "改造线路", "赵总", "13800000000"
)


@stocked
def submit(cast: Cast, now: datetime = MONDAY) -> Case:
    return intake.submit(
        enterprise=cast.diamond, submission=SUBMISSION, by=person(cast.zhao), now=now
    )


def accept(cast: Cast, case: Case, now: datetime) -> None:
    steps.accept(case, cast.he_fan, cast.electricity, now)


def assign(cast: Cast, case: Case, now: datetime) -> None:
    steps.assign(case, steps.by_power(cast), "三天内到现场", now)


def sign(cast: Cast, case: Case, now: datetime) -> None:
    steps.sign(case, cast.sun, "0374-2960001", now)


def answer(
    cast: Cast, case: Case, now: datetime, disposition: Disposition = Disposition.RESOLVED
) -> None:
    steps.answer(case, cast.sun, "已改造线路", signed_by="李经理", disposition=disposition, now=now)


def complete(cast: Cast, case: Case, now: datetime) -> None:
    steps.complete(case, cast.shen_jing, now)


@stocked
def in_progress(cast: Cast) -> Case:
    case = submit(cast)
    accept(cast, case, MONDAY + timedelta(hours=1))
    assign(cast, case, MONDAY + timedelta(hours=2))
    sign(cast, case, MONDAY + timedelta(hours=7))
    return case


@stocked
def completed(cast: Cast, disposition: Disposition = Disposition.RESOLVED) -> Case:
    case = in_progress(cast)
    answer(cast, case, MONDAY + timedelta(days=2), disposition)
    complete(cast, case, MONDAY + timedelta(days=3))
    return case


def now_of(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)
