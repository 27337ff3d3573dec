"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class TokensDeskConfig(PagesConfig):
    """Officials' pages of access tokens."""

    name = "zhuqi.interfaces.desk.tokens"
    label = "desk_tokens"
