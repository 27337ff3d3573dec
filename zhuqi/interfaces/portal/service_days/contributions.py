"""What service days add to the portal: an entry in its navigation for firms that are asked, and
where a notice leads."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.accounts.queries import request_person
from zhuqi.foundation.notices import links
from zhuqi.interfaces.shell import navigation
from zhuqi.interfaces.shell.navigation import Entry
from zhuqi.mechanisms.service_days.actions.days import OBJECT


def _speaks(request: HttpRequest) -> bool:
    return bool(request_person(request).scope.enterprises)


def register() -> None:
    """Called once, when Django has loaded every room."""
    entry = Entry(_("服务日"), "portal:service_days", "calendar", 24)
    navigation.register("portal", entry, _speaks)
    links.register(OBJECT, lambda pk: reverse("portal:service_day", args=[int(pk)]), firm=True)
