"""What units ask for while they work on a case of `life`: objections, more time, a pause."""

from datetime import date, datetime, timedelta

from tests.cast import Cast, person
from tests.scenes.life import MONDAY, accept, assign, in_progress, submit
from tests.stock import stocked
from zhuqi.foundation.accounts.models import User
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.requests.actions import extensions, objections, pauses

TUESDAY = MONDAY + timedelta(days=1)
FRIDAY = date(2026, 11, 20)


@stocked
def assigned(cast: Cast) -> Case:
    case = submit(cast)
    accept(cast, case, MONDAY + timedelta(hours=1))
    assign(cast, case, MONDAY + timedelta(hours=2))
    return case


@stocked
def objected(cast: Cast, by: User | None = None, now: datetime = TUESDAY) -> Case:
    """供电公司 says that it is not the grid but the firm's own line."""
    case = assigned(cast)
    with open_case(case.pk, by=person(by or cast.sun), now=now) as work:
        objections.object_to(work, reason="属企业内部线路，应由工信局牵头", suggested=cast.industry)
    return case


def reassign(cast: Cast, case: Case, unit: object = None, now: datetime = TUESDAY) -> None:
    with open_case(case.pk, by=person(cast.shen_jing), now=now) as work:
        objections.reassign(work, unit=unit or cast.industry, reason="属工信局职责")  # type: ignore[arg-type]


def consult(cast: Cast, case: Case, unit: object = None, now: datetime = TUESDAY) -> None:
    with open_case(case.pk, by=person(cast.he_fan), now=now) as work:
        objections.consult(
            work,
            fallback=unit or cast.industry,  # type: ignore[arg-type]
            until=date(2026, 11, 20),
            reason="职责有交叉，请两家会商",
        )


@stocked
def paused(cast: Cast, until: date = FRIDAY, now: datetime = TUESDAY) -> Case:
    case = in_progress(cast)
    with open_case(case.pk, by=person(cast.shen_jing), now=now) as work:
        pauses.pause(work, reason="等企业补充用电方案", until=until)
    return case


def resume(cast: Cast, case: Case, now: datetime) -> None:
    with open_case(case.pk, by=person(cast.sun), now=now) as work:
        pauses.resume(work, reason="方案已补充")


@stocked
def asked(cast: Cast, amount: int = 5) -> Case:
    case = in_progress(cast)
    with open_case(case.pk, by=person(cast.sun), now=TUESDAY) as work:
        extensions.ask_extension(work, amount=amount, reason="变压器未到货")
    return case
