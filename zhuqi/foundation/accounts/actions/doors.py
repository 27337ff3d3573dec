"""The one door for passwords: whoever types one is counted here, at sign-in and elsewhere."""

from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import gettext as _

from zhuqi.foundation.access import TooMany
from zhuqi.foundation.accounts.actions.sessions import note_failed_sign_in, note_lock_out
from zhuqi.foundation.accounts.devices import Visitor
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.rates import in_words, take_turn
from zhuqi.foundation.accounts.tries import BY_ADDRESS, BY_NAME, BY_PERSON, Limit, forget, take
from zhuqi.foundation.accounts.validators import canonical_login

# A lock-out is noted once in this time, not at each further attempt.
NOTED_SECONDS = 300


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


def knock(*, login: str, visitor: Visitor) -> Knock:
    """Before a password is looked at, by sign-in, registration and the change of a password.

    TooMany after five wrong ones for one name from one address, thirty for one name from all, or
    thirty a minute from one address; each further wrong one makes the wait longer. A device on
    which the person has signed in before has five of its own, whatever others try.
    """
    name = canonical_login(login)
    own = _own_device(name, visitor)
    entries: list[str] = []
    for key, limit in _limits(name, visitor, own):
        entry, wait = take(key, limit)
        if wait:
            cache.delete_many(entries)
            _note_lock_out(name, visitor)
            words = _("密码错误次数过多，已暂停登录，请%(wait)s后再试")
            raise TooMany(words % {"wait": in_words(wait)}, wait=wait)
        entries.append(entry)
    return Knock(entries=tuple(entries), own_device=own)


def is_own_password(*, user: User, password: str, visitor: Visitor, why: str) -> bool:
    """True if the password is the user's; a wrong one is counted and noted (`why`: where).

    TooMany as `knock`.
    """
    turn = knock(login=user.username, visitor=visitor)
    if user.check_password(password):
        turn.was_right()
        return True
    note_failed_sign_in(login=user.username, ip=visitor.ip, why=why)
    return False


def _limits(name: str, visitor: Visitor, own: str) -> list[tuple[str, Limit]]:
    if own:
        return [(own, BY_PERSON)]
    address = visitor.ip or "unknown"
    return [
        (f"address {address}", BY_ADDRESS),
        (f"name {name} at {address}", BY_PERSON),
        (f"name {name}", BY_NAME),
    ]


def _own_device(name: str, visitor: Visitor) -> str:
    """The key of a device this person has signed in with before, else nothing."""
    if not visitor.users:
        return ""
    known = User.objects.filter(username=name, pk__in=visitor.users).exists()
    return f"name {name} on {visitor.device}" if known else ""


def _note_lock_out(name: str, visitor: Visitor) -> None:
    if take_turn(f"lock-out {name} {visitor.ip}", 1, NOTED_SECONDS):
        note_lock_out(login=name, ip=visitor.ip)
