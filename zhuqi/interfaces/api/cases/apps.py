"""Registers the room with Django."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.api.rooms import ApiRoomConfig


class CasesApiConfig(ApiRoomConfig):
    """Cases and their verbs, told to programs."""

    name = "zhuqi.interfaces.api.cases"
    label = "api_cases"
    verbose_name = _("诉求")
