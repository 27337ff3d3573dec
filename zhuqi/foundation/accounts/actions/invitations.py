"""邀请码: made by the office, the firm's liaison or its 管理员; redeemed by who was given it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotValid, Person, TooMany
from zhuqi.foundation.accounts import codes, rules
from zhuqi.foundation.accounts.actions.colleagues import admit
from zhuqi.foundation.accounts.actions.registrants import actor_signing_in, with_account
from zhuqi.foundation.accounts.claims import Registrant
from zhuqi.foundation.accounts.devices import UNKNOWN, Visitor
from zhuqi.foundation.accounts.enums import InvitationEvent
from zhuqi.foundation.accounts.fact_reading import firm_facts, firms_facts
from zhuqi.foundation.accounts.models import FirmMember, Invitation, User
from zhuqi.foundation.accounts.rates import HOUR, in_words, take_turn, turns_spent
from zhuqi.foundation.audit.actions import Entry, record, record_many
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.foundation.reference_tables.text import tidy

WRONG_CODES_PER_HOUR = 20
# Letters printed in one run.
MOST_AT_ONCE = 200
_PURPOSE = "invitation"


@dataclass(frozen=True, slots=True)
class Made:
    """An invitation with its code, which is known only now."""

    invitation: Invitation
    code: str


@transaction.atomic
def make_invitation(
    *,
    enterprise: Enterprise,
    by: Person,
    uses: int = 1,
    days: int = 14,
    note: str = "",
    now: datetime | None = None,
) -> Made:
    """A code for the firm, to be shown once; it can be used so often, for so many days.

    NotYours for all but the firm's office, its liaison officials and its 管理员; NotValid for a
    number of uses or days out of bounds.
    """
    [made] = make_invitations(
        enterprises=[enterprise], by=by, uses=uses, days=days, note=note, now=now
    )
    return made


@transaction.atomic
def make_invitations(
    *,
    enterprises: Sequence[Enterprise],
    by: Person,
    uses: int = 1,
    days: int = 14,
    note: str = "",
    now: datetime | None = None,
) -> list[Made]:
    """`make_invitation` for many, a code each, in a fixed number of queries: all or none.

    NotYours and NotValid as there; NotValid also for more than two hundred firms at once.
    """
    moment = now or timezone.now()
    if len(enterprises) > MOST_AT_ONCE:
        raise NotValid(_("一次最多给%(most)s家企业") % {"most": MOST_AT_ONCE})
    for facts in firms_facts(enterprises).values():
        rules.may_invite(by, facts)
    rules.refuse_bad_invitation(uses=uses, days=days, note=tidy(note))
    made = [
        _new(enterprise, uses=uses, days=days, note=tidy(note), by=by, moment=moment)
        for enterprise in enterprises
    ]
    Invitation.objects.bulk_create([one.invitation for one in made])
    told = {"uses": uses, "days": days}
    record_many(
        [_entry(one.invitation, InvitationEvent.MADE, by, told) for one in made], now=moment
    )
    return made


def _new(
    enterprise: Enterprise, *, uses: int, days: int, note: str, by: Person, moment: datetime
) -> Made:
    code = codes.new_invitation()
    invitation = Invitation(
        enterprise=enterprise,
        digest=codes.digest(_PURPOSE, code),
        tail=code[-2:],
        note=note,
        uses=uses,
        made_by_id=by.actor.user_id,
        made_at=moment,
        expires_at=moment + timedelta(days=days),
    )
    return Made(invitation, code)


@transaction.atomic
def revoke_invitation(
    *, invitation: Invitation, by: Person, now: datetime | None = None
) -> Invitation:
    """Nobody joins by it any more; whoever has joined stays.

    NotYours for all but who could have made it; NotNow where it is used up, run out or taken back.
    """
    moment = now or timezone.now()
    locked = _locked(invitation.pk)
    rules.may_invite(by, firm_facts(locked.enterprise))
    rules.refuse_unusable(locked.state(moment), locked.expires_at)
    locked.revoked_at = moment
    locked.save(update_fields=["revoked_at"])
    _record(locked, InvitationEvent.REVOKED, by, moment)
    return locked


def find_invitation(*, code: str, ip: str) -> Invitation:
    """The invitation of that code, in whatever state; NotValid where there is none.

    Twenty wrong codes an hour from one address, then TooMany: codes cannot be guessed. Right
    ones cost nothing, so a hall full of firms behind one address can join.
    """
    key = f"wrong-invitation {ip}"
    if turns_spent(key, WRONG_CODES_PER_HOUR, HOUR):
        wait = HOUR - int(timezone.now().timestamp()) % HOUR
        raise TooMany(_("输错的次数太多，请%(wait)s后再试") % {"wait": in_words(wait)}, wait=wait)
    kept = codes.digests(_PURPOSE, codes.normalise_invitation(code))
    found = Invitation.objects.select_related(
        "enterprise", "enterprise__office", "enterprise__office__contact",
        "enterprise__office__leader",
    ).filter(digest__in=kept)  # fmt: skip
    invitation = found.first()
    if invitation is None:
        take_turn(key, WRONG_CODES_PER_HOUR, HOUR)
        raise NotValid({"code": _("没有这个邀请码，请对照收到的邀请码再输一遍")})
    return invitation


def redeem_invitation(
    *,
    invitation: Invitation,
    person: Registrant,
    visitor: Visitor = UNKNOWN,
    now: datetime | None = None,
) -> FirmMember:
    """A person at the door joins the firm at once, with a new account or their own.

    NotNow where the code is used up, run out or taken back. Sent twice it is one: whoever has
    joined stays joined, whatever has become of the code.

    NotValid for a password that will not do, or of an official's account; TooMany tries with one
    contact.
    """
    moment = now or timezone.now()
    who = person.cleaned()
    return with_account(
        who=who,
        then=lambda user: _join(invitation.pk, user, moment),
        moment=moment,
        visitor=visitor,
    )


def join_by_invitation(
    *, invitation: Invitation, user: User, now: datetime | None = None
) -> FirmMember:
    """Somebody signed in joins one more firm.

    NotValid for an official's account; NotNow where the code is used up, run out or taken back.
    """
    return _join(invitation.pk, user, now or timezone.now())


@transaction.atomic
def _join(invitation_id: int, user: User, moment: datetime) -> FirmMember:
    if user.official_id is not None:
        raise NotValid(_("机关工作人员的账号不能代表企业，请退出后用企业的账号"))
    locked = _locked(invitation_id)
    firm = locked.enterprise
    kept = FirmMember.objects.filter(
        user=user, enterprise=firm, status=FirmMember.Status.CONFIRMED
    ).first()
    if kept is not None:
        return kept
    rules.refuse_unusable(locked.state(moment), locked.expires_at)
    locked.used += 1
    locked.save(update_fields=["used"])
    actor = actor_signing_in(user, firm.name)
    member = admit(
        user=user,
        firm=firm,
        how=FirmMember.How.INVITED,
        by=actor,
        decided_by_id=locked.made_by_id,
        moment=moment,
        invitation=locked,
    )
    record(
        object_type="invitation",
        object_id=locked.pk,
        kind=InvitationEvent.REDEEMED,
        by=actor,
        data={"enterprise": firm.pk, "member": member.pk, "used": locked.used},
        now=moment,
    )
    return member


def _locked(pk: int) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("enterprise")
    return rows.get(pk=pk)


def _record(
    invitation: Invitation,
    kind: InvitationEvent,
    by: Person,
    moment: datetime,
    data: dict[str, int] | None = None,
) -> None:
    record_many([_entry(invitation, kind, by, data)], now=moment)


def _entry(
    invitation: Invitation, kind: InvitationEvent, by: Person, data: dict[str, int] | None = None
) -> Entry:
    return Entry(
        object_type="invitation",
        object_id=invitation.pk,
        kind=kind,
        by=by.actor,
        data={"enterprise": invitation.enterprise_id, "tail": invitation.tail, **(data or {})},
        erasable={"note": invitation.note} if invitation.note else {},
    )
