"""会员: which firms belong to a chamber (工商联、商会); entered by the office that serves them."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotNow, NotValid, Person
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.directory.enums import EnterpriseEvent, UnitKind
from zhuqi.foundation.directory.models import ChamberMember, Enterprise, Unit
from zhuqi.foundation.directory.rules import may_tend, refuse_bad_period, refuse_day_outside


@transaction.atomic
def join_chamber(
    *, enterprise: Enterprise, chamber: Unit, since: date, by: Person, now: datetime | None = None
) -> ChamberMember:
    """The firm belongs to the chamber from a day on. NotNow if it already does.

    NotYours for all but the firm's office; NotValid for a unit that is no chamber in use, or a day
    outside the calendar.
    """
    may_tend(by, {enterprise.office_id})
    if chamber.kind != UnitKind.CHAMBER or not chamber.active:
        raise NotValid({"chamber": _("请选择工商联或商会")})
    refuse_day_outside(since)
    try:
        with transaction.atomic():
            member = ChamberMember.objects.create(
                enterprise=enterprise, chamber=chamber, since=since
            )
    except IntegrityError as error:
        raise NotNow(_("该企业已经是%(chamber)s的会员") % {"chamber": chamber}) from error
    _record(member, EnterpriseEvent.CHAMBER_JOINED, by, now)
    return member


@transaction.atomic
def leave_chamber(
    *, member: ChamberMember, until: date, by: Person, now: datetime | None = None
) -> ChamberMember:
    """The last day of a membership. NotNow if it has one already.

    NotYours for all but the firm's office; NotValid for a day outside the calendar or before the
    first.
    """
    rows = ChamberMember.objects.select_for_update(of=("self",)).select_related("enterprise")
    locked = rows.get(pk=member.pk)
    may_tend(by, {locked.enterprise.office_id})
    if locked.until is not None:
        raise NotNow(_("会员关系已经结束"), state="已结束")
    refuse_day_outside(until)
    refuse_bad_period(locked.since, until)
    locked.until = until
    locked.save(update_fields=["until"])
    _record(locked, EnterpriseEvent.CHAMBER_LEFT, by, now)
    return locked


def _record(member: ChamberMember, kind: EnterpriseEvent, by: Person, now: datetime | None) -> None:
    record(
        object_type="enterprise",
        object_id=member.enterprise_id,
        kind=kind.value,
        by=by.actor,
        data={
            "member": member.pk,
            "chamber": member.chamber_id,
            "since": member.since,
            "until": member.until,
        },
        now=now,
    )
