"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class QuestionnairesDeskConfig(PagesConfig):
    """Officials' pages of questionnaires and replies."""

    name = "zhuqi.interfaces.desk.questionnaires"
    label = "desk_questionnaires"
