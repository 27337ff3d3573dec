"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class WebhooksDeskConfig(PagesConfig):
    """Officials' pages of webhooks."""

    name = "zhuqi.interfaces.desk.webhooks"
    label = "desk_webhooks"
