"""Identities of 统一身份认证: bound to officials by administrators, to firms' people by use."""

from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import Actor, ActorKind, NotNow, NotValid, Person
from zhuqi.foundation.accounts import rules
from zhuqi.foundation.accounts.actions.users import created_entry
from zhuqi.foundation.accounts.enums import UserEvent
from zhuqi.foundation.accounts.fact_reading import user_facts
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.actions import record, record_many

PROVIDER = "sso"
LONGEST = 128


def identities_of(user: User) -> list[str]:
    """What of the provider's stands for this account."""
    rows = SocialAccount.objects.filter(user=user, provider=PROVIDER).order_by("pk")
    return [str(uid) for uid in rows.values_list("uid", flat=True)]


@transaction.atomic
def bind_identity(*, user: User, identity: str, by: Person, now: datetime | None = None) -> None:
    """From now on whoever the provider calls this signs in to the account.

    NotYours for who may not administer the account (their own, too); NotValid for an identifier
    that is empty, too long or unprintable; NotNow if it is bound already, to whomever.
    """
    moment = now or timezone.now()
    locked = User.objects.select_for_update().get(pk=user.pk)
    rules.may_administer(by, user_facts(locked, moment))
    identity = identity.strip()
    if not identity or len(identity) > LONGEST or not identity.isprintable():
        raise NotValid({"identity": _("请填写统一身份认证里的标识（如工号）")})
    if SocialAccount.objects.filter(provider=PROVIDER, uid=identity).exists():
        raise NotNow(_("这个标识已经绑定了账号"))
    SocialAccount.objects.create(user=locked, provider=PROVIDER, uid=identity)
    _record(locked, UserEvent.IDENTITY_BOUND, by, moment, identity)


@transaction.atomic
def unbind_identity(*, user: User, identity: str, by: Person, now: datetime | None = None) -> None:
    """The provider's word no longer opens the account.

    NotYours for who may not administer the account (their own, too); NotNow if it is not bound to
    it.
    """
    moment = now or timezone.now()
    locked = User.objects.select_for_update().get(pk=user.pk)
    rules.may_administer(by, user_facts(locked, moment))
    gone, _by_model = SocialAccount.objects.filter(
        user=locked, provider=PROVIDER, uid=identity
    ).delete()
    if not gone:
        raise NotNow(_("这个标识没有绑定该账号"))
    _record(locked, UserEvent.IDENTITY_UNBOUND, by, moment, identity)


@transaction.atomic
def join_by_identity(*, identity: str, name: str) -> User:
    """An account without a password for a person of a firm; which firm they register next."""
    user = User.objects.create(
        username=f"sso-{identity}"[:64].lower(),
        name=name.strip()[:40] or _("未填姓名"),
        password=make_password(None),
    )
    actor = Actor(ActorKind.FIRM, user.pk, user.name)
    record_many([created_entry(user, actor)])
    return user


def _record(user: User, kind: UserEvent, by: Person, moment: datetime, identity: str) -> None:
    record(
        object_type="user",
        object_id=user.pk,
        kind=kind,
        by=by.actor,
        erasable={"identity": identity},
        now=moment,
    )
