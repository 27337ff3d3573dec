"""What the portal offers in the navigation, and to whom."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from zhuqi.foundation.access import ActorKind
from zhuqi.foundation.accounts.queries import request_person
from zhuqi.foundation.notices import links
from zhuqi.foundation.notices.queries import unread_count
from zhuqi.interfaces.portal.access import firm_of, firms_of, own_cases
from zhuqi.interfaces.shell import navigation
from zhuqi.interfaces.shell.inbox import counted
from zhuqi.interfaces.shell.navigation import Entry
from zhuqi.ledgers.cases.enums import State


def register() -> None:
    """Called once, when Django has loaded every room."""
    for entry, visible in (
        (Entry(_("我的诉求"), "portal:home", "list-details", 10, count=_to_rate), _speaks),
        (Entry(_("反映困难"), "portal:new", "plus", 20), _speaks),
        (Entry(_("我的企业"), "portal:firms", "building", 25), _speaks),
        (Entry(_("换一家"), "portal:choose", "refresh", 28), _several),
        (Entry(_("登记进度"), "portal:registration", "building-factory-2", 30), _waits),
        (Entry(_("我的账号"), "portal:account", "user", 40), _signed_in),
    ):
        navigation.register("portal", entry, visible)
    navigation.register_place("portal", _place)
    navigation.register_bell("portal", "portal:notices", _unread)
    links.register("member", lambda _pk: reverse("portal:registration"), firm=True)
    links.register("liaison_link", lambda pk: reverse("portal:firm", args=[int(pk)]), firm=True)
    links.register("case", lambda number: reverse("portal:case", args=[number]), firm=True)


def _unread(request: HttpRequest) -> str | None:
    return counted(unread_count(request_person(request).scope))


def _signed_in(request: HttpRequest) -> bool:
    person = request_person(request)
    return bool(person.actor.user_id) and person.actor.kind is ActorKind.FIRM


def _speaks(request: HttpRequest) -> bool:
    return bool(request_person(request).scope.enterprises)


def _several(request: HttpRequest) -> bool:
    return len(firms_of(request)) > 1


def _waits(request: HttpRequest) -> bool:
    return _signed_in(request) and not _speaks(request)


def _to_rate(request: HttpRequest) -> int | None:
    cases = own_cases(request_person(request).scope, firm_of(request))
    waiting = cases.filter(state=State.COMPLETED, verdict="", historical=False)
    return waiting.count() or None


def _place(request: HttpRequest) -> str:
    if not _speaks(request):
        return ""
    firm = firm_of(request)
    return firm.name if firm else _("代表 %(number)s 家企业") % {"number": len(firms_of(request))}
