"""The verbs of a judgement: a case of one's own and a sister's are not one matter."""

from typing import TypeAlias

from django.db import transaction
from django.db.models import Q

from zhuqi.foundation.access import Actor, NotYours, Person
from zhuqi.foundation.changes import Now, RowChange, RowNoun, alone
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.retention.erasure import erase_rows
from zhuqi.ledgers.cases.retention.queries import GONE
from zhuqi.mechanisms.sister_offices import queries
from zhuqi.mechanisms.sister_offices.enums import (
    DistinctionRole,
    DistinctionState,
    DistinctionVerb,
)
from zhuqi.mechanisms.sister_offices.lifecycle import DISTINCTION, DistinctionFacts
from zhuqi.mechanisms.sister_offices.matching import twins_of
from zhuqi.mechanisms.sister_offices.models import Distinction

DistinctionChange: TypeAlias = RowChange[Distinction, DistinctionVerb]
OBJECT, SAY = "sister_distinction", "say"


def facts_of(row: Distinction, by: Person) -> DistinctionFacts:
    """What the table decides on."""
    mine = row.office_id in by.scope.units(*queries.WRITERS)
    roles = standing_as((DistinctionRole.JUDGE, mine))
    return DistinctionFacts(DistinctionState(row.state), roles)


DISTINCTIONS = RowNoun[Distinction, DistinctionVerb](
    model=Distinction,
    object_type=OBJECT,
    load=alone("state", "said_at"),
    stale="这项判定刚刚被其他人更新过，请核对后再提交",
    state_of=lambda row: str(row.get_state_display()),
    table=DISTINCTION,
    facts=facts_of,
)


def say(*, number: str, other: str, text: str, by: Person, now: Now = None) -> Distinction:
    """不是同一件事: of a case one's office owns and the sister's that was found like it, by number.

    NotYours for who neither receives nor reviews in the case's office, and for a case they do not
    see. NotValid for another that was not found: nobody learns what sisters have by asking.
    """
    mine = Case.objects.filter(number=number.strip()).within_reach(by.scope)
    with transaction.atomic():
        case = mine.select_related("office").first()
        if case is None or case.office_id not in by.scope.units(*queries.WRITERS):
            raise NotYours("由诉求所在活动办的受理、审核人员判定")
        row = Distinction(office=case.office, case=case)
        acting = by.holding(case.office_id, *queries.WRITERS)
        with DISTINCTIONS.new(row, by=acting, now=now) as change:
            twins = {twin.number: twin for twin in twins_of([case], change.today).get(case.pk, ())}
            twin = twins.get(other.strip())
            change.require(twin is not None, "other", "没有找到联动活动办的这件相近诉求")
            change.write(text=text)
            change.refuse_wrong()
            row.other_id, row.said_at = twin.pk if twin else 0, change.now
            change.record(SAY, {"case": case.pk, "other": row.other_id, "office": case.office_id})
    return row


def revoke(change: DistinctionChange, *, reason: str) -> None:
    """撤销判定: they may be one matter after all; what was assigned meanwhile stays so."""
    change.write(reason=reason)
    change.require(bool(change.row.reason), "reason", "请填写撤销原因")
    change.step(DistinctionVerb.REVOKE)


def erase_about(case_id: int, by: Actor, reason: str, now: Now = None) -> None:
    """What was said of a case of which no copy may be kept."""
    rows = Distinction.objects.filter(Q(case=case_id) | Q(other=case_id))
    erase_rows(OBJECT, rows, {"text": GONE, "reason": ""}, by=by, reason=reason, now=now)
