"""The verbs of a standing delegation; the only place that writes one."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final, TypeAlias

from zhuqi.foundation.access import NotYours, Person, Role
from zhuqi.foundation.changes import Now, RowChange, RowNoun, alone
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.mechanisms.supervision.enums import SheetKind
from zhuqi.mechanisms.supervision.ladder.enums import (
    DelegationRole,
    DelegationState,
    DelegationVerb,
)
from zhuqi.mechanisms.supervision.ladder.lifecycle import DELEGATION, DelegationFacts
from zhuqi.mechanisms.supervision.ladder.models import Delegation

DelegationChange: TypeAlias = RowChange[Delegation, DelegationVerb]
OBJECT, GIVE = "delegation", "give"
# A delegation is looked at again once a year.
LONGEST: Final = timedelta(days=366)
NOT_YOURS = "只有这个活动办的签发人员可以授权"


def facts_of(row: Delegation, by: Person) -> DelegationFacts:
    """What the table decides on."""
    signs = (DelegationRole.SIGNER, row.office_id in by.scope.units(Role.SIGNER))
    return DelegationFacts(DelegationState(row.state), standing_as(signs))


DELEGATIONS = RowNoun[Delegation, DelegationVerb](
    model=Delegation,
    object_type=OBJECT,
    load=alone("state", "urgings", "requests", "since", "until", "given_at", "ended_at"),
    stale="这项授权刚刚被其他人更新过，请核对后再提交",
    state_of=lambda row: str(row.get_state_display()),
    table=DELEGATION,
    facts=facts_of,
)


def give(
    *, office: Unit, kinds: Collection[str], since: date, until: date, grounds: str, by: Person,
    now: Now = None,
) -> Delegation:  # fmt: skip
    """授权: sheets of these kinds go out by the office's ladder without a signature, from a day of
    today or later, for a year at most.

    NotYours for who does not sign in the office; NotValid for kinds that are always signed, for
    none, and for the days.
    """
    if office.pk not in by.scope.units(Role.SIGNER):
        raise NotYours(NOT_YOURS)
    row = Delegation(
        office=office, urgings=SheetKind.URGING in kinds, requests=SheetKind.REQUEST in kinds,
        since=since, until=until, state=DelegationState.GIVEN,
    )  # fmt: skip
    with DELEGATIONS.new(row, by=by.holding(office.pk, Role.SIGNER), now=now) as change:
        allowed = {SheetKind.URGING, SheetKind.REQUEST}
        fits = bool(kinds) and all(kind in allowed for kind in kinds)
        change.require(fits, "kinds", "请选催办单、商请函；问效建议单、督办通知每份都须签发")
        change.require(since >= change.today, "since", "不能早于今天")
        ends = since <= until <= since + LONGEST
        change.require(ends, "until", "不能早于起始日期，最长一年")
        change.write(grounds=grounds)
        row.signer, row.given_at = change.by.actor.name, change.now
        change.record(GIVE, {"office": office.pk})
    return row


def revoke(change: DelegationChange, *, reason: str) -> None:
    """收回: from this moment on what the ladder writes waits for a signature again."""
    change.write(reason=reason)
    change.row.ended_at = change.now
    change.step(DelegationVerb.REVOKE)
