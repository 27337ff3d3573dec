"""Firms register people who speak for them; the office that serves the firm decides."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import Actor, NotNow, NotValid, Person
from zhuqi.foundation.accounts import rules
from zhuqi.foundation.accounts.actions.colleagues import is_led, lock_firm, note, succeed
from zhuqi.foundation.accounts.actions.registrants import (
    actor_signing_in,
    name_for_good,
    with_account,
)
from zhuqi.foundation.accounts.claims import FirmClaim, Registrant, cleaned_together
from zhuqi.foundation.accounts.devices import UNKNOWN, Visitor
from zhuqi.foundation.accounts.enums import MemberEvent
from zhuqi.foundation.accounts.fact_reading import firm_facts, member_facts
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.contributions.erasing import erase_held
from zhuqi.foundation.directory.actions import EnterpriseDraft, add_enterprise
from zhuqi.foundation.directory.enums import EnterpriseStatus, UnitKind
from zhuqi.foundation.directory.models import Enterprise, Region, Unit
from zhuqi.foundation.directory.queries import calendar, office_for
from zhuqi.foundation.workdays import Unit as TimeUnit

Status = FirmMember.Status
# Lays what came along on a registration, by its id, in its transaction; how many files are new.
Lay = Callable[[int, Actor, datetime], int]


def _no_papers(_member_id: int, _by: Actor, _now: datetime) -> int:
    return 0


def register_firm(
    *,
    person: Registrant,
    firm: FirmClaim,
    visitor: Visitor = UNKNOWN,
    lay: Lay = _no_papers,
    now: datetime | None = None,
) -> FirmMember:
    """A stranger asks to speak for a firm: an account and a registration that waits.

    Whether the firm is known, or the contact has an account, plays no part and shows nowhere
    (`with_account`). Whoever gives the password of their account gets a further registration; sent
    twice, it is one.

    NotValid for a region that no office serves or a password that will not do; TooMany tries with
    one contact. NotNow for a firm they have registered with other words.
    """
    moment = now or timezone.now()
    who, claim = cleaned_together(person, firm)
    where = _where(claim)
    return with_account(
        who=who,
        then=lambda user: _claim(user, claim, where, lay, moment),
        moment=moment,
        visitor=visitor,
    )


def register_another_firm(
    *, user: User, firm: FirmClaim, lay: Lay = _no_papers, now: datetime | None = None
) -> FirmMember:
    """A signed-in person of a firm asks to speak for one more; sent twice, it is one.

    NotValid for an official's account, or a region that no office serves. NotNow for a firm they
    have registered with other words.
    """
    if user.official_id is not None:
        raise NotValid(_("机关工作人员的账号不能登记企业"))
    claim = firm.cleaned()
    where = _where(claim)
    return _claim(user, claim, where, lay, now or timezone.now())


def _refuse_otherwise(kept: FirmMember, claim: FirmClaim, region: Region) -> None:
    if (kept.claimed_name, kept.claimed_region) == (claim.name, region.code):
        return
    words = _("您已登记过这家企业，登记的名称是“%(name)s”；名称或所在地要改的，请联系活动办")
    raise NotNow(words % {"name": kept.claimed_name}, state=kept.get_status_display())


def promised(region: Region, asked: datetime) -> datetime:
    """When the office has promised to decide: so many working days (settings), by its calendar."""
    days = settings.REGISTRATION_WORKING_DAYS
    return calendar(region.code).due(asked, days, TimeUnit.WORKING_DAY)


def _where(claim: FirmClaim) -> tuple[Region, Unit]:
    """The region and the office that serves it; a retired code stands for its successor."""
    region = Region.objects.filter(code=claim.region_code).select_related("replaced_by").first()
    if region is not None and region.replaced_by is not None:
        region = region.replaced_by
    if region is None:
        raise NotValid({"region_code": _("请选择所在县（市、区）")})
    return region, office_for(region)


@transaction.atomic
def _claim(
    user: User, claim: FirmClaim, where: tuple[Region, Unit], lay: Lay, moment: datetime
) -> FirmMember:
    """The waiting or confirmed registration for this firm, else a new one.

    What comes along is laid on it, as long as it waits; the same file once.
    NotNow where the one that is kept says something else: it is not overwritten in silence.
    """
    region, office = where
    locked = User.objects.select_for_update().get(pk=user.pk)
    same = {"claimed_uscc": claim.uscc} if claim.uscc else {"claimed_name": claim.name}
    running = FirmMember.objects.filter(user=locked, status__in=(Status.PENDING, Status.CONFIRMED))
    if not claim.uscc:
        running = running.filter(claimed_uscc="")
    kept = running.filter(**same).first()
    if kept is not None:
        _refuse_otherwise(kept, claim, region)
        actor = actor_signing_in(locked)
        if kept.status == Status.PENDING and (files := lay(kept.pk, actor, moment)):
            note(kept, MemberEvent.PAPERS_ADDED, actor, moment, {"files": files})
        return kept
    member = FirmMember.objects.create(
        user=locked,
        office=office,
        claimed_name=claim.name,
        claimed_uscc=claim.uscc,
        claimed_region=region.code,
        asked_at=moment,
        due_at=promised(region, moment),
    )
    actor = actor_signing_in(locked)
    files = lay(member.pk, actor, moment)
    note(member, MemberEvent.REGISTERED, actor, moment, {"files": files} if files else None)
    return member


@transaction.atomic
def confirm_member(
    *,
    member: FirmMember,
    by: Person,
    enterprise: Enterprise | None = None,
    now: datetime | None = None,
) -> FirmMember:
    """The office confirms: from now on the person speaks for the firm.

    Without `enterprise` it is found by its code (a firm being set up: by its name, at this
    office, without a code), or else added to the directory.

    NotYours for all but the office it waits at; NotNow once it is decided, or where the person
    speaks for the firm already; NotValid where the firm could not be added.
    """
    moment = now or timezone.now()
    # The person before their registration, as everywhere.
    user = User.objects.select_for_update().get(pk=member.user_id)
    locked = _locked(member)
    rules.may_decide_member(by, member_facts(locked))
    # Two registrars confirming two people of a new firm must add the firm once.
    Unit.objects.select_for_update(no_key=True).get(pk=locked.office_id)
    firm = enterprise or known_firm(locked)
    if firm is None:
        firm = _added(locked, by, moment)
        created = True
    else:
        _fits(locked, firm)
        created = False
    if FirmMember.objects.filter(
        user_id=locked.user_id, enterprise=firm, status=Status.CONFIRMED
    ).exists():
        raise NotNow(_("此人已登记为该企业人员，可不予登记本条"))
    locked.enterprise, locked.is_admin = firm, not is_led(firm)
    name_for_good(user, by.actor, moment)
    return _decided(
        locked,
        Status.CONFIRMED,
        by,
        moment,
        data={"enterprise": firm.pk, "enterprise_added": created, "admin": locked.is_admin},
    )


def known_firm(member: FirmMember) -> Enterprise | None:
    """The firm a claim means, by its code; a firm being set up by its name at the same office."""
    if member.claimed_uscc:
        return Enterprise.objects.filter(uscc=member.claimed_uscc).first()
    same = Enterprise.objects.filter(
        name=member.claimed_name, uscc__isnull=True, office_id=member.office_id
    )
    found = list(same[:2])
    return found[0] if len(found) == 1 else None


def _fits(member: FirmMember, firm: Enterprise) -> None:
    if firm.office_id != member.office_id:
        raise NotValid(
            {
                "enterprise": _("该企业由%(office)s服务，请将登记转由该活动办确认")
                % {"office": firm.office}
            }
        )
    if member.claimed_uscc and firm.uscc and firm.uscc != member.claimed_uscc:
        raise NotValid({"enterprise": _("所选企业的统一社会信用代码与登记的不一致")})


def _added(member: FirmMember, by: Person, moment: datetime) -> Enterprise:
    region = Region.objects.filter(code=member.claimed_region).first()
    if region is None:
        raise NotValid({"enterprise": _("登记时填的所在地找不到了，请先建立企业，再选择它")})
    status = EnterpriseStatus.OPERATING if member.claimed_uscc else EnterpriseStatus.PREPARING
    draft = EnterpriseDraft(
        name=member.claimed_name,
        uscc=member.claimed_uscc,
        status=status,
        region=region,
        office=member.office,
    )
    return add_enterprise(draft, by=by.actor, now=moment)


@transaction.atomic
def refuse_member(
    *, member: FirmMember, by: Person, reason: str, now: datetime | None = None
) -> FirmMember:
    """The office refuses, and says why; the person may ask again. The papers are destroyed.

    NotYours for all but the office it waits at; NotNow once it is decided; NotValid without a
    reason, or one over 200 characters.
    """
    moment = now or timezone.now()
    locked = _locked(member)
    rules.may_decide_member(by, member_facts(locked))
    rules.needs_reason(reason)
    erase_held("member", locked.pk, moment)
    return _decided(locked, Status.REFUSED, by, moment, reason=reason.strip())


@transaction.atomic
def move_member(
    *, member: FirmMember, office: Unit, by: Person, now: datetime | None = None
) -> FirmMember:
    """Hand a registration to the office that serves the firm; it goes on waiting there.

    NotYours for all but the office it waits at; NotNow once it is decided, or if it waits at
    `office` already; NotValid if that is no office in use.
    """
    moment = now or timezone.now()
    locked = _locked(member)
    rules.may_decide_member(by, member_facts(locked))
    if office.kind != UnitKind.OFFICE or not office.active:
        raise NotValid({"office": _("请选择一个活动办")})
    if office.pk == locked.office_id:
        raise NotNow(_("该登记已在该活动办"), state=locked.get_status_display())
    before, locked.office = locked.office_id, office
    locked.save(update_fields=["office"])
    note(locked, MemberEvent.MOVED, by.actor, moment, {"from": before, "to": office.pk})
    return locked


@transaction.atomic
def correct_member(
    *, member: FirmMember, claim: FirmClaim, by: Person, now: datetime | None = None
) -> FirmMember:
    """The office puts a slip right before it decides; nothing different leaves no event.

    NotYours for all but the office it waits at; NotNow once it is decided, or where the person
    waits for that firm already; NotValid for a name, code or region that can't be.
    """
    moment = now or timezone.now()
    locked = _locked(member)
    rules.may_decide_member(by, member_facts(locked))
    wanted = claim.cleaned()
    region, _office = _where(wanted)
    values = {
        "claimed_name": wanted.name,
        "claimed_uscc": wanted.uscc,
        "claimed_region": region.code,
    }
    changed = {
        name: [getattr(locked, name), value]
        for name, value in values.items()
        if getattr(locked, name) != value
    }
    if not changed:
        return locked
    for name, value in values.items():
        setattr(locked, name, value)
    try:
        with transaction.atomic():
            locked.save(update_fields=list(values))
    except IntegrityError:
        raise NotNow(
            _("此人另有一条同一企业的登记在等待确认"), state=locked.get_status_display()
        ) from None
    record(
        object_type="member",
        object_id=locked.pk,
        kind=MemberEvent.CORRECTED,
        by=by.actor,
        data={"changes": changed},
        now=moment,
    )
    return locked


@transaction.atomic
def end_member(
    *, member: FirmMember, by: Person, reason: str, now: datetime | None = None
) -> FirmMember:
    """The person no longer speaks for the firm; the office, its 管理员 or the person says so.

    Where the 管理员 leaves, whoever has spoken longest for the firm takes over.

    NotNow unless it is confirmed; NotYours for anyone else; NotValid without a reason, or one over
    200 characters.
    """
    moment = now or timezone.now()
    locked = _locked(member)
    rules.may_end_member(by, firm_facts(locked.enterprise), member_facts(locked), reason=reason)
    if locked.enterprise is not None:
        lock_firm(locked.enterprise)
    led, locked.is_admin = locked.is_admin, False
    ended = _decided(locked, Status.ENDED, by, moment, reason=reason.strip())
    if led:
        succeed(ended, by.actor, moment)
    return ended


_EVENTS = {
    Status.CONFIRMED: MemberEvent.CONFIRMED,
    Status.REFUSED: MemberEvent.REFUSED,
    Status.ENDED: MemberEvent.ENDED,
}


def _decided(
    member: FirmMember,
    status: FirmMember.Status,
    by: Person,
    moment: datetime,
    *,
    reason: str = "",
    data: dict[str, object] | None = None,
) -> FirmMember:
    member.status = status
    member.decided_at = moment
    member.decided_by_id = by.actor.user_id or None
    member.reason = reason
    member.save()
    more = (data or {}) | ({"reason": reason} if reason else {})
    note(member, _EVENTS[status], by.actor, moment, more)
    return member


def _locked(member: FirmMember) -> FirmMember:
    """The row as it is now."""
    return (
        FirmMember.objects.select_for_update(of=("self",))
        .select_related("office", "user", "enterprise")
        .get(pk=member.pk)
    )
