"""The verbs of notifying. The only place that writes the room's tables."""

from zhuqi.foundation.notices.actions.choosing import choose_preferences
from zhuqi.foundation.notices.actions.gateways import Trial, configure_gateway, try_out
from zhuqi.foundation.notices.actions.notifying import (
    Notice,
    forget,
    mark_all_read,
    mark_read,
    notify,
)
from zhuqi.foundation.notices.actions.own_addresses import (
    change_email,
    change_phone,
    send_email_code,
)
from zhuqi.foundation.notices.actions.phone_codes import send_phone_code
from zhuqi.foundation.notices.actions.retention import erase_due
from zhuqi.foundation.notices.actions.sending import deliver, send_sms
from zhuqi.foundation.notices.actions.wording import go_back, publish_wording

__all__ = [
    "Notice",
    "Trial",
    "change_email",
    "change_phone",
    "choose_preferences",
    "configure_gateway",
    "deliver",
    "erase_due",
    "forget",
    "go_back",
    "mark_all_read",
    "mark_read",
    "notify",
    "publish_wording",
    "send_email_code",
    "send_phone_code",
    "send_sms",
    "try_out",
]
