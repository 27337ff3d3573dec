"""An official's inbox, how and where they want to be told."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.queries import holding
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.shell.addresses import Whom
from zhuqi.interfaces.shell.inbox_views import InboxViews


def _administrators(_request: HttpRequest) -> Whom:
    """The system administrators by name: they set up the channels."""
    names = [user.name for user in holding(Role.SYSTEM_ADMIN)[:2]]
    return Whom(" ".join(filter(None, (_("系统管理员"), "、".join(names)))))


VIEWS = InboxViews(
    area="desk",
    enter=access.official(lambda scope: bool(scope.user_id)),
    inbox_template="desk/notices/notices.html",
    preferences_template="desk/notices/preferences.html",
    preferences_label=gettext_lazy("接收设置"),
    address_template="desk/notices/notice_address.html",
    whom=_administrators,
)
