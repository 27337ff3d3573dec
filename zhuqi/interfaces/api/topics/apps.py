"""Registers the room with Django."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.api.rooms import ApiRoomConfig


class TopicsApiConfig(ApiRoomConfig):
    """Common topics and their verbs, told to programs."""

    name = "zhuqi.interfaces.api.topics"
    label = "api_topics"
    verbose_name = _("共性问题")
