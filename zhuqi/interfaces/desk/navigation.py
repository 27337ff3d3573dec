"""What the desk offers in the navigation and the menu 新建, and to whom.

A room of the desk offers its own pages from its `apps.py` by `offer` and `offer_start`, and names
the group they stand in by its key.
"""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import ActorKind, Role, Scope
from zhuqi.foundation.accounts.queries import memberships_waiting, request_person
from zhuqi.foundation.notices import links
from zhuqi.foundation.notices.queries import unread_count
from zhuqi.foundation.quarantine.enums import State
from zhuqi.foundation.quarantine.models import Quarantined
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.home_queues import waiting_for
from zhuqi.interfaces.shell import navigation
from zhuqi.interfaces.shell.inbox import counted
from zhuqi.interfaces.shell.navigation import Entry, Group
from zhuqi.interfaces.shell.searching import SEARCH_SOURCES

AREA = "desk"
# What people do: a page of a new room stands in one of these.
GROUPS = (
    Group("work", _("待办"), "inbox"),
    Group("cases", _("诉求"), "list-details"),
    Group("supervision", _("督查"), "flag"),
    Group("statistics", _("统计"), "columns"),
    Group("meetings", _("会议"), "users"),
    Group("firms", _("企业"), "building"),
    Group("projects", _("项目"), "map-pin"),
    Group("finance", _("对接与金融"), "refresh"),
    Group("policies", _("政策与经济"), "file-text"),
    Group("services", _("服务"), "message"),
    Group("papers", _("公文"), "note"),
    Group("administration", _("管理"), "settings"),
)


def register() -> None:
    """Called once, when Django has loaded every room."""
    navigation.register_groups(AREA, GROUPS)
    for entry, allowed in _ENTRIES:
        offer(entry, allowed)
    for entry, allowed in _STARTS:
        offer_start(entry, allowed)
    navigation.register_place(AREA, _place)
    navigation.register_bell(AREA, "desk:notices", _unread)
    navigation.register_search(AREA, "desk:search", _seen_by(_finds_something))
    links.register("member", lambda pk: reverse("desk:registration", args=[pk]), firm=False)
    links.register("quarantine", lambda pk: reverse("desk:quarantined", args=[pk]), firm=False)
    links.register("case", lambda number: reverse("desk:case", args=[number]), firm=False)


def offer(entry: Entry, allowed: access.Allowed) -> None:
    """Put a page into the desk's navigation, for officials whose scope passes."""
    navigation.register(AREA, entry, _seen_by(allowed))


def offer_start(entry: Entry, allowed: access.Allowed) -> None:
    """Put something that can be begun into the desk's menu 新建, for the same."""
    navigation.register_start(AREA, entry, _seen_by(allowed))


def _seen_by(allowed: access.Allowed) -> navigation.Visible:
    def visible(request: HttpRequest) -> bool:
        person = request_person(request)
        return person.actor.kind is ActorKind.OFFICIAL and allowed(person.scope)

    return visible


def _finds_something(scope: Scope) -> bool:
    return any(source.allowed(scope) for source in SEARCH_SOURCES)


def _unread(request: HttpRequest) -> str | None:
    return counted(unread_count(request_person(request).scope))


def _place(request: HttpRequest) -> str:
    return request_person(request).actor.unit


def _waiting(request: HttpRequest) -> int | None:
    return waiting_for(request_person(request), timezone.now()) or None


def _registrations(request: HttpRequest) -> int | None:
    return memberships_waiting(request_person(request).scope.offices).count() or None


def _quarantined(request: HttpRequest) -> int | None:
    waiting = Quarantined.objects.visible_to(request_person(request).scope)
    return waiting.filter(state=State.WAITING).count() or None


_ENTRIES: list[tuple[Entry, access.Allowed]] = [
    (Entry(_("待办"), "desk:home", "inbox", 10, "work", _waiting), access.works_on_cases),
    (Entry(_("台账"), "desk:ledger", "list-details", 20, "cases"), access.works_on_cases),
    (Entry(_("共性问题"), "desk:topics", "note", 22, "cases"), access.sees_firms),
    (Entry(_("一企一档"), "desk:enterprises", "building", 25, "firms"), access.sees_firms),
    (
        Entry(_("我联系的企业"), "desk:my_enterprises", "flag", 27, "firms"),
        access.looks_after_firms,
    ),
    (Entry(_("移送单"), "desk:transfers", "send", 28, "cases"), access.hands_over_matters),
    (Entry(_("登记诉求"), "desk:register", "plus", 30, "cases"), access.registers_cases),
    (
        Entry(
            _("企业登记"), "desk:registrations", "building-factory-2", 40, "firms", _registrations
        ),
        access.decides_registrations,
    ),
    (Entry(_("包联"), "desk:liaison", "users", 45, "firms"), access.decides_registrations),
    (
        Entry(_("账号找回"), "desk:recovery", "key", 90, "administration"),
        access.gives_back_accounts,
    ),
    (
        Entry(_("截留内容"), "desk:quarantine", "shield-check", 52, "administration", _quarantined),
        access.administers(Role.KEEPER),
    ),
    (Entry(_("请假代理"), "desk:absence", "calendar", 50, "administration"), access.has_work),
    (
        Entry(_("基础数据"), "desk:admin_registers", "columns", 55, "administration"),
        access.keeps_registers,
    ),
    (
        Entry(_("告知文字"), "desk:admin_texts", "message", 56, "administration"),
        access.administers(Role.SYSTEM_ADMIN),
    ),
    (
        Entry(_("发送通道"), "desk:admin_gateways", "send", 57, "administration"),
        access.administers(Role.SYSTEM_ADMIN),
    ),
    (
        Entry(_("系统运行"), "desk:admin_system", "settings", 60, "administration"),
        access.administers(Role.SYSTEM_ADMIN),
    ),
    (
        Entry(_("人员与角色"), "desk:admin_people", "users", 70, "administration"),
        access.administers(Role.SECURITY_ADMIN),
    ),
    (
        Entry(_("操作日志"), "desk:admin_log", "history", 80, "administration"),
        access.administers(Role.AUDIT_ADMIN),
    ),
]

_STARTS: list[tuple[Entry, access.Allowed]] = [
    (Entry(_("登记诉求"), "desk:register", "plus", 10), access.registers_cases),
    (Entry(_("共性问题"), "desk:topic_new", "note", 20), access.keeps_topics),
]
