"""What the home page adds to the desk's navigation."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.accounts.queries import request_person
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.home_queues import waiting_for
from zhuqi.interfaces.desk.navigation import offer
from zhuqi.interfaces.shell.navigation import Entry


def register() -> None:
    """Called once, when Django has loaded every room."""
    offer(Entry(_("待办"), "desk:home", "inbox", 10, "work", _waiting), access.works_on_cases)


def _waiting(request: HttpRequest) -> int | None:
    return waiting_for(request_person(request), timezone.now()) or None
