"""Verbs on accounts and their passwords."""

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import Actor, NotValid, Person
from zhuqi.foundation.accounts import rules
from zhuqi.foundation.accounts.enums import UserEvent
from zhuqi.foundation.accounts.fact_reading import user_facts
from zhuqi.foundation.accounts.models import SignedInSession, User
from zhuqi.foundation.accounts.session_store import end_sessions
from zhuqi.foundation.accounts.validators import clean_username, password_problems
from zhuqi.foundation.audit.actions import Entry, record, record_many
from zhuqi.foundation.directory.models import Official
from zhuqi.foundation.typed import phone

USER = "user"
# No 0/O, 1/l/I: the password is read out on the phone.
_LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    """An account to be made. Without a password nobody can sign in until one is reset."""

    username: str
    name: str
    password: str | None = None
    official: Official | None = None
    phone: str = ""
    email: str = ""
    must_change_password: bool = True
    is_sample: bool = False


def create_user(*, new: NewUser, by: Person, now: datetime | None = None) -> User:
    """Make one account; its password must satisfy the validators.

    NotValid for a password that does not, and as `create_users` (NotYours, too).
    """
    if new.password is not None and (problems := password_problems(new.password)):
        raise NotValid({"password": " ".join(problems)})
    return create_users(new=[new], by=by, now=now)[0]


def create_users(*, new: Iterable[NewUser], by: Person, now: datetime | None = None) -> list[User]:
    """Make many accounts, all or none, in the order given.

    Each distinct password is hashed once and not judged: thousands of sample accounts share one.

    NotYours for all but administrators; NotValid for a name that is empty, a username of a wrong
    form or taken, a phone that is none, or an official who has an account.
    """
    rules.may_keep_accounts(by)
    moment = now or timezone.now()
    wanted = list(new)
    hashes = {word: make_password(word) for word in {row.password for row in wanted}}
    users = [_built(row, hashes[row.password]) for row in wanted]
    _refuse_taken(users)
    try:
        with transaction.atomic():
            made = User.objects.bulk_create(users, batch_size=_BATCH)
            record_many([created_entry(user, by.actor) for user in made], now=moment)
    except IntegrityError:
        raise NotValid({"username": _("用户名已被占用，或该干部已有账号")}) from None
    return made


def _built(row: NewUser, password_hash: str) -> User:
    if not row.name.strip():
        raise NotValid({"name": _("请填写姓名")})
    return User(
        username=clean_username(row.username),
        name=row.name.strip(),
        password=password_hash,
        official=row.official,
        phone=phone(row.phone) or row.phone,
        email=row.email,
        must_change_password=row.must_change_password and row.password is not None,
        is_sample=row.is_sample,
    )


def _refuse_taken(users: Sequence[User]) -> None:
    names = [user.username for user in users]
    taken = {name for name, times in Counter(names).items() if times > 1}
    for start in range(0, len(names), _BATCH):
        rows = User.objects.filter(username__in=names[start : start + _BATCH]).order_by()
        taken.update(rows.values_list("username", flat=True))
    if taken:
        shown = "、".join(sorted(taken)[:5])
        raise NotValid({"username": _("用户名已被占用：%(names)s") % {"names": shown}})


def created_entry(user: User, by: Actor) -> Entry:
    """The event that an account was made; who it is for can be erased."""
    private = {"username": user.sign_in_name, "name": user.name}
    private |= {key: value for key in ("phone", "email") if (value := getattr(user, key))}
    return Entry(
        object_type=USER,
        object_id=user.pk,
        kind=UserEvent.CREATED,
        by=by,
        data={"official": user.official_id},
        erasable=private,
    )


@transaction.atomic
def deactivate_user(*, user: User, by: Person, reason: str, now: datetime | None = None) -> User:
    """Nobody signs in with the account any more; its open sessions end.

    NotYours for who may not administer the account (their own, too); NotNow if it is closed;
    NotValid without a reason, or one over 200 characters.
    """
    moment = now or timezone.now()
    locked = _locked(user)
    rules.may_deactivate(by, user_facts(locked, moment))
    rules.needs_reason(reason)
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    end_sessions(SignedInSession.objects.filter(user=locked))
    _record(locked, UserEvent.DEACTIVATED, by, moment, {"reason": reason.strip()})
    return locked


@transaction.atomic
def reactivate_user(*, user: User, by: Person, reason: str, now: datetime | None = None) -> User:
    """The account opens again, with the roles that have not ended meanwhile.

    NotYours for who may not administer the account (their own, too); NotNow if it is open; NotValid
    without a reason, or one over 200 characters.
    """
    moment = now or timezone.now()
    locked = _locked(user)
    rules.may_reactivate(by, user_facts(locked, moment))
    rules.needs_reason(reason)
    locked.is_active = True
    locked.save(update_fields=["is_active"])
    _record(locked, UserEvent.REACTIVATED, by, moment, {"reason": reason.strip()})
    return locked


def reset_password(*, user: User, by: Person, now: datetime | None = None) -> str:
    """Return a one-time password, to be shown once and kept nowhere; open sessions end.

    It opens only the page where it is changed.

    NotYours for who may not administer the account (their own, too), and for an administrator's:
    those are reset on the server. NotNow for one that nobody signs in with.
    """
    moment = now or timezone.now()
    password = one_time_password()
    hashed = make_password(password)  # slow on purpose, so before the lock
    with transaction.atomic():
        locked = _locked(user)
        rules.may_reset_password(by, user_facts(locked, moment))
        rules.refuse_doorless(locked.pk)
        columns = locked.put_password(password, hashed)
        locked.must_change_password = True
        locked.save(update_fields=[*columns, "must_change_password"])
        end_sessions(SignedInSession.objects.filter(user=locked))
        _record(locked, UserEvent.PASSWORD_RESET, by, moment)
    return password


def change_own_password(*, user: User, password: str, by: Actor) -> None:
    """Set the password its owner chose (already validated); a one-time password is used up.

    `user` is brought up to date, so that the caller can keep its session.
    """
    hashed = make_password(password)  # slow on purpose, so before the lock
    with transaction.atomic():
        locked = _locked(user)
        columns = locked.put_password(password, hashed)
        locked.must_change_password = False
        locked.save(update_fields=[*columns, "must_change_password"])
        record(object_type=USER, object_id=user.pk, kind=UserEvent.PASSWORD_CHANGED, by=by)
    user.password, user.must_change_password = hashed, False


def one_time_password() -> str:
    """Fourteen letters, 81 bits, in three groups that can be read out."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(size)) for size in (5, 4, 5))
    return "-".join(groups)


def _locked(user: User) -> User:
    return User.objects.select_for_update().get(pk=user.pk)


def _record(
    user: User,
    kind: UserEvent,
    by: Person,
    moment: datetime,
    data: dict[str, str] | None = None,
) -> None:
    record(object_type=USER, object_id=user.pk, kind=kind, by=by.actor, data=data, now=moment)
