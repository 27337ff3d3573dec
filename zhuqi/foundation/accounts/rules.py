"""Who may do what to an account, a role, a registration. Decided on plain facts, no database.

Each rule returns nothing or raises: first NotYours, then NotNow, then NotValid, so that a
stranger learns nothing about the state of what is not theirs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from zhuqi.foundation.access import (
    ADMIN_ROLES,
    OFFICE_ROLES,
    ActorKind,
    NotNow,
    NotValid,
    NotYours,
    Person,
    Role,
)
from zhuqi.foundation.directory.enums import UnitKind

ACCOUNT_KEEPERS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
LONGEST_REASON = 200
OFFICE_ONLY = OFFICE_ROLES | ADMIN_ROLES


@dataclass(frozen=True, slots=True)
class Held:
    """A role somebody holds or will hold."""

    role: Role
    unit_id: int
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class UserFacts:
    """The user an administrator acts on.

    `reached_by`: for each unit the user belongs to (roles, posts, firms' offices), the offices
    whose region contains it. Empty for somebody who belongs nowhere yet.
    """

    user_id: int
    is_active: bool
    is_official: bool
    is_admin: bool
    reached_by: tuple[frozenset[int], ...] = ()


@dataclass(frozen=True, slots=True)
class RoleAsked:
    """A role somebody is to have. `offices_above`: the offices whose region contains the unit."""

    role: Role
    unit_id: int
    unit_kind: UnitKind | str
    offices_above: frozenset[int]
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """A registration: whose, which office it is at, and where it stands."""

    user_id: int
    office_id: int
    status: str
    status_label: str


def _is_system(by: Person) -> bool:
    return by.actor.kind is ActorKind.SYSTEM


def may_keep_accounts(by: Person) -> None:
    """Accounts are made by the system's or the security administrator."""
    if not _is_system(by) and not by.scope.holds(*ACCOUNT_KEEPERS):
        raise NotYours(_("只有系统管理员或安全管理员可以建立账号"))


def may_administer(by: Person, user: UserFacts) -> None:
    """The security administrator acts on others who belong nowhere but in the office's region."""
    if _is_system(by):
        return
    offices = by.scope.units(Role.SECURITY_ADMIN)
    if not offices:
        raise NotYours(_("只有安全管理员可以管理账号"))
    if user.user_id == by.actor.user_id:
        raise NotYours(_("安全管理员不能管理自己的账号"))
    if not all(offices & above for above in user.reached_by):
        raise NotYours(_("这个账号不在您管理的范围内"))


def may_reset_password(by: Person, user: UserFacts) -> None:
    """As `may_administer`; an administrator's password is reset on the server only.

    Who resets a password can sign in with it once, and one person would be two of the three.
    """
    may_administer(by, user)
    if user.is_admin and not _is_system(by):
        raise NotYours(_("三员的密码不能由其他管理员重置，请在服务器上用命令重置"))


def may_deactivate(by: Person, user: UserFacts) -> None:
    """As `may_administer`, once."""
    may_administer(by, user)
    if not user.is_active:
        raise NotNow(_("该账号已经停用"), state="inactive")


def may_reactivate(by: Person, user: UserFacts) -> None:
    """As `may_administer`, once."""
    may_administer(by, user)
    if user.is_active:
        raise NotNow(_("该账号没有停用"), state="active")


def may_give_role(by: Person, user: UserFacts, asked: RoleAsked, held: Iterable[Held]) -> None:
    """The security administrator gives roles within the office's region, never to oneself."""
    _reaches(by, user, asked.offices_above)
    if not user.is_active:
        raise NotNow(_("该账号已经停用，请先恢复"), state="inactive")
    if asked.role is Role.FIRM:
        raise NotValid({"role": _("企业人员由活动办确认登记，不在这里授予角色")})
    if not user.is_official:
        raise NotValid({"user": _("只有机关工作人员可以担任角色")})
    if asked.role in OFFICE_ONLY and asked.unit_kind != UnitKind.OFFICE:
        raise NotValid({"unit": _("“%(role)s”只能设在活动办") % {"role": asked.role.label}})
    if asked.until is not None and asked.until <= asked.since:
        raise NotValid({"until": _("结束时间应晚于开始时间")})
    running = [role for role in held if _overlap(role, asked)]
    if any(role.role is asked.role and role.unit_id == asked.unit_id for role in running):
        raise NotNow(_("该用户已经担任这个角色"), state="held")
    if asked.role in ADMIN_ROLES:
        _one_of_three(asked, running)


def _one_of_three(asked: RoleAsked, running: Iterable[Held]) -> None:
    """No end is planned for administrators: the constraint in the database sees open roles."""
    if asked.until is not None:
        raise NotValid({"until": _("管理员角色不预设结束时间，离任时收回")})
    other = next((role.role for role in running if role.role in ADMIN_ROLES), None)
    if other is not None:
        raise NotValid(
            {
                "role": _("三员分立：该用户已是%(held)s，不能再任%(asked)s")
                % {"held": other.label, "asked": asked.role.label}
            }
        )


def may_end_role(by: Person, user: UserFacts, asked: RoleAsked, *, reason: str) -> None:
    """The security administrator takes roles back, never one's own; a reason is needed."""
    _reaches(by, user, asked.offices_above)
    if asked.until is not None:
        raise NotNow(_("该角色已经收回"), state="ended")
    needs_reason(reason)


def _reaches(by: Person, user: UserFacts, offices_above: frozenset[int]) -> None:
    if _is_system(by):
        return
    offices = by.scope.units(Role.SECURITY_ADMIN)
    if not offices:
        raise NotYours(_("只有安全管理员可以授予和收回角色"))
    if user.user_id == by.actor.user_id:
        raise NotYours(_("安全管理员不能给自己授予或收回角色"))
    if not offices & offices_above:
        raise NotYours(_("该单位不在您管理的范围内"))


def _overlap(held: Held, asked: RoleAsked) -> bool:
    return (held.until is None or held.until > asked.since) and (
        asked.until is None or held.since < asked.until
    )


def may_decide_member(by: Person, member: MemberFacts) -> None:
    """An office registers its own firms, and decides a registration once."""
    _of_the_office(by, member)
    if member.status != "pending":
        raise NotNow(
            _("该登记已处理：%(state)s") % {"state": member.status_label}, state=member.status
        )


def may_end_member(by: Person, member: MemberFacts, *, reason: str) -> None:
    """The office, or the person: whoever leaves a firm may say so."""
    if member.user_id != by.actor.user_id or _is_system(by):
        _of_the_office(by, member)
    if member.status != "confirmed":
        raise NotNow(
            _("该登记当前状态为%(state)s，不能解除") % {"state": member.status_label},
            state=member.status,
        )
    needs_reason(reason)


def _of_the_office(by: Person, member: MemberFacts) -> None:
    if not _is_system(by) and member.office_id not in by.scope.offices:
        raise NotYours(_("只有受理该登记的活动办可以处理"))


def needs_reason(reason: str) -> None:
    """Two hundred characters at most, and not nothing."""
    if not reason.strip():
        raise NotValid({"reason": _("请填写理由")})
    if len(reason.strip()) > LONGEST_REASON:
        raise NotValid({"reason": _("理由不超过200个字")})
