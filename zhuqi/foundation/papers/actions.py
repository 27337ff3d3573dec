"""The verbs of an issued paper; the only place that writes one."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from django.db import transaction

from zhuqi.foundation.access import SYSTEM_PERSON, ActorKind, NotValid, Person, Role
from zhuqi.foundation.attachments.actions import Prepared, lay
from zhuqi.foundation.audit.chain import Stored
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.changes import Now, RowChange, RowNoun, alone
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.foundation.outbox.actions import NewOutboxItem, enqueue_many
from zhuqi.foundation.papers.composing import compose
from zhuqi.foundation.papers.enums import PaperRole, PaperState, PaperVerb
from zhuqi.foundation.papers.kinds import PAPER_KINDS, PAPER_SOURCES
from zhuqi.foundation.papers.lifecycle import PAPER, PaperFacts
from zhuqi.foundation.papers.models import Paper
from zhuqi.foundation.papers.stored import as_data, digest_of
from zhuqi.foundation.typed import key

PaperChange: TypeAlias = RowChange[Paper, PaperVerb]
OBJECT, ISSUE, SCAN, FOLLOW = "paper", "issue", "scan", "papers.follow"
# What is left of one whose row must be erased: number, times, and the digest in the log.
ERASED: Final[Mapping[str, object]] = {"content": {}, "title": "", "to": ""}
# Who keeps the papers of an office.
KEEPERS: Final = (Role.REGISTRAR, Role.REVIEWER, Role.SIGNER)
# No sign that is taken for another: a code is read out over the phone.
# As many characters as the register has room for; the paper names all.
_TO: Final = 200
_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH: Final = 12
# Of what is typed no more is looked at.
_LONGEST: Final = 40


def facts_of(row: Paper, by: Person) -> PaperFacts:
    """What the table decides on."""
    roles = standing_as(
        (PaperRole.OFFICE, row.office_id in by.scope.units(*KEEPERS)),
        (PaperRole.SYSTEM, by.actor.kind is ActorKind.SYSTEM),
    )
    return PaperFacts(PaperState(row.state), roles)


PAPERS = RowNoun[Paper, PaperVerb](
    model=Paper,
    object_type=OBJECT,
    load=alone("kind", "digest", "state", "issued_at", "filed_at", "withdrawn_at"),
    stale="这份公文刚刚被其他人更新过，请核对后再提交",
    state_of=lambda row: str(row.get_state_display()),
    table=PAPER,
    facts=facts_of,
)


def heard(events: Sequence[Stored]) -> None:
    """Something happened: where a paper goes out or back with it, that is owed in the same
    transaction. No query where nothing is."""
    told = [
        one
        for one in events
        if (source := PAPER_SOURCES.find(one.object_type))
        and one.kind in source.issued_with | source.withdrawn_with
    ]
    enqueue_many(
        [
            NewOutboxItem(kind=FOLLOW, key=f"{FOLLOW}:{one.id}", payload={"event": one.id})
            for one in told
        ]
    )


def follow(event_id: int) -> None:
    """Withdraw the papers of an event's row, issue that of the event; again, it does nothing."""
    event = Event.objects.get(pk=event_id)
    source = PAPER_SOURCES[event.object_type]
    if event.kind in source.withdrawn_with:
        for pk in _before(event):
            with PAPERS.open(pk, by=SYSTEM_PERSON) as change:
                withdraw(change)
    if event.kind in source.issued_with:
        issue(event)


def _before(event: Event) -> list[int]:
    """What went out with the row before that and holds."""
    rows = Paper.objects.filter(object_type=event.object_type, object_id=event.object_id)
    rows = rows.filter(state=PaperState.ISSUED, event_id__lt=event.pk)
    return list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def issue(event: Event, now: Now = None) -> Paper | None:
    """印发: what the row says is composed and frozen, once an event. None where the row goes out as
    no paper, or is not there any more."""
    contents = PAPER_SOURCES[event.object_type].contents(event.object_id, event.kind)
    if contents is None or Paper.objects.filter(event_id=event.pk).exists():
        return None
    kind, code = PAPER_KINDS[contents.kind], new_code()
    content = as_data(compose(kind, kind.text, contents, verification(code)))
    row = Paper(
        kind=contents.kind, office=contents.office, unit=contents.unit, to=contents.to[:_TO],
        number=contents.number, title=content["title"][:300], object_type=event.object_type,
        object_id=event.object_id, event_id=event.pk, content=content, digest=digest_of(content),
        code=code, issued_at=event.occurred_at, issued_by=event.who,
    )  # fmt: skip
    with PAPERS.new(row, by=SYSTEM_PERSON, now=now) as change:
        change.record(ISSUE, {"office": contents.office.pk, "of": event.pk})
    return row


def file(change: PaperChange, *, scans: Sequence[Prepared]) -> None:
    """存入用印件: the scan of the signed and sealed copy is the one that counts. NotValid without;
    one more is kept beside those before it."""
    change.require(bool(scans), "scans", "请选择签字盖章后的扫描件")
    change.begin(PaperVerb.FILE)
    lay(change, scans, SCAN)
    change.row.filed_at = change.now
    change.record(PaperVerb.FILE.value)


def withdraw(change: PaperChange) -> None:
    """撤回: the row it went out with was; the paper stays readable and says so."""
    change.row.withdrawn_at = change.now
    change.step(PaperVerb.WITHDRAW)


def new_code() -> str:
    """Sixty bits nobody can guess: 7KQM-2XPA-R9DF."""
    drawn = "".join(secrets.choice(_LETTERS) for _letter in range(_LENGTH))
    return f"{drawn[:4]}-{drawn[4:8]}-{drawn[8:]}"


def verification(code: str) -> str:
    """What a paper says of how to make sure that it is genuine."""
    return f"核验码 {code}，可在助企平台“公文核验”查验"


def code_typed(text: str) -> str:
    """A code as it is kept, from what somebody typed: blanks, dashes and small letters forgiven.
    NotValid for what can't be one."""
    letters = [one for one in key(text[:_LONGEST]).upper() if one in _LETTERS]
    if len(letters) != _LENGTH:
        raise NotValid({"code": "核验码是 12 位字母和数字，印在公文页脚"})
    joined = "".join(letters)
    return f"{joined[:4]}-{joined[4:8]}-{joined[8:]}"
