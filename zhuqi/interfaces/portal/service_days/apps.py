"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class ServiceDaysPortalConfig(PagesConfig):
    """Firms' pages of the service days they are asked to."""

    name = "zhuqi.interfaces.portal.service_days"
    label = "portal_service_days"
