"""Where notices reach a person: changed by themselves, proven first, the old address told."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import NotNow, NotYours, Person
from zhuqi.foundation.accounts.actions import keep_proof, prove_email
from zhuqi.foundation.accounts.actions.emails import MINUTES, issue_email_code
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.notices.actions.notifying import Notice, notify
from zhuqi.foundation.notices.actions.sending import send_email
from zhuqi.foundation.notices.addresses import masked, reach_of
from zhuqi.foundation.notices.enums import Channel
from zhuqi.foundation.notices.queries import email_ready
from zhuqi.foundation.workdays import in_shanghai

CODE, CHANGED = "account.email_code", "account.address_changed"
_NAMES = {Channel.EMAIL: "电子邮箱", Channel.SMS: "手机号"}


@transaction.atomic
def send_email_code(*, user: User, email: str, ip: str, now: datetime | None = None) -> None:
    """Make a code and enqueue its letter together. NotNow where the place sends no mail.

    NotValid for what is no address, or the one in use already.
    """
    if not email_ready():
        raise NotNow("这里还不能发邮件，请联系系统管理员")
    issued = issue_email_code(user=user, email=email, ip=ip, now=now)
    send_email(
        email=issued.row.email,
        text_code=CODE,
        values={"姓名": user.name, "验证码": issued.code, "分钟": str(MINUTES)},
        key=f"code:{issued.row.pk}",
        expires_at=issued.row.expires_at,
        now=now,
    )


def change_email(*, code: str, by: Person, now: datetime | None = None) -> str:
    """The mailbox the code was sent to is the person's own from now on; returns it.

    NotYours for who is not signed in; NotValid for a wrong code, which says how many tries are
    left; NotNow once it is used, run out (30 minutes) or tried too often.
    """
    moment = now or timezone.now()

    def notify_the_old_one(locked: User, new: str) -> None:
        _notify(locked, Channel.EMAIL, new, moment)

    return prove_email(
        user=_self(by), code=code, by=by.actor, before=notify_the_old_one, now=moment
    )


@transaction.atomic
def change_phone(*, phone: str, by: Person, now: datetime | None = None) -> list[FirmMember]:
    """The phone just proven (`check_phone_code`) is the person's; returns the claims it settles.

    NotYours for who is not signed in; NotValid for what is no phone.
    """
    moment = now or timezone.now()
    user = User.objects.select_related("official").get(pk=_self(by).pk)
    _notify(user, Channel.SMS, phone, moment)
    actor = by.actor if user.official_id is not None else None
    return keep_proof(user=user, phone=phone, by=actor, now=moment)


def _self(by: Person) -> User:
    user = User.objects.filter(pk=by.actor.user_id or 0, is_active=True).first()
    if user is None:
        raise NotYours("请先登录")
    return user


def _notify(user: User, channel: Channel, new: str, moment: datetime) -> None:
    """To the inbox, and by the channels wanted to where they lead until now."""
    reach = reach_of(user)
    old = reach["email"] if channel == Channel.EMAIL else reach["phone"]
    if not old or old == new:
        return
    local = in_shanghai(moment)
    notify(
        [
            Notice(
                user_id=user.pk,
                text_code=CHANGED,
                values={
                    "方式": _NAMES[channel],
                    "原来": masked(channel, old),
                    "现在": masked(channel, new),
                    "时间": f"{local.month}月{local.day}日 {local:%H:%M}",
                },
                key=f"{CHANGED}:{channel}:{moment.timestamp():.6f}",
            )
        ],
        now=moment,
    )
