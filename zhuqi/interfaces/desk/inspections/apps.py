"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class InspectionsDeskConfig(PagesConfig):
    """Officials' pages of inspection rounds, inspections of units, and what was found."""

    name = "zhuqi.interfaces.desk.inspections"
    label = "desk_inspections"
