"""Registers the room with Django."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.api.rooms import ApiRoomConfig


class NoticesApiConfig(ApiRoomConfig):
    """A person's own messages, told to programs."""

    name = "zhuqi.interfaces.api.notices"
    label = "api_notices"
    verbose_name = _("消息")
