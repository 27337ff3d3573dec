"""What the log says of accounts, of who speaks for a firm, and of invitations."""

from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.accounts.enums import InvitationEvent, MemberEvent, UserEvent
from zhuqi.foundation.accounts.models import User
from zhuqi.interfaces.shell.event_words import (
    ObjectWords,
    register,
    register_fields,
    register_work,
)


def words() -> None:
    """Contribute them to the log."""
    user = {event.value: event.label for event in UserEvent}
    register("user", ObjectWords(_("账号"), user, model=User))
    member = {event.value: event.label for event in MemberEvent}
    register("member", ObjectWords(_("企业登记"), member))
    invitation = {event.value: event.label for event in InvitationEvent}
    register("invitation", ObjectWords(_("邀请码"), invitation))
    register_fields(
        {
            "admin": _("管理员"),
            "how": _("确认方式"),
            "role": _("角色"),
            "tail": _("邀请码末两位"),
            "used": _("已用次数"),
            "uses": _("可用次数"),
        }
    )
    register_work(
        {
            "accounts.forget_phone_codes": _("清除过期验证码"),
            "accounts.forget_refused": _("清除未获确认的登记"),
        }
    )
