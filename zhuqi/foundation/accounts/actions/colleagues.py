"""A firm's people: who comes in, who leads them (管理员), and what happens when that one leaves."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from zhuqi.foundation.access import Actor, Person
from zhuqi.foundation.accounts import rules
from zhuqi.foundation.accounts.actions.registrants import name_for_good
from zhuqi.foundation.accounts.enums import MemberEvent
from zhuqi.foundation.accounts.fact_reading import firm_facts, member_facts
from zhuqi.foundation.accounts.models import FirmMember, Invitation, User
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.foundation.outbox.actions import enqueue

Status = FirmMember.Status


def lock_firm(firm: Enterprise) -> None:
    """Two people who come or go at once meet here; must run inside a transaction."""
    Enterprise.objects.select_for_update(no_key=True).get(pk=firm.pk)


def is_led(firm: Enterprise) -> bool:
    """True if one of the firm's people is its 管理员. Locks the firm."""
    lock_firm(firm)
    return FirmMember.objects.filter(
        enterprise=firm, status=Status.CONFIRMED, is_admin=True
    ).exists()


def admit(
    *,
    user: User,
    firm: Enterprise,
    how: FirmMember.How,
    by: Actor,
    decided_by_id: int | None,
    moment: datetime,
    invitation: Invitation | None = None,
) -> FirmMember:
    """From now on the person speaks for the firm; must run inside a transaction.

    Whoever does so already keeps that. A claim of theirs that waits for the same firm is the
    one confirmed. The first of a firm's people is its 管理员.
    """
    led = is_led(firm)
    own = FirmMember.objects.filter(user=user)
    kept = own.filter(enterprise=firm, status=Status.CONFIRMED).first()
    if kept is not None:
        return kept
    same = Q(claimed_uscc=firm.uscc) if firm.uscc else Q(claimed_uscc="", claimed_name=firm.name)
    member = own.filter(same, status=Status.PENDING).first() or FirmMember(
        user=user, claimed_name=firm.name, claimed_uscc=firm.uscc or "", asked_at=moment
    )
    member.enterprise, member.office_id = firm, firm.office_id
    member.status, member.how, member.invitation = Status.CONFIRMED, how, invitation
    member.is_admin, member.decided_at, member.decided_by_id = not led, moment, decided_by_id
    member.save()
    data: dict[str, object] = {"enterprise": firm.pk, "how": how, "admin": member.is_admin}
    if invitation is not None:
        data["invitation"] = invitation.pk
    name_for_good(user, by, moment)
    note(member, MemberEvent.CONFIRMED, by, moment, data)
    return member


@transaction.atomic
def make_admin(*, member: FirmMember, by: Person, now: datetime | None = None) -> FirmMember:
    """The firm's 管理员, or its office, passes that on to another of the firm's people.

    NotYours for anyone else; NotNow for who does not speak for the firm now, or leads it already.
    """
    moment = now or timezone.now()
    locked = (
        FirmMember.objects.select_for_update(of=("self",))
        .select_related("enterprise", "user")
        .get(pk=member.pk)
    )
    rules.may_make_admin(by, firm_facts(locked.enterprise), member_facts(locked))
    if locked.enterprise is not None:
        lock_firm(locked.enterprise)
    lead(locked, by.actor, moment)
    return locked


def lead(member: FirmMember, by: Actor, moment: datetime) -> None:
    """Make the member the firm's only 管理员; the firm's row is locked."""
    before = FirmMember.objects.filter(
        enterprise=member.enterprise_id, status=Status.CONFIRMED, is_admin=True
    ).exclude(pk=member.pk)
    was = before.values_list("user_id", flat=True).first()
    before.update(is_admin=False)
    member.is_admin = True
    member.save(update_fields=["is_admin"])
    note(
        member, MemberEvent.MADE_ADMIN, by, moment, {"enterprise": member.enterprise_id, "was": was}
    )


def succeed(left: FirmMember, by: Actor, moment: datetime) -> None:
    """Whoever has spoken longest for the firm leads once its 管理员 has left."""
    rest = FirmMember.objects.filter(enterprise=left.enterprise_id, status=Status.CONFIRMED)
    heir = rest.exclude(pk=left.pk).select_related("user").order_by("decided_at", "pk").first()
    if heir is not None:
        lead(heir, by, moment)


def note(
    member: FirmMember,
    kind: MemberEvent,
    by: Actor,
    moment: datetime,
    data: dict[str, object] | None = None,
) -> None:
    """An event of a registration, and whom it concerns is told; the name can be erased."""
    event = record(
        object_type="member",
        object_id=member.pk,
        kind=kind,
        by=by,
        data={
            "firm": member.claimed_name,
            "uscc": member.claimed_uscc,
            "office": member.office_id,
            **(data or {}),
        },
        erasable={"name": member.user.name},
        now=moment,
    )
    # `notices` stands above this room: it is enqueued by its name.
    enqueue(kind="notices.member", key=f"notices.member:{event.pk}", payload={"event": event.pk})
