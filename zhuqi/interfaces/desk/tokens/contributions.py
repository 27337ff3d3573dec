"""What tokens add to pages of others: navigation and the log."""

from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Role
from zhuqi.foundation.tokens.enums import ServiceEvent, TokenEvent
from zhuqi.interfaces.desk import access, navigation
from zhuqi.interfaces.desk.tokens.views import has_tokens
from zhuqi.interfaces.shell import event_words
from zhuqi.interfaces.shell.navigation import Entry


def register() -> None:
    """Called once, when Django has loaded every room."""
    own = Entry(_("访问令牌"), "desk:tokens", "key", 95, "administration")
    navigation.offer(own, has_tokens)
    systems = Entry(_("系统账号"), "desk:admin_services", "settings", 96, "administration")
    navigation.offer(systems, access.administers(Role.SECURITY_ADMIN))
    token = {event.value: event.label for event in TokenEvent}
    event_words.register("api_token", event_words.ObjectWords(_("访问令牌"), token))
    service = {event.value: event.label for event in ServiceEvent}
    event_words.register("service_account", event_words.ObjectWords(_("系统账号"), service))
    event_words.register_fields(
        {
            "token_kind": _("令牌种类"),
            "prefix": _("令牌开头"),
            "scopes": _("权限范围"),
            "expires_at": _("有效期至"),
        }
    )
