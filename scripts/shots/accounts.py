"""Signing in, and what one signs in with."""

from scripts.shots import PASSWORD, Shot

SHOTS = (
    Shot("login", "", "/accounts/login/"),
    Shot("recover", "", "/accounts/recover/"),
    Shot("password", "qiye", "/accounts/password/"),
    Shot("factors", "jingban", "/accounts/2fa/"),
    Shot("factors-reauthenticate", "jingban", "/accounts/2fa/totp/activate/"),
    Shot("factors-totp", "jingban", "/accounts/2fa/totp/activate/",
         fill=(("[name=password]", PASSWORD),), press="确认", once=True),
    Shot("factors-totp-wrong", "jingban", "/accounts/2fa/totp/activate/",
         fill=(("[name=code]", "000000"),), press="完成设置"),
    Shot("factors-passkey-add", "jingban", "/accounts/2fa/webauthn/add/"),
    Shot("factors-passkeys", "jingban", "/accounts/2fa/webauthn/"),
    Shot("logout", "jingban", "/accounts/logout/"),
)  # fmt: skip
