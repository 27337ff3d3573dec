"""What the rosters add to pages that belong to others."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.navigation import offer
from zhuqi.interfaces.shell.navigation import Entry


def register() -> None:
    """Called once, when Django has loaded every room."""
    offer(
        Entry(_("名册导入"), "desk:rosters", "upload", 57, "administration"),
        access.takes_in_rosters,
    )
