"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class DirectLinePortalConfig(PagesConfig):
    """Firms' pages of letters to whoever looks after them."""

    name = "zhuqi.interfaces.portal.direct_line"
    label = "portal_direct_line"
