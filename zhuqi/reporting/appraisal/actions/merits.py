"""The verbs of the register of praise and accountability."""

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from django.utils import timezone

from zhuqi.foundation.access import NotYours, Person, Role
from zhuqi.foundation.attachments.actions import Prepared, lay
from zhuqi.foundation.changes import Now, RowChange, RowNoun, alone
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.queries import units_under
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.reporting.appraisal.enums import MeritKind, MeritRole, MeritState, MeritVerb
from zhuqi.reporting.appraisal.lifecycle import MERIT, MeritFacts
from zhuqi.reporting.appraisal.models import Merit

MeritChange: TypeAlias = RowChange[Merit, MeritVerb]
OBJECT, ENTER, PROOF = "merit", "enter", "proof"
KEEPERS = (Role.REVIEWER, Role.SIGNER)


def facts_of(merit: Merit, by: Person) -> MeritFacts:
    """What the table decides on."""
    roles = standing_as((MeritRole.OFFICE, merit.office_id in by.scope.units(*KEEPERS)))
    return MeritFacts(MeritState(merit.state), roles)


def _acting(merit: Merit, by: Person) -> Person:
    """A deputy says in whose place, where they could not by their own posts."""
    return by.in_place(lambda scope: merit.office_id in scope.units(*KEEPERS))


MERITS = RowNoun[Merit, MeritVerb](
    model=Merit,
    object_type=OBJECT,
    load=alone("kind", "state", "decided_on", "entered_at", "ended_at"),
    stale="这条登记刚刚被其他人更新过，请核对后再提交",
    state_of=lambda merit: str(merit.get_state_display()),
    table=MERIT,
    facts=facts_of,
    acting=_acting,
)


def enter(
    *,
    office: Unit,
    unit: Unit,
    kind: str,
    title: str,
    text: str,
    basis: str,
    decided_by: str,
    decided_on: date,
    proofs: Sequence[Prepared] = (),
    by: Person,
    now: Now = None,
) -> Merit:
    """登记: what was decided about a unit of one's region. NotYours outside one's own office.

    NotValid for a unit outside its region or that can't be commanded, and a day to come.
    """
    if office.pk not in by.scope.units(*KEEPERS):
        raise NotYours("只有本活动办审核、签发的人员可以登记")
    moment = now or timezone.now()
    merit = Merit(
        office=office, unit=unit, kind=MeritKind(kind), state=MeritState.ENTERED,
        decided_on=decided_on, entered_at=moment,
    )  # fmt: skip
    with MERITS.new(merit, by=_acting(merit, by), now=now) as change:
        below = units_under([office.pk]).filter(pk=unit.pk, commandable=True).exists()
        change.require(below, "unit", "只登记本地区可以交办的单位")
        today = moment.astimezone(SHANGHAI).date()
        change.require(decided_on <= today, "decided_on", "决定日期不能晚于今天")
        change.write(title=title, text=text, basis=basis, decided_by=decided_by)
        change.refuse_wrong()
        # Before its event, which vouches for the files too.
        merit.save()
        lay(change, proofs, PROOF)
        change.record(ENTER, {"office": office.pk, "unit": unit.pk})
    return merit


def withdraw(change: MeritChange, *, reason: str) -> None:
    """撤销: the entry stays, with the reason beside it."""
    change.write(reason=reason)
    change.row.ended_at = change.now
    change.step(MeritVerb.WITHDRAW)
