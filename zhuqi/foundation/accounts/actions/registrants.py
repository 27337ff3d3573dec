"""A person at the door: a new account, or the one they have and prove by its password."""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuqi.foundation.access import Actor, ActorKind, NotValid
from zhuqi.foundation.accounts.actions.doors import is_own_password
from zhuqi.foundation.accounts.actions.users import created_entry
from zhuqi.foundation.accounts.claims import Registrant
from zhuqi.foundation.accounts.devices import Visitor
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.accounts.validators import password_problems
from zhuqi.foundation.audit.actions import record_many

Then = Callable[[User], FirmMember]


def with_account(*, who: Registrant, then: Then, moment: datetime, visitor: Visitor) -> FirmMember:
    """Do `then` with the person's account; a new one is made in the same transaction.

    NotValid for a password that will not do, or that is not the known contact's own; the first is
    said alike for all contacts, so nobody learns for nothing who has an account. TooMany as at the
    sign-in page (`knock`), with which the count is shared.
    """
    if problems := password_problems(who.password, _person(who, "")):
        raise NotValid({"password": " ".join(problems)})
    known = User.objects.filter(username=who.contact).first()
    if known is not None:
        _is_that_person(known, who, visitor)
        return then(known)
    made = _person(who, make_password(who.password))  # slow on purpose, so before the lock
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            record_many([created_entry(made, actor_signing_in(made))], now=moment)
            return then(made)
    except IntegrityError:
        # The same form a moment earlier, in another process.
        known = User.objects.filter(username=who.contact).first()
        if known is None:
            raise
        _is_that_person(known, who, visitor)
        return then(known)


def actor_signing_in(user: User, firm: str = "") -> Actor:
    """Who acts, before (or while) it is decided that they speak for a firm."""
    return Actor(ActorKind.FIRM, user.pk, user.name, firm)


def _person(who: Registrant, password_hash: str) -> User:
    return User(
        username=who.contact,
        name=who.name,
        phone="" if who.by_mail else who.contact,
        email=who.contact if who.by_mail else "",
        password=password_hash,
    )


def _is_that_person(known: User, who: Registrant, visitor: Visitor) -> None:
    right = is_own_password(user=known, password=who.password, visitor=visitor, why="registration")
    if right and known.official_id is None and known.is_active:
        return
    raise NotValid(
        {"contact": _("该手机号或邮箱已有账号，请用原密码登记；忘记密码请联系当地活动办")}
    )
