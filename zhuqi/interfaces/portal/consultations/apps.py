"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class ConsultationsPortalConfig(PagesConfig):
    """What a group company reads of the consultations with it."""

    name = "zhuqi.interfaces.portal.consultations"
    label = "portal_consultations"
