"""Proof that a phone is in somebody's hand: six digits sent to it, typed in within five minutes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import SYSTEM, Actor, NotNow, NotValid
from zhuqi.foundation.accounts import codes
from zhuqi.foundation.accounts.actions.colleagues import admit
from zhuqi.foundation.accounts.actions.members import known_firm
from zhuqi.foundation.accounts.actions.registrants import actor_signing_in, name_for_good
from zhuqi.foundation.accounts.devices import Visitor
from zhuqi.foundation.accounts.enums import UserEvent
from zhuqi.foundation.accounts.models import FirmMember, PhoneCode, User
from zhuqi.foundation.accounts.rates import HOUR, MINUTE, take_or_refuse
from zhuqi.foundation.accounts.validators import normalise_phone
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.directory.models import Enterprise

MINUTES, TRIES = 5, 5
_A_DAY, _PER_DAY, _PER_HOUR_AND_ADDRESS = 24 * HOUR, 10, 30
_MOBILE_LENGTH = 11
_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Issued:
    """A code that is to be sent now; afterwards nobody knows it."""

    row: PhoneCode
    code: str


def mobile(text: str) -> str:
    """The number in one form; NotValid for what gets no short messages."""
    try:
        phone = normalise_phone(text)
    except NotValid:
        phone = ""
    if len(phone) != _MOBILE_LENGTH or not phone.startswith("1"):
        raise NotValid({"phone": _("请填写 11 位手机号，座机收不到短信")})
    return phone


@transaction.atomic
def issue_phone_code(*, phone: str, visitor: Visitor, now: datetime | None = None) -> Issued:
    """A new code for the phone, good for the browser that asked. Nothing is sent here.

    Others sent to the same phone stay good for the browsers that asked for those: by asking nobody
    makes another's void.

    TooMany: one a minute and ten a day a phone, thirty an hour an address. A device on which the
    phone's owner has signed in before has as many of its own, whatever others ask for.

    NotValid for what is no mobile number of eleven digits.
    """
    number, moment = mobile(phone), now or timezone.now()
    whose = f"{number}{_own_device(number, visitor)}"
    take_or_refuse(f"phone-code-from {visitor.ip}", _PER_HOUR_AND_ADDRESS, HOUR)
    take_or_refuse(f"phone-code {whose}", 1, MINUTE)
    take_or_refuse(f"phone-code-day {whose}", _PER_DAY, _A_DAY)
    code = codes.new_phone_code()
    row = PhoneCode.objects.create(
        phone=number,
        digest=codes.digest("phone", f"{number} {code}"),
        made_at=moment,
        expires_at=moment + timedelta(minutes=MINUTES),
    )
    return Issued(row, code)


def _own_device(phone: str, visitor: Visitor) -> str:
    rows = User.objects.filter(
        pk__in=visitor.users, phone=phone, phone_proven_at__isnull=False
    ).order_by()
    return f" on {visitor.device}" if visitor.users and rows.exists() else ""


def check_phone_code(*, asked: int, phone: str, code: str, now: datetime | None = None) -> str:
    """Return the number if this is the code that was `asked` for (its row); used up by that.

    NotNow where it holds no more, NotValid where it is another; five tries a code.
    """
    number, moment = mobile(phone), now or timezone.now()
    left = _judged(asked, number, codes.normalise_phone_code(code), moment)
    if left is None:
        return number
    if left == 0:
        raise NotNow(_("验证码输错的次数太多，请重新获取"))
    raise NotValid({"code": _("验证码不对，还可以试 %(left)s 次") % {"left": left}})


@transaction.atomic
def _judged(asked: int, phone: str, code: str, moment: datetime) -> int | None:
    """How many tries are left after a wrong one, None for the right one; the try is kept."""
    row = PhoneCode.objects.select_for_update().filter(pk=asked, phone=phone).first()
    if row is None or row.used_at is not None or moment >= row.expires_at:
        raise NotNow(_("验证码已经失效，请重新获取"))
    if row.tries >= TRIES:
        return 0
    row.tries += 1
    right = codes.fits(row.digest, "phone", f"{phone} {code}")
    row.used_at = moment if right else None
    row.save(update_fields=["tries", "used_at"])
    return None if right else TRIES - row.tries


@transaction.atomic
def keep_proof(
    *, user: User, phone: str, by: Actor | None = None, now: datetime | None = None
) -> list[FirmMember]:
    """The phone is this person's now, and nobody else's; returns the claims that settles.

    A claim is confirmed at once where the office holds that very phone as the firm's contact;
    others go on waiting. `by`: the person as an official, else they act at the door.

    Whoever had proven the phone before is told nothing there any more: it is in another's hand.
    """
    moment = now or timezone.now()
    others = User.objects.filter(phone=phone, phone_proven_at__isnull=False).exclude(pk=user.pk)
    for other in others.select_for_update(of=("self",)):
        other.phone, other.phone_proven_at = "", None
        other.save(update_fields=["phone", "phone_proven_at"])
        _record(other, UserEvent.PHONE_LEFT, moment, phone=phone)
    locked = User.objects.select_for_update().get(pk=user.pk)
    before, locked.phone, locked.phone_proven_at = locked.phone, phone, moment
    locked.save(update_fields=["phone", "phone_proven_at"])
    user.phone, user.phone_proven_at = phone, moment
    if before == phone:
        before = ""
    _record(locked, UserEvent.PHONE_PROVEN, moment, by, phone=phone, phone_before=before)
    if locked.registered_as == phone:
        name_for_good(user, by or actor_signing_in(locked), moment)
    waiting = FirmMember.objects.filter(user=locked, status=FirmMember.Status.PENDING)
    return [
        admit(
            user=locked,
            firm=firm,
            how=FirmMember.How.PHONE,
            by=SYSTEM,
            decided_by_id=None,
            moment=moment,
        )
        for member in waiting.select_related("office")
        if (firm := known_firm(member)) is not None
        and firm.office_id == member.office_id
        and phone in contact_phones(firm)
    ]


def contact_phones(firm: Enterprise) -> set[str]:
    """Phones of the firm's contacts as the office holds them, in one form."""
    found = set()
    for text in firm.contacts.order_by().values_list("phone", flat=True):
        try:
            found.add(normalise_phone(text))
        except NotValid:
            continue
    return found


def forget_phone_codes(*, now: datetime) -> int:
    """Codes of more than a day ago go; who proved which phone stands in the log."""
    return PhoneCode.objects.filter(made_at__lt=now - _KEPT).delete()[0]


def _record(
    user: User, kind: UserEvent, moment: datetime, by: Actor | None = None, **private: str
) -> None:
    record(
        object_type="user",
        object_id=user.pk,
        kind=kind,
        by=by or actor_signing_in(user),
        erasable={name: value for name, value in private.items() if value},
        now=moment,
    )
