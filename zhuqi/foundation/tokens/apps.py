"""Registers the room with Django."""

from django.apps import AppConfig


class TokensConfig(AppConfig):
    """The room `tokens`."""

    name = "zhuqi.foundation.tokens"
    label = "tokens"

    def ready(self) -> None:
        """Tell what is held on a person, and what the log does not vouch for."""
        # models are loaded only now
        from zhuqi.foundation.contributions.doorless import DOORLESS
        from zhuqi.foundation.contributions.personal_data import PERSONAL_DATA
        from zhuqi.foundation.contributions.sealing import SEALED_AT_ONCE
        from zhuqi.foundation.contributions.unlogged import UNLOGGED, name_tables
        from zhuqi.foundation.tokens.enums import TokenEvent
        from zhuqi.foundation.tokens.personal_data import token_sections
        from zhuqi.foundation.tokens.queries import why_no_sign_in

        DOORLESS.register("tokens", why_no_sign_in)
        PERSONAL_DATA.register("tokens", token_sections, order=15)
        SEALED_AT_ONCE.register(TokenEvent.MADE, "访问令牌的生成")
        UNLOGGED.register("tokens.ApiToken.last_used_at", "使用时改写，办理另有日志")
        name_tables("tokens", ApiToken="访问令牌", ServiceAccount="系统账号")
