"""What the desk offers in the navigation, and to whom."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from zhuqi.foundation.access import ActorKind, Role
from zhuqi.foundation.accounts.queries import memberships_waiting, request_person
from zhuqi.interfaces.desk import doors
from zhuqi.interfaces.shell import navigation
from zhuqi.interfaces.shell.navigation import Entry


def register() -> None:
    """Called once, when Django has loaded every room."""
    for entry, allowed in _ENTRIES:
        navigation.register("desk", entry, _seen_by(allowed))
    navigation.register_place("desk", _place)


def _seen_by(allowed: doors.Allowed) -> navigation.Visible:
    def visible(request: HttpRequest) -> bool:
        person = request_person(request)
        return person.actor.kind is ActorKind.OFFICIAL and allowed(person.scope)

    return visible


def _place(request: HttpRequest) -> str:
    return request_person(request).actor.unit


def _registrations(request: HttpRequest) -> int | None:
    return memberships_waiting(request_person(request).scope.offices).count() or None


_ENTRIES: list[tuple[Entry, doors.Allowed]] = [
    (Entry(_("待办"), "desk:home", "inbox", 10), doors.works_on_cases),
    (Entry(_("台账"), "desk:ledger", "list-details", 20), doors.works_on_cases),
    (Entry(_("登记诉求"), "desk:register", "plus", 30), doors.registers_cases),
    (
        Entry(_("企业登记"), "desk:registrations", "building-factory-2", 40, count=_registrations),
        doors.decides_registrations,
    ),
    (
        Entry(_("系统运行"), "desk:admin_system", "settings", 60),
        doors.administers(Role.SYSTEM_ADMIN),
    ),
    (
        Entry(_("人员与角色"), "desk:admin_people", "users", 70),
        doors.administers(Role.SECURITY_ADMIN),
    ),
    (Entry(_("操作日志"), "desk:admin_log", "history", 80), doors.administers(Role.AUDIT_ADMIN)),
]
