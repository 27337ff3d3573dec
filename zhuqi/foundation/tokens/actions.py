"""The verbs of tokens; the only place that writes one."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotNow, NotValid, Person, Role
from zhuqi.foundation.accounts.actions import NewUser, create_user, give_role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import free_username
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.directory.actions import OFFICIALS, give_post
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.tokens import rules
from zhuqi.foundation.tokens.enums import ServiceEvent, TokenEvent, TokenKind
from zhuqi.foundation.tokens.models import ApiToken, ServiceAccount
from zhuqi.foundation.tokens.queries import MARK, digest_of
from zhuqi.foundation.tokens.scopes import written

OBJECT: Final = "api_token"
SERVICE: Final = "service_account"
_BYTES = 32
_PREFIX = 8
# The time of last use is written once in this time: a row a request would cost more than it tells.
_NOTED = timedelta(minutes=1)


def make_personal(
    *, name: str, chosen: Collection[str], days: int, by: Person, now: datetime | None = None
) -> tuple[ApiToken, str]:
    """A token of one's own and its secret, which is shown once and kept nowhere.

    NotYours for firms and administrators; NotNow beyond twenty that are live; NotValid for what is
    no name, no scope or longer than a year.
    """
    rules.may_make_own(by)
    user = User.objects.get(pk=by.actor.user_id)
    wish = _Wish(name.replace("\x00", "").strip(), chosen, days)
    return _make(TokenKind.PERSONAL, user, wish, by, now or timezone.now())


def make_system(
    *,
    account: ServiceAccount,
    name: str,
    chosen: Collection[str],
    days: int,
    by: Person,
    now: datetime | None = None,
) -> tuple[ApiToken, str]:
    """The same for another system. NotYours for all but a security administrator; NotNow where the
    account has as many as it may; NotValid for what was chosen."""
    rules.may_keep_systems(by)
    wish = _Wish(name.replace("\x00", "").strip(), chosen, days)
    return _make(TokenKind.SYSTEM, account.user, wish, by, now or timezone.now())


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a token shall be for, and how long."""

    name: str
    chosen: Collection[str]
    days: int


def _make(
    kind: TokenKind, user: User, wish: _Wish, by: Person, now: datetime
) -> tuple[ApiToken, str]:
    longest = ApiToken._meta.get_field("name").max_length or 0  # noqa: SLF001 (Django's public name)
    rules.refuse_unfit(wish.name, longest, wish.chosen, wish.days)
    secret = MARK + secrets.token_urlsafe(_BYTES)
    with transaction.atomic():
        # Two made at once meet here, so that the count holds.
        owner = User.objects.select_for_update().get(pk=user.pk)
        if not owner.is_active:
            raise NotNow(_("账号已经停用"), state=_("已停用"))
        rules.refuse_too_many(ApiToken.objects.live(now).filter(user=owner).count())
        row = ApiToken.objects.create(
            user=owner,
            kind=kind,
            name=wish.name,
            prefix=secret[: len(MARK) + _PREFIX],
            digest=digest_of(secret),
            scopes=written(wish.chosen),
            made_at=now,
            made_by_id=by.actor.user_id,
            expires_at=now + timedelta(days=wish.days),
        )
        _record(row, TokenEvent.MADE, by, now)
    return row, secret


def revoke(*, token: ApiToken, by: Person, now: datetime | None = None) -> ApiToken:
    """It opens nothing from now on. NotYours for all but its owner and a security administrator;
    NotNow for one revoked before."""
    rules.may_revoke(by, token.user_id)
    moment = now or timezone.now()
    with transaction.atomic():
        row = ApiToken.objects.select_for_update().get(pk=token.pk)
        if row.revoked_at:
            raise NotNow(_("这个令牌已经作废"), state=_("已作废"))
        row.revoked_at = moment
        row.save(update_fields=["revoked_at"])
        _record(row, TokenEvent.REVOKED, by, moment)
    return row


def note_use(token: ApiToken, *, now: datetime) -> None:
    """When it was last used, to the minute; no event."""
    if token.last_used_at and now - token.last_used_at < _NOTED:
        return
    before = Q(last_used_at=None) | Q(last_used_at__lt=now)
    ApiToken.objects.filter(before, pk=token.pk).update(last_used_at=now)


@transaction.atomic
def open_service(
    *,
    system: str,
    contact: str,
    unit: Unit,
    role: Role,
    by: Person,
    now: datetime | None = None,
) -> ServiceAccount:
    """An account for another system, with one role in a unit and no way to sign in.

    NotYours for all but a security administrator above the unit; NotValid for a role that runs or
    guards this system, and as `give_role`.
    """
    rules.may_keep_systems(by)
    moment = now or timezone.now()
    system, contact = (text.replace("\x00", "").strip() for text in (system, contact))
    errors = {
        name: _("请填写%(what)s，最多 %(n)s 字") % {"what": what, "n": most}
        for name, text, what, most in (
            ("system", system, _("系统名称"), 40), ("contact", contact, _("联系人和电话"), 80),
        )
        if not text or len(text) > most
    }  # fmt: skip
    if role in rules.NEVER_A_SYSTEMS:
        errors["role"] = _("系统账号不能担任这个角色")
    if errors:
        raise NotValid(errors)
    official = OFFICIALS.add(by=by.actor, now=moment, name=system)
    # Whose it is, so that who administers the unit's people administers it too.
    give_post(
        official=official, unit=unit, title=_("系统账号"), since=timezone.localdate(moment),
        by=by.actor, now=moment,
    )  # fmt: skip
    new = NewUser(username=free_username(f"sys{system}"), name=system, official=official)
    user = create_user(new=new, by=by, now=moment)
    give_role(user=user, role=role, unit=unit, by=by, now=moment)
    row = ServiceAccount.objects.create(
        user=user, unit=unit, system=system, contact=contact,
        opened_by_id=by.actor.user_id, opened_at=moment,
    )  # fmt: skip
    record(
        object_type=SERVICE,
        object_id=row.pk,
        kind=ServiceEvent.OPENED,
        by=by.actor,
        data={"user": user.pk, "unit": unit.pk, "role": role.value},
        erasable={"system": system, "contact": contact},
        now=moment,
    )
    return row


def _record(row: ApiToken, kind: TokenEvent, by: Person, now: datetime) -> None:
    record(
        object_type=OBJECT,
        object_id=row.pk,
        kind=kind,
        by=by.actor,
        data={
            "user": row.user_id,
            "token_kind": row.kind,
            "prefix": row.prefix,
            "scopes": row.scopes,
            "expires_at": row.expires_at,
        },
        erasable={"name": row.name},
        now=now,
    )
