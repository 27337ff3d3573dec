"""The verbs on accounts: users, roles, firms' registrations, signed-in sessions."""

from zhuqi.foundation.accounts.actions.admissions import admit_members
from zhuqi.foundation.accounts.actions.colleagues import make_admin
from zhuqi.foundation.accounts.actions.deputies import end_deputy, name_deputy
from zhuqi.foundation.accounts.actions.doors import is_own_password, knock, let_in
from zhuqi.foundation.accounts.actions.emails import (
    forget_email_codes,
    issue_email_code,
    prove_email,
    waiting_email,
)
from zhuqi.foundation.accounts.actions.forgetting import forget_refused
from zhuqi.foundation.accounts.actions.identities import (
    bind_identity,
    identities_of,
    unbind_identity,
)
from zhuqi.foundation.accounts.actions.invitations import (
    find_invitation,
    join_by_invitation,
    make_invitation,
    make_invitations,
    redeem_invitation,
    revoke_invitation,
)
from zhuqi.foundation.accounts.actions.members import (
    confirm_member,
    correct_member,
    end_member,
    move_member,
    refuse_member,
    register_another_firm,
    register_firm,
)
from zhuqi.foundation.accounts.actions.opening import Opened, open_account
from zhuqi.foundation.accounts.actions.phones import (
    check_phone_code,
    forget_phone_codes,
    issue_phone_code,
    keep_proof,
)
from zhuqi.foundation.accounts.actions.recovery import (
    ask_recovery,
    confirm_recovery,
    drop_factors,
    use_recovery,
)
from zhuqi.foundation.accounts.actions.roles import RoleDraft, end_role, give_role, give_roles
from zhuqi.foundation.accounts.actions.sessions import (
    end_session,
    keep_only,
    note_factor,
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
    "Opened",
    "RoleDraft",
    "admit_members",
    "ask_recovery",
    "bind_identity",
    "change_own_password",
    "check_phone_code",
    "confirm_member",
    "confirm_recovery",
    "correct_member",
    "create_user",
    "create_users",
    "deactivate_user",
    "drop_factors",
    "end_deputy",
    "end_member",
    "end_role",
    "end_session",
    "find_invitation",
    "forget_email_codes",
    "forget_phone_codes",
    "forget_refused",
    "give_role",
    "give_roles",
    "identities_of",
    "is_own_password",
    "issue_email_code",
    "issue_phone_code",
    "join_by_invitation",
    "keep_only",
    "keep_proof",
    "knock",
    "let_in",
    "make_admin",
    "make_invitation",
    "make_invitations",
    "move_member",
    "name_deputy",
    "note_factor",
    "note_failed_sign_in",
    "note_lock_out",
    "open_account",
    "prove_email",
    "reactivate_user",
    "redeem_invitation",
    "refuse_member",
    "register_another_firm",
    "register_firm",
    "reset_password",
    "revoke_invitation",
    "sign_in",
    "sign_out",
    "unbind_identity",
    "use_recovery",
    "waiting_email",
]
