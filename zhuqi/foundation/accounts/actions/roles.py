"""Give and take roles."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import Person, Role
from zhuqi.foundation.accounts import rules
from zhuqi.foundation.accounts.enums import UserEvent
from zhuqi.foundation.accounts.facts import offices_above, roles_held, user_facts
from zhuqi.foundation.accounts.models import RoleAssignment, User
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.directory.models import Unit


@transaction.atomic
def give_role(
    *,
    user: User,
    role: Role,
    unit: Unit,
    by: Person,
    since: datetime | None = None,
    until: datetime | None = None,
    now: datetime | None = None,
) -> RoleAssignment:
    """Give a role in a unit, from now unless `since` says otherwise.

    The user's row is locked, so two administrators cannot give two of the three roles at once.
    """
    moment = now or timezone.now()
    locked = User.objects.select_for_update().get(pk=user.pk)
    asked = rules.RoleAsked(
        role=role,
        unit_id=unit.pk,
        unit_kind=unit.kind,
        offices_above=offices_above(unit),
        since=since or moment,
        until=until,
    )
    rules.may_give_role(by, user_facts(locked, moment), asked, roles_held(locked, moment))
    given = RoleAssignment.objects.create(
        user=locked, role=role, unit=unit, since=asked.since, until=until
    )
    record(
        object_type="user",
        object_id=locked.pk,
        kind=UserEvent.ROLE_GIVEN,
        by=by.actor,
        data={
            "role": role,
            "unit": unit.pk,
            "unit_name": str(unit),
            "since": asked.since,
            "until": until,
        },
        now=moment,
    )
    return given


@transaction.atomic
def end_role(
    *, assignment: RoleAssignment, by: Person, reason: str, now: datetime | None = None
) -> RoleAssignment:
    """Take a role back now. The row stays; one given for later ends on the day it would begin."""
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
