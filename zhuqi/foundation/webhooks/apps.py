"""Registers the room with Django."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """The room `webhooks`."""

    name = "zhuqi.foundation.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        """Listen to events, declare what the worker does, say what the log does not vouch for."""
        # models are loaded only now
        from zhuqi.foundation.changes import EVENT_LISTENERS
        from zhuqi.foundation.contributions.locked import LOCKED, Locked
        from zhuqi.foundation.contributions.personal_data import PERSONAL_DATA
        from zhuqi.foundation.contributions.sealing import SEALED_AT_ONCE
        from zhuqi.foundation.contributions.unlogged import UNLOGGED, name_tables
        from zhuqi.foundation.webhooks import actions, handlers  # noqa: F401 (needs loaded models)
        from zhuqi.foundation.webhooks.enums import WebhookEvent
        from zhuqi.foundation.webhooks.personal_data import webhook_sections

        EVENT_LISTENERS.register("webhooks", actions.heard)
        secrets = Locked("接口推送", actions.encrypted_before, actions.reencrypt)
        LOCKED.register("webhooks", secrets)
        PERSONAL_DATA.register("webhooks", webhook_sections, order=16)
        SEALED_AT_ONCE.register(WebhookEvent.MADE, "接口推送的新建")
        UNLOGGED.register("webhooks.Delivery", "接口推送的发送情况，随时改写，三十天后清除")
        for column in ("failures", "retry_at", "answered_at"):
            UNLOGGED.register(f"webhooks.Webhook.{column}", "对方能否送达，随时改写")
        name_tables("webhooks", Webhook="接口推送")
