"""Registers the room with Django."""

from django.apps import AppConfig

# What officials call its tables.
_TABLES = {
    "Gateway": "发送通道",
    "NotificationPreference": "接收方式",
    "QuietHours": "免打扰时段",
    "TextVersion": "通知文字",
}


class NoticesConfig(AppConfig):
    """The room `notices`."""

    name = "zhuqi.foundation.notices"
    label = "notices"

    def ready(self) -> None:
        """Register what is done later; models are loaded only now."""
        from zhuqi.foundation.contributions.checks import RETENTION_OUTLOOKS
        from zhuqi.foundation.contributions.personal_data import PERSONAL_DATA
        from zhuqi.foundation.contributions.unlogged import UNLOGGED, name_tables
        from zhuqi.foundation.notices import handlers, personal_data, retention  # noqa: F401

        PERSONAL_DATA.register("messages", personal_data.message_sections, order=300)
        RETENTION_OUTLOOKS.register("notices", retention.outlooks, order=200)
        UNLOGGED.register("notices.Message", "由日志里的事情生成的通知，阅读时改写")
        UNLOGGED.register("notices.Delivery", "通知的发送情况，随重试改写，到期清除")
        name_tables("notices", **_TABLES)
