"""Registers the room with Django."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.api.rooms import ApiRoomConfig


class FirmsApiConfig(ApiRoomConfig):
    """Firms' files, told to programs."""

    name = "zhuqi.interfaces.api.firms"
    label = "api_firms"
    verbose_name = _("企业")
