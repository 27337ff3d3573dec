"""Roles people hold. Where a role reaches is in the assignment (accounts), not in its name."""

from enum import StrEnum


class Role(StrEnum):
    """A role with its Chinese name."""

    FIRM = "firm"
    LIAISON = "liaison"
    HANDLER = "handler"
    UNIT_HEAD = "unit_head"
    UNIT_DEPUTY = "unit_deputy"
    REGISTRAR = "registrar"
    REVIEWER = "reviewer"
    SIGNER = "signer"
    LEADER = "leader"
    INSPECTOR = "inspector"
    CHAMBER = "chamber"
    KEEPER = "keeper"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"

    @property
    def label(self) -> str:
        """What officials call it."""
        return _LABELS[self]


_LABELS = {
    Role.FIRM: "企业",
    Role.LIAISON: "助企干部",
    Role.HANDLER: "单位经办人",
    Role.UNIT_HEAD: "单位负责人",
    Role.UNIT_DEPUTY: "单位分管领导",
    Role.REGISTRAR: "活动办受理",
    Role.REVIEWER: "活动办审核",
    Role.SIGNER: "活动办签发",
    Role.LEADER: "领导",
    Role.INSPECTOR: "督查人员",
    Role.CHAMBER: "商会联络员",
    Role.KEEPER: "保密员",
    Role.SYSTEM_ADMIN: "系统管理员",
    Role.SECURITY_ADMIN: "安全管理员",
    Role.AUDIT_ADMIN: "审计管理员",
}

OFFICE_ROLES = frozenset({Role.REGISTRAR, Role.REVIEWER, Role.SIGNER})
UNIT_ROLES = frozenset({Role.HANDLER, Role.UNIT_HEAD, Role.UNIT_DEPUTY})
# What a deputy takes over (代理). Nobody stands in for administrators and keepers; nor for
# inspectors, whose colleagues in the office are those they inspect: the office needs a second one.
WORKING_ROLES = OFFICE_ROLES | UNIT_ROLES | {Role.LIAISON, Role.LEADER, Role.CHAMBER}
# 三员分立: whoever runs the system, grants the rights and reads the log are three people.
ADMIN_ROLES = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
