"""Registers the room with Django."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.api.rooms import ApiRoomConfig


class VisitsApiConfig(ApiRoomConfig):
    """Visits and their verbs, told to programs."""

    name = "zhuqi.interfaces.api.visits"
    label = "api_visits"
    verbose_name = _("走访")
