"""Registers the room with Django."""

from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    """The room `attachments`."""

    name = "zhuqi.foundation.attachments"
    label = "attachments"
