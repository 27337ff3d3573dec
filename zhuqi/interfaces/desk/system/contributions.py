"""How the program runs, in the navigation and in the log's words."""

from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Role
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.navigation import offer
from zhuqi.interfaces.desk.system import event_words
from zhuqi.interfaces.shell.navigation import Entry


def register() -> None:
    """Called once, when Django has loaded every room."""
    offer(
        Entry(_("系统运行"), "desk:admin_system", "settings", 60, "administration"),
        access.administers(Role.SYSTEM_ADMIN),
    )
    event_words.words()
