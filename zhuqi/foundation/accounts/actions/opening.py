"""Open the account of somebody in office who has none (开通账号)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import Person, Role
from zhuqi.foundation.accounts import rules
from zhuqi.foundation.accounts.actions.roles import give_role
from zhuqi.foundation.accounts.actions.users import NewUser, create_user, one_time_password
from zhuqi.foundation.accounts.fact_reading import official_facts
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Official, Unit
from zhuqi.foundation.typed import phone


@dataclass(frozen=True, slots=True)
class Opened:
    """A new account and its first password, which is shown once and kept nowhere."""

    user: User
    password: str


@transaction.atomic
def open_account(
    *,
    official: Official,
    username: str,
    by: Person,
    role: Role | None = None,
    unit: Unit | None = None,
    until: datetime | None = None,
    seconded_from: Unit | None = None,
    now: datetime | None = None,
) -> Opened:
    """An account with a first password, which opens only the page where it is changed.

    With `role` and `unit` it has that role from the start, by the rule of `give_role`.

    NotYours for all but a security administrator above the units of the posts; NotNow for who has
    an account, is in office no more or holds no post; NotValid for a user name of a wrong form or
    taken, and as `give_role`.
    """
    moment = now or timezone.now()
    locked = Official.objects.select_for_update().get(pk=official.pk)
    rules.may_open_account(by, official_facts(locked, moment))
    password = one_time_password()
    new = NewUser(
        username=username,
        name=locked.name,
        password=password,
        official=locked,
        phone=phone(locked.phone),
        email=locked.email,
    )
    user = create_user(new=new, by=by, now=moment)
    if role is not None and unit is not None:
        give_role(
            user=user,
            role=role,
            unit=unit,
            by=by,
            until=until,
            seconded_from=seconded_from,
            now=moment,
        )
    return Opened(user, password)
