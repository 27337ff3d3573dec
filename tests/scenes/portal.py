"""A case's life played by the cast, up to the moment a story begins."""

from datetime import date, datetime, timedelta

from django.test import Client
from django.utils import timezone

from tests.cast import Cast, person
from tests.stock import stocked
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.ledgers.cases.actions import closing, handling, intake
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import Disposition, Kind, Nature, Satisfaction, Tier, Verdict
from zhuqi.ledgers.cases.models import Case

SUBMISSION = intake.Submission(
    "电压波动致压机停机",
    "每周两三次，几秒钟，整炉报废。",
    "改造线路",
    "赵总",
    "13800000000",
)


@stocked
def submitted(cast: Cast, *, ago: timedelta = timedelta(), title: str = SUBMISSION.title) -> Case:
    """赵总 has submitted."""
    submission = intake.Submission(title, SUBMISSION.body, SUBMISSION.wish, "赵总", "13800000000")
    return intake.submit(
        enterprise=cast.diamond,
        submission=submission,
        by=person(cast.zhao),
        now=timezone.now() - ago,
    )


@stocked
def accepted(cast: Cast, *, ago: timedelta = timedelta()) -> Case:
    """何帆 has accepted."""
    case = submitted(cast, ago=ago)
    with open_case(case.pk, by=person(cast.he_fan), now=_at(case)) as work:
        intake.accept(
            work,
            kind=Kind.HELP,
            tier=Tier.ORDINARY,
            nature=Nature.INDIVIDUAL,
            item=cast.electricity,
            sector="industry",
        )
    return case


@stocked
def assigned(cast: Cast, *, ago: timedelta = timedelta()) -> Case:
    """何帆 has assigned it to the power company."""
    case = accepted(cast, ago=ago)
    with open_case(case.pk, by=person(cast.he_fan), now=_at(case)) as work:
        handling.assign(work, lead=cast.power, co=[cast.industry], requirement="内部要求不外传")
    return case


@stocked
def in_progress(cast: Cast, *, ago: timedelta = timedelta()) -> Case:
    """孙电 has signed."""
    case = assigned(cast, ago=ago)
    with open_case(case.pk, by=person(cast.sun), now=_at(case)) as work:
        handling.sign(work, handler_phone="0374-2960001")
    return case


@stocked
def answered(cast: Cast, disposition: Disposition = Disposition.RESOLVED) -> Case:
    """孙电 has answered; 沈静 has not let it through yet."""
    case = in_progress(cast)
    with open_case(case.pk, by=person(cast.sun)) as work:
        handling.answer(work, text="已更换变压器", disposition=disposition, signed_by="李经理")
    return case


@stocked
def completed(cast: Cast, disposition: Disposition = Disposition.RESOLVED) -> Case:
    """沈静 has let the answer through; the firm is asked."""
    case = answered(cast, disposition)
    with open_case(case.pk, by=person(cast.shen_jing)) as work:
        closing.complete(work)
    return case


@stocked
def struck_off(cast: Cast) -> Case:
    """赵总 called it solved, 陆远 has struck it off."""
    case = completed(cast)
    with open_case(case.pk, by=person(cast.zhao)) as work:
        closing.rate(work, verdict=Verdict.SOLVED, satisfaction=Satisfaction.SATISFIED)
    with open_case(case.pk, by=person(cast.lu_yuan)) as work:
        closing.strike_off(work)
    return case


@stocked
def carried(cast: Cast, until: date | None = None) -> Case:
    """Not feasible yet; 陆远 carries it."""
    case = completed(cast, Disposition.NOT_FEASIBLE)
    with open_case(case.pk, by=person(cast.lu_yuan)) as work:
        day = until or timezone.localdate() + timedelta(days=60)
        closing.carry(work, until=day, reason="等变电站扩建")
    return case


@stocked
def declined(cast: Cast) -> Case:
    """何帆 has declined."""
    case = submitted(cast)
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        intake.decline(
            work, organ="许昌市活动办", ground="属于法院受理范围", where_to_go="许昌市中级人民法院"
        )
    return case


@stocked
def withdrawn(cast: Cast) -> Case:
    """赵总 has withdrawn."""
    case = submitted(cast)
    with open_case(case.pk, by=person(cast.zhao)) as work:
        intake.withdraw(work, reason="重复提交了")
    return case


def _at(case: Case) -> datetime:
    return case.submitted_at


def speaks_too(user: User, enterprise: Enterprise) -> None:
    """The user speaks for one more firm."""
    FirmMember.objects.create(
        user=user,
        enterprise=enterprise,
        office=enterprise.office,
        claimed_name=enterprise.name,
        status=FirmMember.Status.CONFIRMED,
        asked_at=timezone.now(),
    )


def text_of(client: Client, path: str, status: int = 200) -> str:
    """The page behind an address."""
    response = client.get(path)
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()
