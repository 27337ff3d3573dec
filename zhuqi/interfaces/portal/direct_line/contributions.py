"""What letters add to the portal: an entry in its navigation, and where a notice leads."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.accounts.queries import request_person
from zhuqi.foundation.notices import links
from zhuqi.interfaces.shell import navigation
from zhuqi.interfaces.shell.navigation import Entry
from zhuqi.mechanisms.direct_line.actions import OBJECT


def _speaks(request: HttpRequest) -> bool:
    return bool(request_person(request).scope.enterprises)


def register() -> None:
    """Called once, when Django has loaded every room."""
    entry = Entry(_("写信"), "portal:letters", "message", 22)
    navigation.register("portal", entry, _speaks)
    links.register(OBJECT, lambda pk: reverse("portal:letter", args=[int(pk)]), firm=True)
