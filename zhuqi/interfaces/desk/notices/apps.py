"""Registers the room with Django."""

from django.apps import AppConfig


class NoticesDeskConfig(AppConfig):
    """Officials' messages, and the channels and texts they leave by."""

    name = "zhuqi.interfaces.desk.notices"
    label = "desk_notices"
