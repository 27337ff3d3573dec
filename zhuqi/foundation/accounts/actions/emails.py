"""Proof that a mailbox is somebody's: six digits sent there, typed in within half an hour.

Until then nothing changes: whoever mistypes an address goes on being told at the one they have.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from zhuqi.foundation.access import Actor, NotNow, NotValid
from zhuqi.foundation.accounts import codes
from zhuqi.foundation.accounts.enums import UserEvent
from zhuqi.foundation.accounts.models import EmailCode, User
from zhuqi.foundation.accounts.rates import HOUR, MINUTE, take_or_refuse
from zhuqi.foundation.accounts.validators import clean_email
from zhuqi.foundation.audit.actions import record

# Mail may take a while: longer than a text to a phone.
MINUTES, TRIES = 30, 5
_PER_DAY, _PER_DAY_AND_MAILBOX, _PER_HOUR_AND_ADDRESS = 10, 5, 30
_LONGEST = 254
_KEPT = timedelta(days=1)

# What has to happen while the old address still holds; it is given the new one.
Before = Callable[[User, str], None]


@dataclass(frozen=True, slots=True)
class IssuedMail:
    """A code that is to be sent now; afterwards nobody knows it."""

    row: EmailCode
    code: str


def mailbox(text: str) -> str:
    """The address in one form; NotValid for what is none."""
    if len(text) > _LONGEST:
        raise NotValid({"email": _("电子邮箱太长了，请检查")})
    return clean_email(text)


@transaction.atomic
def issue_email_code(*, user: User, email: str, ip: str, now: datetime | None = None) -> IssuedMail:
    """A new code for the address; the person's one before is void. Nothing is sent here.

    TooMany: one a minute and ten a day a person, five a day a mailbox (whoever asks: nobody's
    mailbox is filled by strangers), thirty an hour a network address.

    NotValid for what is no address, or the one in use already.
    """
    address, moment = mailbox(email), now or timezone.now()
    if address == user.email.lower():
        raise NotValid({"email": _("现在用的就是这个邮箱，不用再换")})
    take_or_refuse(f"email-code-from {ip}", _PER_HOUR_AND_ADDRESS, HOUR)
    take_or_refuse(f"email-code {user.pk}", 1, MINUTE)
    take_or_refuse(f"email-code-day {user.pk}", _PER_DAY, 24 * HOUR)
    take_or_refuse(f"email-code-to {address}", _PER_DAY_AND_MAILBOX, 24 * HOUR)
    code = codes.new_phone_code()
    row = EmailCode.objects.create(
        user=user,
        email=address,
        digest=_digest(user, address, code),
        made_at=moment,
        expires_at=moment + timedelta(minutes=MINUTES),
    )
    return IssuedMail(row, code)


def waiting_email(user: User, now: datetime | None = None) -> str:
    """The address a code was sent to and that is not proven yet; "" where there is none."""
    row = EmailCode.objects.filter(user=user).order_by("-pk").first()
    waits = row is not None and row.used_at is None and (now or timezone.now()) < row.expires_at
    return row.email if row is not None and waits else ""


def prove_email(
    *, user: User, code: str, by: Actor, before: Before | None = None, now: datetime | None = None
) -> str:
    """The address the person's newest code was sent to is theirs from now on; returns it.

    The same code sent twice changes nothing the second time and is no fault. NotNow where there
    is no code (any more), NotValid where it is another; five tries a code.
    """
    email, left = _judged(user, codes.normalise_phone_code(code), by, before, now or timezone.now())
    if left is None:
        return email
    if left == 0:
        raise NotNow(_("验证码输错的次数太多，请重新获取"))
    raise NotValid({"code": _("验证码不对，还可以试 %(left)s 次") % {"left": left}})


@transaction.atomic
def _judged(
    user: User, code: str, by: Actor, before: Before | None, moment: datetime
) -> tuple[str, int | None]:
    """The address, and how many tries are left after a wrong one; None for the right one."""
    locked = User.objects.select_for_update(of=("self",)).select_related("official").get(pk=user.pk)
    row = EmailCode.objects.filter(user=locked).order_by("-pk").first()
    if row is None or moment >= row.expires_at:
        raise NotNow(_("验证码已经失效，请重新获取"))
    right = constant_time_compare(row.digest, _digest(locked, row.email, code))
    if row.used_at is not None:
        if right and locked.email == row.email:
            return row.email, None
        raise NotNow(_("验证码已经用过，请重新获取"))
    if row.tries >= TRIES:
        return row.email, 0
    row.tries += 1
    row.used_at = moment if right else None
    row.save(update_fields=["tries", "used_at"])
    if not right:
        return row.email, TRIES - row.tries
    if before is not None:
        before(locked, row.email)
    _keep(locked, row.email, by, moment)
    user.email = row.email
    return row.email, None


def _keep(locked: User, email: str, by: Actor, moment: datetime) -> None:
    private = {"email": email, **({"email_before": locked.email} if locked.email else {})}
    locked.email = email
    locked.save(update_fields=["email"])
    record(
        object_type="user",
        object_id=locked.pk,
        kind=UserEvent.EMAIL_PROVEN,
        by=by,
        erasable=private,
        now=moment,
    )


def forget_email_codes(*, now: datetime) -> int:
    """Codes of more than a day ago go; who proved which address stands in the log."""
    return EmailCode.objects.filter(made_at__lt=now - _KEPT).delete()[0]


def _digest(user: User, email: str, code: str) -> str:
    return codes.digest("email", f"{user.pk} {email} {code}")
