"""A complaint whose firm wants to stay unknown."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast, person
from zhuqi.foundation.attachments.actions import prepare
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.actions import handling, intake
from zhuqi.ledgers.cases.actions.intake import Submission
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import Kind, Nature, Tier
from zhuqi.ledgers.cases.models import Case

COMPLAINT = Submission(
    title="钻石公司被重复检查",
    body="许昌钻石公司一个月被查了六次。联系赵总 138-1234-5678。",
    wish="请核实",
    reporter_name="赵总",
    reporter_phone="13812345678",
    confidential=True,
    complained_of="许昌市工业和信息化局",
)


def complain(cast: Cast, submission: Submission = COMPLAINT) -> Case:
    """钻石公司 complains of the industry bureau and wants to stay unknown."""
    return intake.submit(
        enterprise=cast.diamond,
        submission=submission,
        by=person(cast.zhao),
        files=prepare([SimpleUploadedFile("钻石公司营业执照.pdf", b"%PDF-1.4 x")]),
    )


def accept(cast: Cast, case: Case) -> None:
    """Taken on by the office."""
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        intake.accept(
            work,
            kind=Kind.COMPLAINT,
            tier=Tier.ORDINARY,
            nature=Nature.INDIVIDUAL,
            item=cast.electricity,
            sector="industry",
        )


def assign(cast: Cast, case: Case, lead: Unit, *co: Unit) -> None:
    """Given to units."""
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        handling.assign(work, lead=lead, co=co, requirement="请与钻石公司核实")


def handled(cast: Cast) -> Case:
    """Accepted and given to the power company, which works on it."""
    case = complain(cast)
    accept(cast, case)
    assign(cast, case, cast.power)
    with open_case(case.pk, by=person(cast.sun)) as work:
        handling.sign(work)
    return Case.objects.get(pk=case.pk)
