"""The log, in the navigation."""

from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Role
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.log.views import LOG_FILE
from zhuqi.interfaces.desk.navigation import offer
from zhuqi.interfaces.shell.listing import exporting
from zhuqi.interfaces.shell.navigation import Entry


def register() -> None:
    """Called once, when Django has loaded every room."""
    offer(
        Entry(_("操作日志"), "desk:admin_log", "history", 80, "administration"),
        access.administers(Role.AUDIT_ADMIN),
    )
    exporting.offer(LOG_FILE, access.administers(Role.AUDIT_ADMIN))
