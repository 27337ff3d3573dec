"""Who may let whom back into an account. Decided on plain facts, no database."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuqi.foundation.access import (
    ADMIN_ROLES,
    ActorKind,
    NotNow,
    NotYours,
    Person,
    Role,
)
from zhuqi.foundation.accounts.rules import UserFacts, needs_words

# Said of unknown names too: nobody learns by asking who has an account.
NOT_ONES_TO_GIVE_BACK = gettext_lazy(
    "没有您可以办理的这个账号：企业人员由所属活动办办理，机关人员由安全管理员办理"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """Whoever has lost access. `firm_offices`: the offices of the firms they speak for."""

    facts: UserFacts
    firm_offices: frozenset[int]


def may_recover(by: Person, locked: Locked) -> None:
    """Firms' people: their office. Officials: the security administrator. Never oneself.

    One of the three administrators: two of the others, each of whom has made sure. Who lets
    somebody in can come in as them, and one person alone would be two of the three.
    """
    facts = locked.facts
    if by.actor.kind is ActorKind.SYSTEM:
        return
    if facts.user_id == by.actor.user_id:
        raise NotYours(_("不能给自己签发找回码"))
    own = by.scope.own
    if facts.is_admin:
        allowed = own.holds(*ADMIN_ROLES)
    elif facts.is_official:
        offices = own.units(Role.SECURITY_ADMIN)
        allowed = bool(offices) and all(offices & above for above in facts.reached_by)
    else:
        allowed = bool(by.scope.offices & locked.firm_offices)
    if not allowed:
        raise NotYours(str(NOT_ONES_TO_GIVE_BACK))
    if not facts.is_active:
        raise NotNow(_("该账号已经停用，请先恢复账号"))


def may_confirm(by: Person, locked: Locked, asked_by: int, *, open_: bool) -> None:
    """The second of two administrators."""
    may_recover(by, locked)
    if asked_by == by.actor.user_id:
        raise NotYours(_("须由另一位管理员复核，不能由申请人自己复核"))
    if not open_:
        raise NotNow(_("这个申请已经办过或已过期"))


def needs_check(checked: str) -> None:
    """How the person was known, in words."""
    missing = _("请写明怎样核对了身份，例如“当面核对身份证”")
    needs_words("checked", checked, missing, _("不超过200个字"))
