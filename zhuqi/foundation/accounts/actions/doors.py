"""The one door for passwords: whoever types one is counted here, at sign-in and elsewhere."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import TooMany
from zhuqi.foundation.accounts.actions.sessions import note_failed_sign_in, note_lock_out
from zhuqi.foundation.accounts.codes import password_mark
from zhuqi.foundation.accounts.devices import Visitor
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.rates import in_words, take_turn
from zhuqi.foundation.accounts.tries import BY_ADDRESS, BY_NAME, BY_PERSON, Limit, forget, take
from zhuqi.foundation.accounts.validators import canonical_login

# A lock-out is noted once in this time, not at each further attempt.
NOTED_SECONDS = 300
REGISTRATION = "registration"


@dataclass(frozen=True, slots=True)
class Door:
    """What is tried: how its count is kept apart, how a lock-out is noted and said."""

    key: str
    why: str
    words: StrOrPromise


PASSWORDS = Door("", "", gettext_lazy("密码错误次数过多，已暂停登录，请%(wait)s后再试"))
SECOND_STEP = Door(
    "second step of ", "second_factor", gettext_lazy("验证码错误次数过多，请%(wait)s后再试")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Knock:
    """A try that is counted as wrong until it turns out right."""

    entries: tuple[str, ...]
    own_device: str = ""

    def was_right(self) -> None:
        """Count it no longer. On the person's own device their slips before it go as well.

        Elsewhere they stay: who knows one password must not wipe out the count of guesses.
        """
        cache.delete_many(self.entries)
        if self.own_device:
            forget(self.own_device, BY_PERSON)


def let_in(*, login: str, password: str, visitor: Visitor, why: str) -> User | None:
    """Whose name and password these are; None, counted and noted (`why`: where), if nobody's.

    Of several accounts with one name it is the one with this password. A device on which one of
    them has signed in before has five tries of its own at that one, whatever others try; the rest
    are tried as from anywhere. The work is the same whether the name has an account or not.

    TooMany after five wrong ones for one name from one address, thirty for one name from all, or
    thirty a minute from one address; each further wrong one makes the wait longer.
    """
    name = canonical_login(login)
    named = User.objects.named(name)
    own = _own_accounts(name, visitor)
    waits: list[int] = []
    if own:
        limits = [(_own_device(name, visitor), BY_PERSON)]
        turn, wait = _taken(limits)
        if wait:
            waits.append(wait)
        elif (user := _fitting(named.filter(pk__in=own), name, password)) is not None:
            Knock(entries=turn, own_device=limits[0][0]).was_right()
            return user
    turn, wait = _taken(_from_anywhere(name, visitor))
    if not wait:
        if (user := _fitting(named.exclude(pk__in=own), name, password, even=True)) is not None:
            Knock(entries=turn).was_right()
            return user
        _note_failure(name, visitor, why)
    elif own and not waits:
        _note_failure(name, visitor, why)
    else:
        waits.append(wait)
    if waits:
        raise _too_many(PASSWORDS, name, visitor, max(waits))
    return None


def knock(*, user: User, visitor: Visitor, door: Door = PASSWORDS) -> Knock:
    """Before what somebody known types is looked at: their password for a change, a second step.

    TooMany as `let_in`; a device on which they have signed in before has five of its own. Each
    door has its count: a right password must not wipe out wrong codes.
    """
    name = user.sign_in_name
    at = f"{door.key}{name}"
    own = _own_device(at, visitor) if user.pk in visitor.users else ""
    entries, wait = _taken([(own, BY_PERSON)] if own else _from_anywhere(at, visitor))
    if wait:
        raise _too_many(door, name, visitor, wait, user)
    return Knock(entries=entries, own_device=own)


def is_own_password(*, user: User, password: str, visitor: Visitor, why: str) -> bool:
    """True if the password is the user's; a wrong one is counted and noted (`why`: where).

    TooMany as `knock`.
    """
    turn = knock(user=user, visitor=visitor)
    if user.check_password(password):
        turn.was_right()
        return True
    note_failed_sign_in(login=user.sign_in_name, ip=visitor.ip, why=why, user=user)
    return False


def _fitting(
    rows: QuerySet[User, User], name: str, password: str, *, even: bool = False
) -> User | None:
    """The one of them whose password it is. `even`: always the work of two, found or not.

    At most two are tried: who has the name for good, and the newest who registered with it and
    may have this password by its mark.
    """
    mark = password_mark(name, password)
    tried = (
        rows.filter(username=name).first(),
        rows.filter(registered_as=name, password_mark=mark).order_by("-pk").first(),
    )
    for user in tried:
        if user is not None and user.check_password(password):
            return user
        if user is None and even:
            make_password(password)
    return None


def _taken(limits: list[tuple[str, Limit]]) -> tuple[tuple[str, ...], int]:
    """A try taken from each and 0, or none and how long to wait."""
    entries: list[str] = []
    for key, limit in limits:
        entry, wait = take(key, limit)
        if wait:
            cache.delete_many(entries)
            return (), wait
        entries.append(entry)
    return tuple(entries), 0


def _from_anywhere(name: str, visitor: Visitor) -> list[tuple[str, Limit]]:
    address = visitor.ip or "unknown"
    return [
        (f"address {address}", BY_ADDRESS),
        (f"name {name} at {address}", BY_PERSON),
        (f"name {name}", BY_NAME),
    ]


def _own_accounts(name: str, visitor: Visitor) -> list[int]:
    """Accounts of that name that have signed in on this device before."""
    if not visitor.users:
        return []
    rows = User.objects.named(name).filter(pk__in=visitor.users).order_by()
    return list(rows.values_list("pk", flat=True))


def _own_device(name: str, visitor: Visitor) -> str:
    return f"name {name} on {visitor.device}"


def _note_failure(name: str, visitor: Visitor, why: str) -> None:
    """Who registers with a name nobody has failed at nothing."""
    if why != REGISTRATION or User.objects.named(name).exists():
        note_failed_sign_in(login=name, ip=visitor.ip, why=why)


def _too_many(
    door: Door, name: str, visitor: Visitor, wait: int, user: User | None = None
) -> TooMany:
    """The refusal; the lock-out is noted."""
    if take_turn(f"lock-out {door.key}{name} {visitor.ip}", 1, NOTED_SECONDS):
        note_lock_out(login=name, ip=visitor.ip, why=door.why, user=user)
    return TooMany(str(door.words) % {"wait": in_words(wait)}, wait=wait)
