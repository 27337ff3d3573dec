"""People who sign in, the roles they hold, the rows they were granted, the firms they speak for."""

from zhuqi.foundation.accounts.models.deputies import Deputy
from zhuqi.foundation.accounts.models.invitations import Invitation, InvitationQuerySet
from zhuqi.foundation.accounts.models.members import FirmMember, FirmMemberQuerySet
from zhuqi.foundation.accounts.models.people import SignedInSession, User, UserManager
from zhuqi.foundation.accounts.models.phones import EmailCode, PhoneCode
from zhuqi.foundation.accounts.models.recovery import Recovery
from zhuqi.foundation.accounts.models.rights import Grant, RoleAssignment

__all__ = [
    "Deputy",
    "EmailCode",
    "FirmMember",
    "FirmMemberQuerySet",
    "Grant",
    "Invitation",
    "InvitationQuerySet",
    "PhoneCode",
    "Recovery",
    "RoleAssignment",
    "SignedInSession",
    "User",
    "UserManager",
]
