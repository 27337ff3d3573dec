"""Who may do what to an account, a role, a registration. Decided on plain facts, no database.

Each rule returns nothing or raises: first NotYours, then NotNow, then NotValid, so that a
stranger learns nothing about the state of what is not theirs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
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
from zhuqi.foundation.contributions.doorless import why_doorless
from zhuqi.foundation.directory.enums import UnitKind

ACCOUNT_KEEPERS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
LONGEST_REASON = 200
LONGEST_NOTE = 40
MOST_USES, MOST_DAYS = 50, 90
OFFICE_ONLY = OFFICE_ROLES | ADMIN_ROLES | {Role.KEEPER}


@dataclass(frozen=True, slots=True)
class HeldRole:
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
    """A role somebody is to have. `offices_above`: the offices whose region contains the unit.

    `seconded_from`: the home unit of somebody seconded, who must be of it (`of_home_unit`).
    """

    role: Role
    unit_id: int
    unit_kind: UnitKind | str
    offices_above: frozenset[int]
    since: datetime
    until: datetime | None = None
    seconded_from: int | None = None
    of_home_unit: bool = False


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """A registration: whose, which office it is at, and where it stands."""

    user_id: int
    office_id: int
    status: str
    status_label: str
    is_admin: bool = False


@dataclass(frozen=True, slots=True)
class FirmFacts:
    """A firm: the office that serves it, and the user who leads its people (0: nobody)."""

    enterprise_id: int
    office_id: int
    admin_id: int


def _is_system(by: Person) -> bool:
    return by.actor.kind is ActorKind.SYSTEM


def may_keep_accounts(by: Person) -> None:
    """Accounts are made by the system's or the security administrator."""
    if not _is_system(by) and not by.scope.holds(*ACCOUNT_KEEPERS):
        raise NotYours(_("只有系统管理员或安全管理员可以建立账号"))


@dataclass(frozen=True, slots=True)
class OfficialFacts:
    """An official somebody opens an account for. `reached_by`: as in `UserFacts`, by posts held."""

    is_active: bool
    has_account: bool
    reached_by: tuple[frozenset[int], ...]


def may_open_account(by: Person, official: OfficialFacts) -> None:
    """The security administrator, for somebody in office in the region who has no account yet."""
    offices = by.scope.units(Role.SECURITY_ADMIN)
    if not _is_system(by):
        if not offices:
            raise NotYours(_("只有安全管理员可以开通账号"))
        if not all(offices & above for above in official.reached_by):
            raise NotYours(_("这位干部不在您管理的范围内"))
    if official.has_account:
        raise NotNow(_("这位干部已有账号；没拿到首次登录须知的，在其账号页上重新出具"))
    if not official.is_active:
        raise NotNow(_("这位干部已不再在岗，请系统管理员先恢复"))
    if not official.reached_by:
        raise NotNow(_("这位干部现在没有职务，请系统管理员先在“职务”里登记"))


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


def refuse_doorless(user_id: int) -> None:
    """NotNow for an account that nobody signs in with, which needs no way in."""
    if why := why_doorless(user_id):
        raise NotNow(why)


def may_deactivate(by: Person, user: UserFacts) -> None:
    """As `may_administer`, once."""
    may_administer(by, user)
    if not user.is_active:
        raise NotNow(_("该账号已经停用"))


def may_reactivate(by: Person, user: UserFacts) -> None:
    """As `may_administer`, once."""
    may_administer(by, user)
    if user.is_active:
        raise NotNow(_("该账号没有停用"))


def may_give_role(by: Person, user: UserFacts, asked: RoleAsked, held: Iterable[HeldRole]) -> None:
    """The security administrator gives roles within the office's region, never to oneself."""
    _reaches(by, user, asked.offices_above)
    if not user.is_active:
        raise NotNow(_("该账号已经停用，请先恢复"))
    if asked.role is Role.FIRM:
        raise NotValid({"role": _("企业人员由活动办确认登记，不在这里授予角色")})
    if not user.is_official:
        raise NotValid({"user": _("只有机关工作人员可以担任角色")})
    if asked.role in OFFICE_ONLY and asked.unit_kind != UnitKind.OFFICE:
        raise NotValid({"unit": _("“%(role)s”只能设在活动办") % {"role": asked.role.label}})
    if asked.role is Role.CHAMBER and asked.unit_kind != UnitKind.CHAMBER:
        raise NotValid({"unit": _("“%(role)s”只能设在工商联、商会") % {"role": asked.role.label}})
    if asked.until is not None and asked.until <= asked.since:
        raise NotValid({"until": _("结束时间应晚于开始时间")})
    _seconded(asked)
    running = [role for role in held if _overlap(role, asked)]
    if any(role.role is asked.role and role.unit_id == asked.unit_id for role in running):
        raise NotNow(_("该用户已经担任这个角色"))
    if asked.role in ADMIN_ROLES:
        _one_of_three(asked, running)
    _apart(asked, running)


def _seconded(asked: RoleAsked) -> None:
    """抽调: lent by the home unit, for a time, and never to run or guard the system."""
    if asked.seconded_from is None:
        return
    if asked.until is None:
        raise NotValid({"until": _("抽调须填写结束时间，到期自动回原单位")})
    if asked.seconded_from == asked.unit_id:
        raise NotValid({"seconded_from": _("抽调的原单位和现单位不能是同一个")})
    if not asked.of_home_unit:
        raise NotValid({"seconded_from": _("该用户不是原单位的工作人员")})
    if asked.role in ADMIN_ROLES:
        raise NotValid({"role": _("管理员不从抽调人员中产生")})


def _one_of_three(asked: RoleAsked, running: Iterable[HeldRole]) -> None:
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


def _apart(asked: RoleAsked, running: Iterable[HeldRole]) -> None:
    """Whoever runs the system, gives the rights or reads the log has no part in the cases."""
    administers = asked.role in ADMIN_ROLES
    other = next((role.role for role in running if (role.role in ADMIN_ROLES) != administers), None)
    if other is not None:
        raise NotValid(
            {
                "role": _("管理员不兼办诉求：该用户已是%(held)s，不能再任%(asked)s")
                % {"held": other.label, "asked": asked.role.label}
            }
        )


def may_end_role(by: Person, user: UserFacts, asked: RoleAsked, *, reason: str) -> None:
    """The security administrator takes roles back, never one's own; a reason is needed."""
    _reaches(by, user, asked.offices_above)
    if asked.until is not None:
        raise NotNow(_("该角色已经收回"))
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


def _overlap(held: HeldRole, asked: RoleAsked) -> bool:
    return (held.until is None or held.until > asked.since) and (
        asked.until is None or held.since < asked.until
    )


def may_decide_member(by: Person, member: MemberFacts) -> None:
    """An office registers its own firms, and decides a registration once."""
    _of_the_office(by, member)
    if member.status != "pending":
        raise NotNow(
            _("该登记已处理：%(state)s") % {"state": member.status_label}, state=member.status_label
        )


def may_end_member(by: Person, firm: FirmFacts, member: MemberFacts, *, reason: str) -> None:
    """The office, the firm's 管理员, or the person: whoever leaves a firm may say so."""
    if member.user_id != by.actor.user_id or _is_system(by):
        _of_the_firm(by, firm, member.office_id)
    if member.status == "pending":
        raise NotNow(_("先确认登记才能解除"), state=member.status_label)
    if member.status != "confirmed":
        raise NotNow(
            _("该登记%(state)s，不用解除") % {"state": member.status_label},
            state=member.status_label,
        )
    needs_reason(reason)


def may_make_admin(by: Person, firm: FirmFacts, member: MemberFacts) -> None:
    """The firm's 管理员 passes it on, or its office names another; to one of the firm's people."""
    _of_the_firm(by, firm, member.office_id)
    if member.status != "confirmed":
        raise NotNow(_("此人现在不代表这家企业，不能担任管理员"), state=member.status_label)
    if member.is_admin:
        raise NotNow(_("此人已经是管理员"))


def _of_the_firm(by: Person, firm: FirmFacts, office_id: int) -> None:
    if _is_system(by) or by.scope.offices & {office_id, firm.office_id}:
        return
    if not firm.admin_id or by.actor.user_id != firm.admin_id:
        raise NotYours(_("只有企业的管理员和服务该企业的活动办可以办理"))


def may_invite(by: Person, firm: FirmFacts) -> None:
    """The office that serves the firm, its liaison official, or the firm's own 管理员."""
    if firm.office_id in by.scope.offices or firm.enterprise_id in by.scope.liaised:
        return
    if not firm.admin_id or by.actor.user_id != firm.admin_id:
        raise NotYours(_("只有服务该企业的活动办、助企干部和企业的管理员可以生成邀请码"))


def refuse_bad_invitation(*, uses: int, days: int, note: str) -> None:
    """A code that everybody has for ever is none."""
    errors = {}
    if not 1 <= uses <= MOST_USES:
        errors["uses"] = _("可用次数为1至%(most)s次") % {"most": MOST_USES}
    if not 1 <= days <= MOST_DAYS:
        errors["days"] = _("有效期为1至%(most)s天") % {"most": MOST_DAYS}
    if len(note) > LONGEST_NOTE:
        errors["note"] = _("不超过%(most)s个字") % {"most": LONGEST_NOTE}
    if errors:
        raise NotValid(errors)


def refuse_unusable(state: str, expires_at: datetime) -> None:
    """NotNow for a code that is used up, has run out or was taken back, each in its own words."""
    local = timezone.localtime(expires_at)
    reasons = {
        "used": _("这个邀请码已经用完，请向发码的人要一个新的"),
        "expired": _("这个邀请码%(month)s月%(day)s日已经过期，请向发码的人要一个新的")
        % {"month": local.month, "day": local.day},
        "revoked": _("这个邀请码已经作废，请向发码的人要一个新的"),
    }
    if state in reasons:
        raise NotNow(reasons[state])


def _of_the_office(by: Person, member: MemberFacts) -> None:
    if not _is_system(by) and member.office_id not in by.scope.offices:
        raise NotYours(_("只有受理该登记的活动办可以处理"))


def needs_reason(reason: str) -> None:
    """Two hundred characters at most, and not nothing."""
    needs_words("reason", reason, _("请填写理由"), _("理由不超过200个字"))


def needs_words(name: str, words: str, missing: str, too_long: str) -> None:
    """As many characters as a reason at most, and not nothing; else NotValid in these words."""
    if not words.strip():
        raise NotValid({name: missing})
    if len(words.strip()) > LONGEST_REASON:
        raise NotValid({name: too_long})
