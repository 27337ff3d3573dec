"""What the log says of the texts people are told, of gateways and of preferences."""

from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.notices.enums import NoticeEvent
from zhuqi.foundation.notices.models import Gateway, TextVersion
from zhuqi.interfaces.shell.event_words import (
    ObjectWords,
    register,
    register_fields,
    register_work,
)


def words() -> None:
    """Contribute them to the log."""
    kinds = {event.value: event.label for event in NoticeEvent}
    register("notice_text", ObjectWords(_("告知文字"), kinds, model=TextVersion))
    register("notice_gateway", ObjectWords(_("发送通道"), kinds, model=Gateway))
    register("notice_wishes", ObjectWords(_("接收设置"), kinds))
    register_fields({"quiet": _("免打扰时间"), "to": _("发往"), "went": _("发出")})
    register_work(
        {
            "notices.deliver": _("发送通知"),
            "notices.member": _("企业登记结果通知"),
            "notices.registrations": _("企业登记待确认提醒"),
            "notices.registration_due": _("企业登记确认时限提醒"),
            "notices.sms": _("发送短信"),
            "notices.tell": _("通知"),
            "notices.tidy": _("清理过期通知"),
        }
    )
