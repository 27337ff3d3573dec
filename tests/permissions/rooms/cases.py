"""Cases, what is done with them, common topics and matters handed over."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import person
from tests.permissions.registry import Asked, Room, Row, case, kept, of, of_case, page
from tests.permissions.town import Town, once
from tests.scenes.life import SUBMISSION
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.attachments.actions import attach, prepare
from zhuqi.foundation.attachments.links import signed_link
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.ledgers.cases.actions import intake
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.lifecycle import CASE_STEPS
from zhuqi.ledgers.cases.models import Boundary, Transfer
from zhuqi.ledgers.cases.transfers import actions as transferring

# The address that serves all verbs counts once a verb.
VERBS = tuple(dict.fromkeys(step.verb.value for step in CASE_STEPS))


def _verb(verb: str) -> Row:
    return Row(lambda asked: [case(asked).number, verb], of_case=True, posted=True)


def _file(asked: Asked) -> str:
    """A link to the file on a case, bound to whoever asks: its rights come from the row."""
    row = case(asked)
    file = Attachment.objects.filter(object_type="case", object_id=row.pk).first()
    if file is None:
        prepared = prepare([SimpleUploadedFile("a.pdf", b"%PDF-1.4 test")])
        owner = person(User.objects.get(pk=row.submitted_by))
        [file] = attach(
            prepared, object_type="case", object_id=row.pk, purpose="submit", by=owner.actor
        )
    return signed_link(file, asked.user.pk if asked.user else 0)


@once
def _transfer(town: Town) -> int:
    """A matter of the discipline inspection, handed over sealed."""
    sheet = Transfer.objects.first()
    if sheet is None:
        cast = town.cast
        row = intake.submit(enterprise=cast.diamond, submission=SUBMISSION, by=person(cast.zhao))
        with open_case(row.pk, by=person(cast.lu_yuan)) as work:
            transferring.transfer(
                work,
                boundary=Boundary.objects.get(code="discipline"),
                organ="许昌市纪律检查委员会",
                reason="反映干部违纪",
            )
        sheet = Transfer.objects.get(case=row)
    return sheet.pk


ROOM = Room(
    "cases",
    {
        name: page()
        for name in (
            "desk:home", "desk:ledger", "desk:ledger_print", "desk:board", "desk:calendar",
            "desk:calls", "desk:register",
            "desk:topics", "desk:topic_new", "desk:transfers",
        )
    }
    | {
        "open_file": Row(_file, of_case=True),
        "desk:case": of_case(),
        "desk:triage": of_case(),
        "desk:triage_units": of_case(),
        "desk:case_walk": of_case(),
        "desk:call": of_case(),
        "desk:case_present": of_case(posted=True),
        "desk:case_reveal": of_case(posted=True),
        "desk:topic": of(lambda town: {whose: row.pk for whose, row in town.topics.items()}),
        "desk:transfer": kept(_transfer),
        "desk:transfer_package": kept(_transfer, posted=True),
    }
    | {f"desk:verb/{verb}": _verb(verb) for verb in VERBS},
)  # fmt: skip
