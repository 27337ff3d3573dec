"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class NamedRostersPortalConfig(PagesConfig):
    """What firms read of the rosters they stand on."""

    name = "zhuqi.interfaces.portal.named_rosters"
    label = "portal_named_rosters"
