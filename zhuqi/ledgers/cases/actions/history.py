"""What was handled before Zhuqi came: kept, read, never counted in rates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhuqi.foundation.access import NotYours, Person
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.typed import key
from zhuqi.ledgers.cases.actions.store import rulebook, save
from zhuqi.ledgers.cases.actions.work import CaseAggregate, CaseChange, Rulebook
from zhuqi.ledgers.cases.enums import InvolvementRole, State, Verb
from zhuqi.ledgers.cases.models import Case


@dataclass(frozen=True, slots=True)
class PastCase:
    """A message and its reply as a register tells of them."""

    number: str
    title: str
    body: str
    submitted_at: datetime
    reporter_name: str = ""
    reply: str = ""
    replied_at: datetime | None = None


def import_past(office: Unit, channel: str, past: Sequence[PastCase], *, by: Person) -> int:
    """Import those not yet known by their foreign number; returns how many. One transaction.

    No clocks run, no firm is required; the reply becomes an event of its own time.

    NotYours for all but the office's own people.
    """
    if office.pk not in by.scope.offices:
        raise NotYours("只有本级活动办人员可以导入历史诉求")
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=office.pk)
        known = set(
            Case.objects.filter(
                office=office, channel=channel, foreign_key__in=[key(p.number) for p in past]
            ).values_list("foreign_key", flat=True)
        )
        book = rulebook()
        aggregates = [
            _aggregate(office, channel, row, by, book)
            for row in past
            if key(row.number) not in known
        ]
        save(aggregates, notify=False)
    return len(aggregates)


def _aggregate(
    office: Unit, channel: str, row: PastCase, by: Person, book: Rulebook
) -> CaseAggregate:
    case = Case(
        office=office,
        level=office.level,
        region_id=office.region_id,
        reporter_name=row.reporter_name,
        channel=channel,
        foreign_number=row.number,
        title=row.title,
        body=row.body,
        state=State.SUBMITTED,
        submitted_at=row.submitted_at,
        historical=True,
    )
    aggregate = CaseAggregate(case, book)
    change = CaseChange(aggregate, by, row.submitted_at)
    change.involve(office, InvolvementRole.OFFICE)
    change.happen(
        None, Verb.IMPORT,
        erasable={"title": row.title, "body": row.body, "reporter_name": row.reporter_name},
    )  # fmt: skip
    if row.replied_at:
        reply = CaseChange(aggregate, by, row.replied_at)
        case.state = State.COMPLETED
        case.answered_at = case.completed_at = row.replied_at
        ordinal = reply.enter(Verb.ANSWER, row.reply or "（原表没有答复内容）")
        reply.happen(None, Verb.ANSWER, data={"entry": ordinal}, erasable={"text": row.reply})
    return aggregate
