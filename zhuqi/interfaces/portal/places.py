"""What the portal offers in the navigation, and to whom."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from zhuqi.foundation.access import ActorKind
from zhuqi.foundation.accounts.queries import request_person
from zhuqi.interfaces.portal.doors import firms_of, own_cases
from zhuqi.interfaces.shell import navigation
from zhuqi.interfaces.shell.navigation import Entry
from zhuqi.ledgers.cases.enums import State


def register() -> None:
    """Called once, when Django has loaded every room."""
    for entry, visible in (
        (Entry(_("我的诉求"), "portal:home", "list-details", 10, count=_to_rate), _speaks),
        (Entry(_("反映困难"), "portal:new", "plus", 20), _speaks),
        (Entry(_("登记进度"), "portal:registration", "building-factory-2", 30), _waits),
        (Entry(_("我的账号"), "portal:account", "user", 40), _signed_in),
    ):
        navigation.register("portal", entry, visible)
    navigation.register_place("portal", _place)


def _signed_in(request: HttpRequest) -> bool:
    person = request_person(request)
    return bool(person.actor.user_id) and person.actor.kind is ActorKind.FIRM


def _speaks(request: HttpRequest) -> bool:
    return bool(request_person(request).scope.enterprises)


def _waits(request: HttpRequest) -> bool:
    return _signed_in(request) and not _speaks(request)


def _to_rate(request: HttpRequest) -> int | None:
    cases = own_cases(request_person(request).scope)
    waiting = cases.filter(state=State.COMPLETED, verdict="", historical=False)
    return waiting.count() or None


def _place(request: HttpRequest) -> str:
    if not _speaks(request):
        return ""
    firms = firms_of(request)
    if len(firms) == 1:
        return firms[0].name
    return _("代表 %(number)s 家企业") % {"number": len(firms)}
