"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class AppraisalDeskConfig(PagesConfig):
    """Officials' pages of reviews, statements, appeals and the register of merit."""

    name = "zhuqi.interfaces.desk.appraisal"
    label = "desk_appraisal"
