"""A leader's words on a case, and an answer that waits for a signature."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast, person
from tests.scenes.cases import case_in
from tests.stock import stocked
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.attachments.actions import Prepared, prepare
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.approval_schemes.actions import (
    draft_answer,
    load_signing_schemes,
)
from zhuqi.ledgers.cases.deadline_schemes.queries import APPROVALS
from zhuqi.ledgers.cases.enums import Disposition, State
from zhuqi.ledgers.cases.instructions.actions import instruct
from zhuqi.ledgers.cases.models import Case

WORDS = "此企业困难属实，请供电公司三日内拿出方案。"
TEXT = "增容手续已办结，十二月五日送电。"


@stocked
def instructed(cast: Cast, state: State = State.IN_PROGRESS, **more: object) -> Case:
    """田市长 has written on it, for 周工 to read."""
    case = case_in(cast, state, **more)  # type: ignore[arg-type]
    with open_case(case.pk, by=person(cast.mayor)) as work:
        instruct(work, leader=None, text=WORDS, requirement="三日内报方案", readers=[cast.zhou])
    case.refresh_from_db()
    return case


def adopt(cast: Cast, code: str = "tier-and-disposition") -> None:
    """The city's office chooses a signing scheme."""
    load_signing_schemes(by=SYSTEM)
    APPROVALS.adopt(office=cast.city_office, code=code, by=SYSTEM)


def drafted(cast: Cast, disposition: Disposition = Disposition.RESOLVED) -> Case:
    """周工 has drafted an answer with a picture."""
    adopt(cast)
    case = case_in(cast, State.IN_PROGRESS)
    with open_case(case.pk, by=person(cast.zhou)) as work:
        draft_answer(work, text=TEXT, disposition=disposition, attachments=paper("现场.png"))
    case.refresh_from_db()
    return case


def paper(name: str) -> list[Prepared]:
    """A picture, taken in."""
    data = b"\x89PNG\r\n\x1a\n" + b"0" * 64
    return prepare([SimpleUploadedFile(name, data, "image/png")])
