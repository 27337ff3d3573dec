"""Firms register people who speak for them; the office that serves the firm decides."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import Actor, ActorKind, NotNow, NotValid, Person
from zhuqi.foundation.accounts import rules
from zhuqi.foundation.accounts.actions.users import created_entry
from zhuqi.foundation.accounts.claims import FirmClaim, Registrant
from zhuqi.foundation.accounts.enums import MemberEvent
from zhuqi.foundation.accounts.facts import member_facts
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.accounts.rates import take_or_refuse
from zhuqi.foundation.accounts.validators import password_problems
from zhuqi.foundation.audit.actions import record, record_many
from zhuqi.foundation.directory.actions import EnterpriseDraft, add_enterprise
from zhuqi.foundation.directory.enums import EnterpriseStatus, UnitKind
from zhuqi.foundation.directory.models import Enterprise, Region, Unit
from zhuqi.foundation.directory.queries import office_for

Status = FirmMember.Status
# A known person proves themselves by password here too, so guesses are counted here too.
REGISTRATIONS_PER_HOUR = 10


def register_firm(
    *, person: Registrant, firm: FirmClaim, now: datetime | None = None
) -> FirmMember:
    """A stranger asks to speak for a firm: an account and a registration that waits.

    Whether the firm is known plays no part and shows nowhere. Whoever has an account already
    gives its password and gets a further registration; sent twice, it is one. Raises TooMany
    after ten tries an hour on one contact; the caller limits by address.
    """
    moment = now or timezone.now()
    who, claim = person.cleaned(), firm.cleaned()
    region, office = _where(claim)
    take_or_refuse(f"register {who.contact}", REGISTRATIONS_PER_HOUR, 3600)
    known = User.objects.filter(username=who.contact).first()
    if known is not None:
        _is_that_person(known, who)
        return _claim(known, claim, region, office, moment)
    if problems := password_problems(who.password, _person(who, "")):
        raise NotValid({"password": " ".join(problems)})
    made = _person(who, make_password(who.password))  # slow on purpose, so before the lock
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            record_many([created_entry(made, _actor(made))], now=moment)
            return _claim(made, claim, region, office, moment)
    except IntegrityError:
        # The same form a moment earlier, in another process.
        known = User.objects.filter(username=who.contact).first()
        if known is None:
            raise
        _is_that_person(known, who)
        return _claim(known, claim, region, office, moment)


def register_another_firm(
    *, user: User, firm: FirmClaim, now: datetime | None = None
) -> FirmMember:
    """A signed-in person of a firm asks to speak for one more; sent twice, it is one."""
    if user.official_id is not None:
        raise NotValid(_("机关工作人员的账号不能登记企业"))
    claim = firm.cleaned()
    region, office = _where(claim)
    return _claim(user, claim, region, office, now or timezone.now())


def _where(claim: FirmClaim) -> tuple[Region, Unit]:
    """The region and the office that serves it; a retired code stands for its successor."""
    region = Region.objects.filter(code=claim.region_code).select_related("replaced_by").first()
    if region is not None and region.replaced_by is not None:
        region = region.replaced_by
    if region is None:
        raise NotValid({"region_code": _("请选择所在县（市、区）")})
    return region, office_for(region)


def _person(who: Registrant, password_hash: str) -> User:
    return User(
        username=who.contact,
        name=who.name,
        phone="" if who.by_mail else who.contact,
        email=who.contact if who.by_mail else "",
        password=password_hash,
    )


def _is_that_person(known: User, who: Registrant) -> None:
    if known.official_id is None and known.is_active and known.check_password(who.password):
        return
    raise NotValid(
        {"contact": _("该手机号或邮箱已有账号，请用原密码登记；忘记密码请联系当地活动办")}
    )


@transaction.atomic
def _claim(
    user: User, claim: FirmClaim, region: Region, office: Unit, moment: datetime
) -> FirmMember:
    """The waiting or confirmed registration for this firm, else a new one."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    same = {"claimed_uscc": claim.uscc} if claim.uscc else {"claimed_name": claim.name}
    running = FirmMember.objects.filter(user=locked, status__in=(Status.PENDING, Status.CONFIRMED))
    if not claim.uscc:
        running = running.filter(claimed_uscc="")
    kept = running.filter(**same).first()
    if kept is not None:
        return kept
    member = FirmMember.objects.create(
        user=locked,
        office=office,
        claimed_name=claim.name,
        claimed_uscc=claim.uscc,
        claimed_region=region.code,
        asked_at=moment,
    )
    _record(member, MemberEvent.REGISTERED, _actor(locked), moment)
    return member


def _actor(user: User) -> Actor:
    return Actor(ActorKind.FIRM, user.pk, user.name)


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
    """
    moment = now or timezone.now()
    locked = _locked(member)
    rules.may_decide_member(by, member_facts(locked))
    # Two registrars confirming two people of a new firm must add the firm once.
    Unit.objects.select_for_update(no_key=True).get(pk=locked.office_id)
    firm = enterprise or _known(locked)
    if firm is None:
        firm = _added(locked, by, moment)
        created = True
    else:
        _fits(locked, firm)
        created = False
    if FirmMember.objects.filter(
        user_id=locked.user_id, enterprise=firm, status=Status.CONFIRMED
    ).exists():
        raise NotNow(_("此人已登记为该企业人员，可不予登记本条"), state=Status.CONFIRMED)
    locked.enterprise = firm
    return _decided(
        locked,
        Status.CONFIRMED,
        by,
        moment,
        data={"enterprise": firm.pk, "enterprise_added": created},
    )


def _known(member: FirmMember) -> Enterprise | None:
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
    status = EnterpriseStatus.OPERATING if member.claimed_uscc else EnterpriseStatus.PREPARING
    draft = EnterpriseDraft(
        name=member.claimed_name,
        uscc=member.claimed_uscc,
        status=status,
        region=Region.objects.get(code=member.claimed_region),
        office=member.office,
    )
    return add_enterprise(draft, by=by.actor, now=moment)


@transaction.atomic
def refuse_member(
    *, member: FirmMember, by: Person, reason: str, now: datetime | None = None
) -> FirmMember:
    """The office refuses, and says why; the person may ask again."""
    moment = now or timezone.now()
    locked = _locked(member)
    rules.may_decide_member(by, member_facts(locked))
    rules.needs_reason(reason)
    return _decided(locked, Status.REFUSED, by, moment, reason=reason.strip())


@transaction.atomic
def move_member(
    *, member: FirmMember, office: Unit, by: Person, now: datetime | None = None
) -> FirmMember:
    """Hand a registration to the office that serves the firm; it goes on waiting there."""
    moment = now or timezone.now()
    locked = _locked(member)
    rules.may_decide_member(by, member_facts(locked))
    if office.kind != UnitKind.OFFICE or not office.active:
        raise NotValid({"office": _("请选择一个活动办")})
    if office.pk == locked.office_id:
        raise NotNow(_("该登记已在该活动办"), state=locked.status)
    before, locked.office = locked.office_id, office
    locked.save(update_fields=["office"])
    _record(locked, MemberEvent.MOVED, by.actor, moment, {"from": before, "to": office.pk})
    return locked


@transaction.atomic
def end_member(
    *, member: FirmMember, by: Person, reason: str, now: datetime | None = None
) -> FirmMember:
    """The person no longer speaks for the firm; the office or the person says so."""
    moment = now or timezone.now()
    locked = _locked(member)
    rules.may_end_member(by, member_facts(locked), reason=reason)
    return _decided(locked, Status.ENDED, by, moment, reason=reason.strip())


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
    data: dict[str, int | bool] | None = None,
) -> FirmMember:
    member.status = status
    member.decided_at = moment
    member.decided_by_id = by.actor.user_id or None
    member.reason = reason
    member.save()
    more = (data or {}) | ({"reason": reason} if reason else {})
    _record(member, _EVENTS[status], by.actor, moment, more)
    return member


def _locked(member: FirmMember) -> FirmMember:
    """The row as it is now. Its user's row is not locked: nothing here changes a user."""
    return (
        FirmMember.objects.select_for_update(of=("self",))
        .select_related("office", "user")
        .get(pk=member.pk)
    )


def _record(
    member: FirmMember,
    kind: MemberEvent,
    by: Actor,
    moment: datetime,
    data: dict[str, int | bool | str] | None = None,
) -> None:
    record(
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
