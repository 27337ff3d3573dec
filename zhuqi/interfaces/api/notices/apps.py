"""Registers the room with Django."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.api.rooms import ApiRoomConfig


class NoticesApiConfig(ApiRoomConfig):
    """Notices by the API."""

    name = "zhuqi.interfaces.api.notices"
    label = "api_notices"
    verbose_name = _("消息")
