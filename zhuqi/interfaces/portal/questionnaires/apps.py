"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class QuestionnairesPortalConfig(PagesConfig):
    """Firms' pages of questionnaires."""

    name = "zhuqi.interfaces.portal.questionnaires"
    label = "portal_questionnaires"
