"""What the desk offers in the navigation and the menu 新建, and to whom.

A room of the desk offers its own pages from its `apps.py` by `offer` and `offer_start`, and names
the group they stand in by its key.
"""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from zhuqi.foundation.access import ActorKind
from zhuqi.foundation.accounts.queries import request_person
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.shell import navigation
from zhuqi.interfaces.shell.navigation import Entry, Group

AREA = "desk"
# What people do: a page of a new room stands in one of these.
GROUPS = (
    Group("work", _("待办"), "inbox"),
    Group("cases", _("诉求"), "list-details"),
    Group("supervision", _("督查"), "flag"),
    Group("statistics", _("统计"), "columns"),
    Group("meetings", _("会议"), "users"),
    Group("firms", _("企业"), "building"),
    Group("liaison", _("联系服务"), "heart-handshake"),
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
    navigation.register_place(AREA, _place)


def offer(entry: Entry, allowed: access.Allowed) -> None:
    """Put a page into the desk's navigation, for officials whose scope passes."""
    navigation.register(AREA, entry, seen_by(allowed))


def offer_start(entry: Entry, allowed: access.Allowed) -> None:
    """Put something that can be begun into the desk's menu 新建, for the same."""
    navigation.register_start(AREA, entry, seen_by(allowed))


def seen_by(allowed: access.Allowed) -> navigation.Visible:
    """For officials whose scope passes."""

    def visible(request: HttpRequest) -> bool:
        person = request_person(request)
        return person.actor.kind is ActorKind.OFFICIAL and allowed(person.scope)

    return visible


def _place(request: HttpRequest) -> str:
    return request_person(request).actor.unit
