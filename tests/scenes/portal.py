"""A case's life played by the cast, up to the moment a story begins."""

from datetime import date, timedelta

from django.test import Client
from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import steps
from tests.scenes.life import SUBMISSION
from tests.stock import stocked
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.ledgers.cases.actions import closing, intake
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import Disposition, Verdict
from zhuqi.ledgers.cases.models import Case


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
    steps.accept(case, cast.he_fan, cast.electricity, case.submitted_at)
    return case


@stocked
def assigned(cast: Cast, *, ago: timedelta = timedelta()) -> Case:
    """何帆 has assigned it to the power company."""
    case = accepted(cast, ago=ago)
    steps.assign(case, steps.by_power(cast), "内部要求不外传", case.submitted_at)
    return case


@stocked
def in_progress(cast: Cast, *, ago: timedelta = timedelta()) -> Case:
    """孙电 has signed."""
    case = assigned(cast, ago=ago)
    steps.sign(case, cast.sun, "0374-2960001", case.submitted_at)
    return case


@stocked
def answered(cast: Cast, disposition: Disposition = Disposition.RESOLVED) -> Case:
    """孙电 has answered; 沈静 has not let it through yet."""
    case = in_progress(cast)
    steps.answer(case, cast.sun, "已更换变压器", signed_by="李经理", disposition=disposition)
    return case


@stocked
def completed(cast: Cast, disposition: Disposition = Disposition.RESOLVED) -> Case:
    """沈静 has let the answer through; the firm is asked."""
    case = answered(cast, disposition)
    steps.complete(case, cast.shen_jing)
    return case


@stocked
def struck_off(cast: Cast) -> Case:
    """赵总 called it solved, 陆远 has struck it off."""
    case = completed(cast)
    steps.rate(case, cast.zhao, Verdict.SOLVED)
    steps.strike_off(case, cast.lu_yuan)
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
