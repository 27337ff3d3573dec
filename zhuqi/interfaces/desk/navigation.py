"""What the desk offers in the navigation, and to whom."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from zhuqi.foundation.access import ActorKind, Role
from zhuqi.foundation.accounts.queries import memberships_waiting, request_person
from zhuqi.foundation.notices import links
from zhuqi.foundation.notices.queries import unread_count
from zhuqi.foundation.quarantine.enums import State
from zhuqi.foundation.quarantine.models import Quarantined
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.shell import navigation
from zhuqi.interfaces.shell.inbox import counted
from zhuqi.interfaces.shell.navigation import Entry


def register() -> None:
    """Called once, when Django has loaded every room."""
    for entry, allowed in _ENTRIES:
        navigation.register("desk", entry, _seen_by(allowed))
    navigation.register_place("desk", _place)
    navigation.register_bell("desk", "desk:notices", _unread)
    links.register("member", lambda pk: reverse("desk:registration", args=[pk]), firm=False)
    links.register("quarantine", lambda pk: reverse("desk:quarantined", args=[pk]), firm=False)
    links.register("case", lambda number: reverse("desk:case", args=[number]), firm=False)


def _unread(request: HttpRequest) -> str | None:
    return counted(unread_count(request_person(request).scope))


def _seen_by(allowed: access.Allowed) -> navigation.Visible:
    def visible(request: HttpRequest) -> bool:
        person = request_person(request)
        return person.actor.kind is ActorKind.OFFICIAL and allowed(person.scope)

    return visible


def _place(request: HttpRequest) -> str:
    return request_person(request).actor.unit


def _registrations(request: HttpRequest) -> int | None:
    return memberships_waiting(request_person(request).scope.offices).count() or None


def _quarantined(request: HttpRequest) -> int | None:
    waiting = Quarantined.objects.visible_to(request_person(request).scope)
    return waiting.filter(state=State.WAITING).count() or None


_ENTRIES: list[tuple[Entry, access.Allowed]] = [
    (Entry(_("待办"), "desk:home", "inbox", 10), access.works_on_cases),
    (Entry(_("台账"), "desk:ledger", "list-details", 20), access.works_on_cases),
    (Entry(_("共性问题"), "desk:topics", "note", 22), access.sees_firms),
    (Entry(_("企业"), "desk:enterprises", "building", 25), access.sees_firms),
    (Entry(_("我联系的企业"), "desk:my_enterprises", "flag", 27), access.looks_after_firms),
    (Entry(_("登记诉求"), "desk:register", "plus", 30), access.registers_cases),
    (
        Entry(_("企业登记"), "desk:registrations", "building-factory-2", 40, count=_registrations),
        access.decides_registrations,
    ),
    (Entry(_("移送单"), "desk:transfers", "send", 44), access.hands_over_matters),
    (Entry(_("包联"), "desk:liaison", "users", 45), access.decides_registrations),
    (Entry(_("账号找回"), "desk:recovery", "key", 55), access.gives_back_accounts),
    (
        Entry(_("截留内容"), "desk:quarantine", "shield-check", 52, count=_quarantined),
        access.administers(Role.KEEPER),
    ),
    (Entry(_("请假代理"), "desk:absence", "calendar", 50), access.has_work),
    (
        Entry(_("基础数据"), "desk:admin_registers", "columns", 55),
        access.keeps_registers,
    ),
    (
        Entry(_("告知文字"), "desk:admin_texts", "message", 56),
        access.administers(Role.SYSTEM_ADMIN),
    ),
    (
        Entry(_("发送通道"), "desk:admin_gateways", "send", 57),
        access.administers(Role.SYSTEM_ADMIN),
    ),
    (
        Entry(_("系统运行"), "desk:admin_system", "settings", 60),
        access.administers(Role.SYSTEM_ADMIN),
    ),
    (
        Entry(_("人员与角色"), "desk:admin_people", "users", 70),
        access.administers(Role.SECURITY_ADMIN),
    ),
    (Entry(_("操作日志"), "desk:admin_log", "history", 80), access.administers(Role.AUDIT_ADMIN)),
]
