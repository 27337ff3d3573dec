"""Signing in, one's own account, and the pages of the shell."""

from tests.permissions.registry import Room, page

ROOM = Room(
    "accounts",
    {
        name: page()
        for name in (
            "home", "join", "account_login", "account_logout", "account_change_password",
            "account_recover", "account_devices", "account_reauthenticate", "sso_login",
            "sso_callback",
            "mfa_index", "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp",
            "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
            "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn",
            "mfa_reauthenticate_webauthn", "mfa_login_webauthn", "shell:styleguide", "desk:account",
        )
    }
    | {name: page("1") for name in ("mfa_remove_webauthn", "mfa_edit_webauthn")}
    | {"shell:styleguide_temper": page("portal"), "join_code": page("NO-SUCH-CODE")},
)  # fmt: skip
