"""Account recovery through the office (账号找回): issue a code, use it."""

import secrets
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import Actor, ActorKind, NotValid, Person
from zhuqi.foundation.accounts import codes, recovering
from zhuqi.foundation.accounts.actions.sessions import note_failed_sign_in
from zhuqi.foundation.accounts.enums import UserEvent
from zhuqi.foundation.accounts.fact_reading import user_facts
from zhuqi.foundation.accounts.models import FirmMember, Recovery, SignedInSession, User
from zhuqi.foundation.accounts.queries import actor_of
from zhuqi.foundation.accounts.rates import HOUR, take_or_refuse
from zhuqi.foundation.accounts.rules import refuse_doorless
from zhuqi.foundation.accounts.second_factor import forget_factors
from zhuqi.foundation.accounts.session_store import end_sessions
from zhuqi.foundation.accounts.validators import canonical_login, password_problems
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.outbox.actions import enqueue

GOOD_FOR = timedelta(hours=1)
# How long a first administrator's word waits for the second one's.
WAITS = timedelta(hours=24)
TRIES_PER_HOUR, TRIES_PER_ADDRESS = 5, 30
PURPOSE = "recovery"
LENGTH = 12
NOTIFY = "notices.tell"


@transaction.atomic
def ask_recovery(
    *, user: User, checked: str, by: Person, now: datetime | None = None
) -> tuple[Recovery, str]:
    """A code good for an hour, to be read out once; "" where a second administrator is needed.

    NotYours for one's own account, or one that is another administrator's to recover; NotNow for a
    closed account, and for one that nobody signs in with; NotValid unless `checked` says, in up to
    200 characters, how it was made sure who asks.
    """
    moment = now or timezone.now()
    locked = User.objects.select_for_update().get(pk=user.pk)
    state = _locked(locked, moment)
    recovering.may_recover(by, state)
    refuse_doorless(user.pk)
    recovering.needs_check(checked)
    Recovery.objects.filter(user=locked, used_at__isnull=True, void=False).update(void=True)
    row = Recovery(
        user=locked,
        asked_by_id=by.actor.user_id,
        asked_at=moment,
        checked=checked.strip(),
    )
    if state.facts.is_admin:
        row.save()
        _record(row, UserEvent.RECOVERY_ASKED, by.actor, moment, checked)
        return row, ""
    code = _issued(row, moment)
    _record(row, UserEvent.RECOVERY_ISSUED, by.actor, moment, checked)
    _notify(row, "account.recovery_issued", by.actor, moment)
    return row, code


@transaction.atomic
def confirm_recovery(
    *, row: Recovery, checked: str, by: Person, now: datetime | None = None
) -> str:
    """The second administrator has made sure as well; the code is theirs to read out.

    NotYours for who asked, for one's own account, or one that is another administrator's to
    recover; NotNow for a request done or run out, or a closed account; NotValid unless `checked`
    says, in up to 200 characters, how it was made sure who asks.
    """
    moment = now or timezone.now()
    user = User.objects.select_for_update().get(pk=row.user_id)
    held = Recovery.objects.select_for_update().get(pk=row.pk)
    waits = not held.void and not held.digest and moment < held.asked_at + WAITS
    recovering.may_confirm(by, _locked(user, moment), held.asked_by_id, open_=waits)
    recovering.needs_check(checked)
    held.confirmed_by_id = by.actor.user_id
    held.confirmed_checked = checked.strip()
    code = _issued(held, moment)
    _record(held, UserEvent.RECOVERY_ISSUED, by.actor, moment, checked)
    _notify(held, "account.recovery_issued", by.actor, moment)
    return code


def use_recovery(
    *, login: str, code: str, password: str, ip: str = "", now: datetime | None = None
) -> User:
    """A new password for whoever holds the code. Second factors go, all sessions end.

    NotValid for a password that will not do, and, always in the same words, for an unknown name and
    a wrong, used or outdated code. TooMany after five wrong ones an hour for one name from one
    address, or thirty from one address. A right code is always taken: it has 57 bits and an hour,
    and whoever types junk, from wherever, must not keep its owner out.
    """
    moment = now or timezone.now()
    name = canonical_login(login)
    named = User.objects.named(name).filter(is_active=True).order_by("registered_as", "-pk")
    found = ((user, _fitting(user, code, moment)) for user in named)
    user, row = next(((user, row) for user, row in found if row is not None), (None, None))
    if user is None or row is None:
        take_or_refuse(f"recover from {ip}", TRIES_PER_ADDRESS, HOUR)
        take_or_refuse(f"recover {name} from {ip}", TRIES_PER_HOUR, HOUR)
        note_failed_sign_in(login=name, ip=ip, why="recovery")
        raise NotValid({"code": _("用户名与找回码不符，或找回码已用过、已过期")})
    if problems := password_problems(password, user):
        raise NotValid({"password": " ".join(problems)})
    hashed = make_password(password)  # slow on purpose, so before the lock
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)
        if _fitting(locked, code, moment) is None:
            raise NotValid({"code": _("用户名与找回码不符，或找回码已用过、已过期")})
        columns = locked.put_password(password, hashed)
        locked.must_change_password = False
        locked.save(update_fields=[*columns, "must_change_password"])
        Recovery.objects.filter(pk=row.pk).update(used_at=moment)
        factors = forget_factors(locked)
        sessions = end_sessions(SignedInSession.objects.filter(user=locked))
        record(
            object_type="user",
            object_id=locked.pk,
            kind=UserEvent.RECOVERED,
            by=actor_of(locked, moment),
            data={"recovery": row.pk, "factors": factors, "sessions": sessions},
            now=moment,
        )
        _notify(row, "account.recovered", actor_of(locked, moment), moment)
    return locked


@transaction.atomic
def drop_factors(*, user: User, by: Person) -> int:
    """Take away second factors on the server, together with a one-time password.

    NotValid for all but the system.
    """
    if by.actor.kind is not ActorKind.SYSTEM:
        raise NotValid(_("二次验证只能由本人移除，或经账号找回移除"))
    locked = User.objects.select_for_update().get(pk=user.pk)
    dropped = forget_factors(locked)
    if dropped:
        record(
            object_type="user",
            object_id=locked.pk,
            kind=UserEvent.FACTOR_REMOVED,
            by=by.actor,
            data={"factors": dropped},
        )
    return dropped


def _locked(user: User, moment: datetime) -> recovering.Locked:
    states = (FirmMember.Status.PENDING, FirmMember.Status.CONFIRMED)
    firms = user.memberships.filter(status__in=states).order_by()
    return recovering.Locked(
        facts=user_facts(user, moment),
        firm_offices=frozenset(firms.values_list("office_id", flat=True)),
    )


def _issued(row: Recovery, moment: datetime) -> str:
    code = "".join(secrets.choice(codes.ALPHABET) for _place in range(LENGTH))
    row.digest = codes.digest(PURPOSE, code)
    row.expires_at = moment + GOOD_FOR
    row.save()
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def _fitting(user: User, code: str, moment: datetime) -> Recovery | None:
    """The request the code belongs to, while it is good."""
    typed = codes.normalise_invitation(code)
    row = Recovery.objects.filter(
        user=user, used_at__isnull=True, void=False, expires_at__gt=moment
    ).first()
    return row if row and row.digest and codes.fits(row.digest, PURPOSE, typed) else None


def _record(row: Recovery, kind: UserEvent, by: Actor, moment: datetime, checked: str) -> None:
    record(
        object_type="user",
        object_id=row.user_id,
        kind=kind,
        by=by,
        data={"recovery": row.pk, "asked_by": row.asked_by_id},
        erasable={"checked": checked.strip()},
        now=moment,
    )


def _notify(row: Recovery, text: str, by: Actor, moment: datetime) -> None:
    """The account's owner is told, so that a code nobody asked for does not go unnoticed."""
    enqueue(
        kind=NOTIFY,
        key=f"{text}:{row.pk}",
        payload={
            "user": row.user_id,
            "text_code": text,
            "values": {
                "经办人": " ".join(filter(None, (by.unit, by.name))),
                "时间": f"{timezone.localtime(moment):%Y-%m-%d %H:%M}",
            },
            "key": f"{text}:{row.pk}",
        },
    )
