"""Registers the room with Django."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Firms' pages."""

    name = "zhuqi.interfaces.portal"
    label = "portal"

    def ready(self) -> None:
        """Offer the pages in the portal's navigation; models are loaded only now."""
        from zhuqi.interfaces.portal import navigation

        navigation.register()
