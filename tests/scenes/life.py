"""A case of 钻石公司's at times a story can name: led by the power company, helped by industry."""

from datetime import datetime, timedelta

from tests.cast import Cast, person
from tests.stock import stocked
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.actions import closing, handling, intake
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import Disposition, Kind, Nature, Tier
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
    with open_case(case.pk, by=person(cast.he_fan), now=now) as work:
        intake.accept(
            work, kind=Kind.HELP, tier=Tier.ORDINARY, nature=Nature.INDIVIDUAL,
            item=cast.electricity, sector="industry",
        )  # fmt: skip


def assign(cast: Cast, case: Case, now: datetime) -> None:
    with open_case(case.pk, by=person(cast.he_fan), now=now) as work:
        handling.assign(work, lead=cast.power, co=[cast.industry], requirement="三天内到现场")


def sign(cast: Cast, case: Case, now: datetime) -> None:
    with open_case(case.pk, by=person(cast.sun), now=now) as work:
        handling.sign(work, handler_phone="0374-2960001")


def answer(
    cast: Cast, case: Case, now: datetime, disposition: Disposition = Disposition.RESOLVED
) -> None:
    with open_case(case.pk, by=person(cast.sun), now=now) as work:
        handling.answer(work, text="已改造线路", disposition=disposition, signed_by="李经理")


def complete(cast: Cast, case: Case, now: datetime) -> None:
    with open_case(case.pk, by=person(cast.shen_jing), now=now) as work:
        closing.complete(work)


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
