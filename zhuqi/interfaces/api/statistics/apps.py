"""Registers the room with Django."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.api.rooms import ApiRoomConfig


class StatisticsApiConfig(ApiRoomConfig):
    """Figures, and the rows behind each, told to programs."""

    name = "zhuqi.interfaces.api.statistics"
    label = "api_statistics"
    verbose_name = _("指标")
