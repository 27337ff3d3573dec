"""Give and take roles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import Person, Role
from zhuqi.foundation.accounts import rules
from zhuqi.foundation.accounts.absences import works_in
from zhuqi.foundation.accounts.enums import UserEvent
from zhuqi.foundation.accounts.fact_reading import (
    offices_above,
    offices_above_of,
    roles_held_by,
    user_facts,
    users_facts,
)
from zhuqi.foundation.accounts.models import RoleAssignment, User
from zhuqi.foundation.audit.actions import Entry, record, record_many
from zhuqi.foundation.directory.models import Unit

_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleDraft:
    """A role that is to be given; `since` None means from now."""

    user: User
    role: Role
    unit: Unit
    since: datetime | None = None
    until: datetime | None = None
    seconded_from: Unit | None = None


def give_role(
    *,
    user: User,
    role: Role,
    unit: Unit,
    by: Person,
    since: datetime | None = None,
    until: datetime | None = None,
    seconded_from: Unit | None = None,
    now: datetime | None = None,
) -> RoleAssignment:
    """Give a role in a unit, from now unless `since` says otherwise.

    `seconded_from` (抽调) is the home unit of somebody lent for a time, to which they still belong.

    The user's row is locked, so two administrators cannot give two of the three roles at once.

    NotYours for all but a security administrator above the unit, who can't give themselves one;
    NotNow for a closed account or a role they hold there already; NotValid for a role, unit or
    period that do not go together.
    """
    draft = RoleDraft(
        user=user, role=role, unit=unit, since=since, until=until, seconded_from=seconded_from
    )
    return give_roles([draft], by=by, now=now)[0]


@transaction.atomic
def give_roles(
    drafts: Sequence[RoleDraft], *, by: Person, now: datetime | None = None
) -> list[RoleAssignment]:
    """`give_role` for many, all or none, by the same rule and in a fixed number of queries
    for every five hundred.

    NotYours, NotNow and NotValid as there.
    """
    moment = now or timezone.now()
    return [
        role
        for start in range(0, len(drafts), _BATCH)
        for role in _given(drafts[start : start + _BATCH], by, moment)
    ]


def _given(drafts: Sequence[RoleDraft], by: Person, moment: datetime) -> list[RoleAssignment]:
    ids = sorted({draft.user.pk for draft in drafts})
    users = {
        user.pk: user for user in User.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    }
    facts = users_facts(users.values(), moment)
    held = roles_held_by(ids, moment)
    above = offices_above_of(draft.unit for draft in drafts)
    rows = []
    for draft in drafts:
        asked = rules.RoleAsked(
            role=draft.role,
            unit_id=draft.unit.pk,
            unit_kind=draft.unit.kind,
            offices_above=above[draft.unit.pk],
            since=draft.since or moment,
            until=draft.until,
            seconded_from=draft.seconded_from.pk if draft.seconded_from else None,
            of_home_unit=draft.seconded_from is not None
            and works_in(draft.user, draft.seconded_from, moment),
        )
        theirs = held.setdefault(draft.user.pk, [])
        rules.may_give_role(by, facts[draft.user.pk], asked, theirs)
        theirs.append(rules.HeldRole(draft.role, draft.unit.pk, asked.since, draft.until))
        rows.append(
            RoleAssignment(
                user=users[draft.user.pk],
                role=draft.role,
                unit=draft.unit,
                since=asked.since,
                until=draft.until,
                seconded_from=draft.seconded_from,
            )
        )
    RoleAssignment.objects.bulk_create(rows)
    record_many(
        [
            Entry(
                object_type="user",
                object_id=row.user_id,
                kind=UserEvent.ROLE_GIVEN,
                by=by.actor,
                data={
                    "role": row.role,
                    "unit": row.unit_id,
                    "unit_name": str(row.unit),
                    "since": row.since,
                    "until": row.until,
                    "seconded_from": row.seconded_from_id,
                },
            )
            for row in rows
        ],
        now=moment,
    )
    return rows


@transaction.atomic
def end_role(
    *, assignment: RoleAssignment, by: Person, reason: str, now: datetime | None = None
) -> RoleAssignment:
    """Take a role back now. The row stays; one given for later ends on the day it would begin.

    NotYours for all but a security administrator above the unit, who can't take their own; NotNow
    if it is over; NotValid without a reason, or one over 200 characters.
    """
    moment = now or timezone.now()
    user = User.objects.select_for_update().get(pk=assignment.user_id)
    held = (
        RoleAssignment.objects.select_for_update(of=("self",))
        .select_related("unit")
        .get(pk=assignment.pk)
    )
    over = held.until if held.until is not None and held.until <= max(moment, held.since) else None
    asked = rules.RoleAsked(
        role=Role(held.role),
        unit_id=held.unit_id,
        unit_kind=held.unit.kind,
        offices_above=offices_above(held.unit),
        since=held.since,
        until=over,
    )
    rules.may_end_role(by, user_facts(user, moment), asked, reason=reason)
    held.until = max(moment, held.since)
    held.save(update_fields=["until"])
    record(
        object_type="user",
        object_id=user.pk,
        kind=UserEvent.ROLE_ENDED,
        by=by.actor,
        data={
            "role": held.role,
            "unit": held.unit_id,
            "unit_name": str(held.unit),
            "reason": reason.strip(),
        },
        now=moment,
    )
    return held
