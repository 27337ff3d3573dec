"""What was kept back, in the navigation and in links of messages."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.queries import request_person
from zhuqi.foundation.notices import links
from zhuqi.foundation.quarantine.enums import State
from zhuqi.foundation.quarantine.models import Quarantined
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.navigation import offer
from zhuqi.interfaces.shell.navigation import Entry


def register() -> None:
    """Called once, when Django has loaded every room."""
    offer(
        Entry(_("截留内容"), "desk:quarantine", "shield-check", 52, "administration", _waiting),
        access.administers(Role.KEEPER),
    )
    links.register("quarantine", lambda pk: reverse("desk:quarantined", args=[pk]), firm=False)


def _waiting(request: HttpRequest) -> int | None:
    waiting = Quarantined.objects.visible_to(request_person(request).scope)
    return waiting.filter(state=State.WAITING).count() or None
