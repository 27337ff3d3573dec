"""The verbs on accounts: users, roles, firms' registrations, signed-in sessions."""

from zhuqi.foundation.accounts.actions.admissions import admit_members
from zhuqi.foundation.accounts.actions.members import (
    confirm_member,
    end_member,
    move_member,
    refuse_member,
    register_another_firm,
    register_firm,
)
from zhuqi.foundation.accounts.actions.roles import end_role, give_role
from zhuqi.foundation.accounts.actions.sessions import (
    keep_only,
    note_failed_sign_in,
    note_lock_out,
    sign_in,
    sign_out,
)
from zhuqi.foundation.accounts.actions.users import (
    NewUser,
    change_own_password,
    create_user,
    create_users,
    deactivate_user,
    reactivate_user,
    reset_password,
)

__all__ = [
    "NewUser",
    "admit_members",
    "change_own_password",
    "confirm_member",
    "create_user",
    "create_users",
    "deactivate_user",
    "end_member",
    "end_role",
    "give_role",
    "keep_only",
    "move_member",
    "note_failed_sign_in",
    "note_lock_out",
    "reactivate_user",
    "refuse_member",
    "register_another_firm",
    "register_firm",
    "reset_password",
    "sign_in",
    "sign_out",
]
