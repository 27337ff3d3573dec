"""What the log says about signing in, and how many browsers one may be signed in with."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import SYSTEM, Actor, NotYours, Person
from zhuqi.foundation.accounts.browsers import EndedSession, place_of
from zhuqi.foundation.accounts.enums import UserEvent
from zhuqi.foundation.accounts.models import SignedInSession, User
from zhuqi.foundation.accounts.queries import actor_of
from zhuqi.foundation.accounts.session_store import end_sessions, is_open
from zhuqi.foundation.audit.actions import record

DEFAULT_SESSIONS = 3
# Attempts on names nobody has are kept on one chain of their own.
NOBODY = 0


@transaction.atomic
def sign_in(*, user: User, session_key: str, ip: str, device: str = "") -> list[EndedSession]:
    """Note the browser and end the oldest ones above `settings.SESSIONS_PER_USER`: those returned.

    The user's row is locked: two sign-ins at once count each other.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    actor = actor_of(locked)
    SignedInSession.objects.update_or_create(
        session_key=session_key,
        defaults={
            "user": locked,
            "started_at": timezone.now(),
            "device": device,
            "place": place_of(ip),
        },
    )
    _record(locked.pk, UserEvent.SIGNED_IN, ip, by=actor)
    ended = _end_oldest(locked)
    if ended:
        record(
            object_type="user",
            object_id=locked.pk,
            kind=UserEvent.SESSION_ENDED,
            by=SYSTEM,
            data={"ended": len(ended)},
        )
    return ended


def _end_oldest(user: User) -> list[EndedSession]:
    """Rows of sessions the store has forgotten go first, and uncounted."""
    rows = SignedInSession.objects.filter(user=user)
    gone = [row.pk for row in rows if not is_open(row.session_key)]
    rows.filter(pk__in=gone).delete()
    allowed = getattr(settings, "SESSIONS_PER_USER", DEFAULT_SESSIONS)
    surplus = list(rows.order_by("-pk")[allowed:])
    if surplus:
        end_sessions(rows.filter(pk__in=[row.pk for row in surplus]))
    return [EndedSession(row.device, row.started_at) for row in surplus]


@transaction.atomic
def end_session(*, session: SignedInSession, by: Person) -> None:
    """One's own other device is signed out. NotYours for anybody else's."""
    if session.user_id != by.actor.user_id:
        raise NotYours(_("只能退出自己的设备"))
    end_sessions(SignedInSession.objects.filter(pk=session.pk))
    record(
        object_type="user",
        object_id=session.user_id,
        kind=UserEvent.SESSION_CLOSED,
        by=by.actor,
        erasable={"device": session.device} if session.device else {},
    )


@transaction.atomic
def keep_only(*, user: User, session_key: str, device: str = "") -> None:
    """After a change of password the others are out and the browser in use has a new key."""
    rows = SignedInSession.objects.filter(user=user)
    end_sessions(rows.exclude(session_key=session_key))
    SignedInSession.objects.update_or_create(
        session_key=session_key,
        defaults={"user": user, "started_at": timezone.now(), "device": device},
    )


@transaction.atomic
def sign_out(*, user: User, session_key: str | None, ip: str) -> None:
    """Forget the browser."""
    SignedInSession.objects.filter(session_key=session_key or "").delete()
    _record(user.pk, UserEvent.SIGNED_OUT, ip, by=actor_of(user))


@transaction.atomic
def note_failed_sign_in(*, login: str, ip: str, why: str, user: User | None = None) -> None:
    """A wrong password ("password"), or a right one for a closed account ("inactive").

    `user` where it is known who, though several go by the name.
    """
    whose = user.pk if user else _whose(login)
    _record(whose, UserEvent.SIGN_IN_FAILED, ip, by=SYSTEM, login=login, why=why)


@transaction.atomic
def note_factor(*, user: User, kind: UserEvent, factor: str) -> None:
    """A second factor (totp, webauthn, recovery_codes) was set up, removed or renewed."""
    record(
        object_type="user",
        object_id=user.pk,
        kind=kind,
        by=actor_of(user),
        data={"factor": factor},
    )


@transaction.atomic
def note_lock_out(*, login: str, ip: str, why: str = "", user: User | None = None) -> None:
    """Too many wrong passwords for one name or from one address; `why` where it was no password."""
    whose = user.pk if user else _whose(login)
    _record(whose, UserEvent.LOCKED_OUT, ip, by=SYSTEM, login=login, why=why)


def _whose(login: str) -> int:
    rows = User.objects.named(login).order_by("registered_as", "-pk")
    return rows.values_list("pk", flat=True).first() or NOBODY


def _record(
    user_id: int, kind: UserEvent, ip: str, *, by: Actor, login: str = "", why: str = ""
) -> None:
    private = {"ip": ip, "login": login[:64]}
    record(
        object_type="user",
        object_id=user_id,
        kind=kind,
        by=by,
        data={"why": why} if why else {},
        erasable={name: value for name, value in private.items() if value},
    )
