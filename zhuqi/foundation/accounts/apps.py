"""Registers the room with Django."""

from django.apps import AppConfig

# What officials call its tables.
_TABLES = {
    "Deputy": "请假代理",
    "FirmMember": "企业登记",
    "Grant": "授权",
    "Invitation": "邀请码",
    "Recovery": "账号找回",
    "RoleAssignment": "角色",
    "User": "账号",
}


class AccountsConfig(AppConfig):
    """The room `accounts`."""

    name = "zhuqi.foundation.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen to sign-ins; say what keeps a unit in use."""
        # models are loaded only now
        from zhuqi.foundation.accounts import (  # noqa: F401
            checking,
            handlers,
            personal_data,
            receivers,
            second_factor,
            usage,
        )
        from zhuqi.foundation.contributions.checks import CHECKS
        from zhuqi.foundation.contributions.locked import LOCKED, Locked
        from zhuqi.foundation.contributions.personal_data import PERSONAL_DATA
        from zhuqi.foundation.contributions.sealing import SEALED_AT_ONCE
        from zhuqi.foundation.contributions.unlogged import UNLOGGED, name_tables
        from zhuqi.foundation.directory.actions import UNITS

        receivers.connect()
        old, renew = second_factor.encrypted_before, second_factor.reencrypt
        LOCKED.register("second factors", Locked("二次验证", old, renew))
        CHECKS.register("roles", checking.ROLE_CHECK, order=16)
        UNITS.register_tie(usage.roles_held)
        PERSONAL_DATA.register("accounts", personal_data.account_sections, order=10)
        PERSONAL_DATA.register("events", personal_data.event_sections, order=1000)
        for kind in ("role_given", "role_ended", "recovered"):
            SEALED_AT_ONCE.register(kind, "角色和管理员账号的变动")
        UNLOGGED.register("accounts.User.last_login", "每次登录改写，登录另有日志")
        UNLOGGED.register("accounts.SignedInSession", "现有的登录会话，随登录退出增减")
        UNLOGGED.register("accounts.PhoneCode", "几分钟内有效的验证码，输错即改写，到期清除")
        UNLOGGED.register("accounts.EmailCode", "几分钟内有效的验证码，输错即改写，到期清除")
        name_tables("accounts", **_TABLES)
