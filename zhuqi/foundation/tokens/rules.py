"""Who may have a token, and for how long. No database."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from zhuqi.foundation.access import ADMIN_ROLES, ActorKind, NotNow, NotValid, NotYours, Person, Role
from zhuqi.foundation.tokens import scopes

LONGEST: Final = timedelta(days=365)
MOST_LIVE: Final = 20
# A system works on cases; it neither runs this one, nor grants rights, nor keeps secrets.
NEVER_A_SYSTEMS = ADMIN_ROLES | {Role.KEEPER, Role.FIRM}


def may_make_own(by: Person) -> None:
    """Officials; administrators have nothing the API could do for them."""
    if by.actor.kind is not ActorKind.OFFICIAL:
        raise NotYours(_("访问令牌供机关工作人员使用"))
    if by.scope.own.holds(*ADMIN_ROLES):
        raise NotYours(_("三员不使用访问令牌：管理只在页面上进行"))


def may_keep_systems(by: Person) -> None:
    """The security administrator, not a deputy."""
    if not by.scope.own.holds(Role.SECURITY_ADMIN):
        raise NotYours(_("系统账号和系统令牌由安全管理员管理"))


def may_revoke(by: Person, owner: int) -> None:
    """Its owner, and the security administrator."""
    if owner != by.actor.user_id:
        may_keep_systems(by)


def refuse_unfit(name: str, longest: int, chosen: Collection[str], days: int) -> None:
    """NotValid for a token without a name, use or end, or with one nobody knows."""
    errors: dict[str, str] = {}
    if not name:
        errors["name"] = _("请填写用途，以后凭它认出这个令牌")
    elif len(name) > longest:
        errors["name"] = _("用途最多 %(n)s 字") % {"n": longest}
    if not chosen:
        errors["chosen"] = _("请至少选择一项权限")
    elif set(chosen) - scopes.known():
        errors["chosen"] = _("没有这项权限")
    if not 1 <= days <= LONGEST.days:
        errors["days"] = _("有效期为 1 到 %(n)s 天") % {"n": LONGEST.days}
    if errors:
        raise NotValid(errors)


def refuse_too_many(live: int) -> None:
    """NotNow for a pile of keys nobody looks after."""
    if live >= MOST_LIVE:
        raise NotNow(_("已有 %(n)s 个有效令牌，请先作废不用的") % {"n": live}, state=_("令牌已满"))
