"""Name a deputy for somebody who is away, and end it (请假代理)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import ADMIN_ROLES, WORKING_ROLES, Person
from zhuqi.foundation.accounts import deputizing
from zhuqi.foundation.accounts.absences import leaders_in, works_in
from zhuqi.foundation.accounts.enums import UserEvent
from zhuqi.foundation.accounts.fact_reading import offices_above
from zhuqi.foundation.accounts.models import Deputy, RoleAssignment, User
from zhuqi.foundation.accounts.moments import running
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.directory.models import Unit


@transaction.atomic
def name_deputy(
    *,
    absent: User,
    deputy: User,
    unit: Unit,
    since: date,
    until: date,
    why: str,
    by: Person,
    now: datetime | None = None,
) -> Deputy:
    """From the first day to the last, `deputy` does what `absent` does in the unit.

    Their firms pass on too. Both accounts are locked, so that two absences entered at once see
    each other.

    Both days count. NotYours for who answers for neither the person nor the unit; NotNow for a
    closed account, an absence that overlaps, or who stands in for somebody then; NotValid, field by
    field, for days and people that can't be.
    """
    moment = now or timezone.now()
    people = User.objects.select_for_update().filter(pk__in={absent.pk, deputy.pk}).order_by("pk")
    locked = {user.pk: user for user in people}
    away, steps_in = locked[absent.pk], locked[deputy.pk]
    asked = deputizing.Absence(
        absent_id=away.pk, deputy_id=steps_in.pk, unit_id=unit.pk, since=since, until=until, why=why
    )
    deputizing.may_name_deputy(
        by, asked, _parties(away, steps_in, unit, asked, moment), timezone.localdate(moment)
    )
    row = Deputy.objects.create(
        absent=away,
        deputy=steps_in,
        unit=unit,
        since=since,
        until=until,
        why=why.strip(),
        entered_by_id=by.actor.user_id or away.pk,
        entered_at=moment,
    )
    _record(row, UserEvent.DEPUTY_NAMED, by, moment, {"why": row.why})
    return row


def _parties(
    absent: User, deputy: User, unit: Unit, asked: deputizing.Absence, now: datetime
) -> deputizing.Parties:
    roles = RoleAssignment.objects.filter(running(now)).order_by()
    overlapping = Deputy.objects.filter(
        ended_at__isnull=True, since__lte=asked.until, until__gte=asked.since
    )
    return deputizing.Parties(
        absent_active=absent.is_active,
        absent_works_there=roles.filter(
            user=absent, unit=unit, role__in=sorted(WORKING_ROLES)
        ).exists(),
        absent_away=overlapping.filter(absent=absent, unit=unit).exists(),
        deputy_ready=deputy.is_active and works_in(deputy, unit, now),
        deputy_is_admin=roles.filter(user=deputy, role__in=sorted(ADMIN_ROLES)).exists(),
        deputy_away=overlapping.filter(absent=deputy).exists(),
        offices_above=offices_above(unit),
        absent_leads=absent.pk in leaders_in([unit.pk], now),
        absent_stands_in_for=tuple(
            overlapping.filter(deputy=absent, absent__is_active=True)
            .order_by("since", "pk")
            .values_list("absent__name", flat=True)
        ),
    )


@transaction.atomic
def end_deputy(*, row: Deputy, by: Person, now: datetime | None = None) -> Deputy:
    """Back earlier than thought, or never gone: from now on nothing passes on.

    NotYours for who answers for neither the person nor the unit, unless they are the deputy; NotNow
    once it is over.
    """
    moment = now or timezone.now()
    locked = (
        Deputy.objects.select_for_update(of=("self",))
        .select_related("absent", "deputy", "unit", "unit__region")
        .get(pk=row.pk)
    )
    standing = deputizing.Standing(
        absent_id=locked.absent_id,
        deputy_id=locked.deputy_id,
        unit_id=locked.unit_id,
        over=locked.ended_at is not None or locked.until < timezone.localdate(moment),
        offices_above=offices_above(locked.unit),
        absent_leads=locked.absent_id in leaders_in([locked.unit_id], moment),
    )
    deputizing.may_end_deputy(by, standing)
    locked.ended_at = moment
    locked.save(update_fields=["ended_at"])
    _record(locked, UserEvent.DEPUTY_ENDED, by, moment, {})
    return locked


def _record(
    row: Deputy, kind: UserEvent, by: Person, moment: datetime, private: dict[str, str]
) -> None:
    """On the chain of the one who is away. Why may be an illness, so it can be erased."""
    record(
        object_type="user",
        object_id=row.absent_id,
        kind=kind,
        by=by.actor,
        data={
            "deputy": row.deputy_id,
            "deputy_name": row.deputy.name,
            "unit": row.unit_id,
            "unit_name": str(row.unit),
            "since": row.since,
            "until": row.until,
        },
        erasable=private,
        now=moment,
    )
