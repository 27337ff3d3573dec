"""A person at the door: the account whose password they give, or a new one, and one answer for all.

What they type as phone or mailbox is not theirs for being typed: it becomes a user name when it is
known to be (`name_for_good`), and until then it opens the account by its own password only. So
registering with a phone that has an account goes as with any other (docs/decisions/0007).
"""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import Actor, ActorKind, NotValid
from zhuqi.foundation.accounts.actions.doors import REGISTRATION, let_in
from zhuqi.foundation.accounts.actions.users import created_entry
from zhuqi.foundation.accounts.claims import LONGEST_USERNAME, Registrant
from zhuqi.foundation.accounts.codes import password_mark
from zhuqi.foundation.accounts.devices import Visitor
from zhuqi.foundation.accounts.enums import UserEvent
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.accounts.validators import password_problems
from zhuqi.foundation.audit.actions import record, record_many
from zhuqi.foundation.outbox.actions import enqueue

Then = Callable[[User], FirmMember]
# No user name may have it in it, so none that is chosen is like one made here.
_BEFORE_NUMBER = "#"
_DIGITS = 6
# Told above this room: it is enqueued by its name.
_NOTIFY = "notices.tell"


def with_account(*, who: Registrant, then: Then, moment: datetime, visitor: Visitor) -> FirmMember:
    """Do `then` with the person's account; a new one is made in the same transaction.

    Whoever gives the password of an account of that name has it; with any other password it is a
    new account, known by the same name and told from the first by its password. The first one's
    owner is told. Nobody learns from the answer, nor from how long it takes, who has an account.

    NotValid for a password that will not do, and for what its owner alone can hear: that theirs is
    closed, or an official's. TooMany as at the sign-in page (`let_in`), with which the count is
    shared.
    """
    if problems := password_problems(who.password, who.account()):
        raise NotValid({"password": " ".join(problems)})
    # Numbered before the look, so that the same form from elsewhere meets this one at the number.
    made = _person(who)
    known = let_in(login=who.contact, password=who.password, visitor=visitor, why=REGISTRATION)
    if known is not None:
        _refuse_closed(known)
        return then(known)
    hashed = make_password(who.password)  # slow on purpose, so before the lock
    while True:
        made.password = hashed
        try:
            with transaction.atomic():
                made.save(force_insert=True)
                record_many([created_entry(made, actor_signing_in(made))], now=moment)
                member = then(made)
                _tell_owner(made, member, moment)
                return member
        except IntegrityError:
            # Somebody registered with it a moment earlier: the same form, or another person.
            if not User.objects.filter(username=made.username).exists():
                raise
            if (same := _sent_before(made, who.password)) is not None:
                return then(same)
            made = _person(who)


def name_for_good(user: User, by: Actor, moment: datetime) -> None:
    """What the person registered with is known to be theirs: their user name, if it is free.

    Where another account has it, both go on signing in by it, each with its own password. Must run
    inside a transaction.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    if not locked.registered_as or User.objects.filter(username=locked.registered_as).exists():
        return
    locked.username, locked.registered_as, locked.password_mark = locked.registered_as, "", ""
    try:
        with transaction.atomic():
            locked.save(update_fields=["username", "registered_as", "password_mark"])
    except IntegrityError:
        return  # another account has been given it this moment
    record(object_type="user", object_id=user.pk, kind=UserEvent.NAMED, by=by, now=moment)
    user.username, user.registered_as, user.password_mark = locked.username, "", ""


def actor_signing_in(user: User, firm: str = "") -> Actor:
    """Who acts, before (or while) it is decided that they speak for a firm."""
    return Actor(ActorKind.FIRM, user.pk, user.name, firm)


def _person(who: Registrant) -> User:
    stem = who.contact[: LONGEST_USERNAME - _DIGITS - 1] + _BEFORE_NUMBER
    taken = User.objects.filter(username__startswith=stem).order_by()
    numbers = [int(name.removeprefix(stem)) for name in taken.values_list("username", flat=True)]
    person = who.account()
    person.username = f"{stem}{max(numbers, default=0) + 1}"
    person.registered_as = who.contact
    person.password_mark = password_mark(who.contact, who.password)
    return person


def _sent_before(made: User, password: str) -> User | None:
    """The account another process made of the same form."""
    rows = User.objects.filter(registered_as=made.registered_as, password_mark=made.password_mark)
    return next((one for one in rows.order_by("-pk") if one.check_password(password)), None)


def _refuse_closed(known: User) -> None:
    if known.official_id is not None:
        raise NotValid({"contact": _("机关工作人员的账号不能登记企业")})
    if not known.is_active:
        raise NotValid({"contact": _("该账号已停用，请联系当地活动办")})


def _tell_owner(made: User, member: FirmMember, moment: datetime) -> None:
    """Whoever has an account of that name learns that somebody registered with it."""
    same = Q(username=made.registered_as, registered_as="")
    if not made.email:
        same |= Q(phone=made.phone, phone_proven_at__isnull=False)
    for owner in User.objects.filter(same, is_active=True).exclude(pk=made.pk).order_by("pk"):
        enqueue(
            kind=_NOTIFY,
            key=f"account.registered_as:{owner.pk}:{member.pk}",
            payload={
                "user": owner.pk,
                "text_code": "account.registered_as",
                "values": {
                    "企业": member.claimed_name,
                    "活动办": str(member.office),
                    "时间": f"{timezone.localtime(moment):%Y-%m-%d %H:%M}",
                },
                "key": f"account.registered_as:{owner.pk}:{member.pk}",
            },
        )
