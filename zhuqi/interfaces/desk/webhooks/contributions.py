"""What webhooks add to pages of others: navigation, the log, and where a notice leads."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.notices import links
from zhuqi.foundation.webhooks.actions.queueing import DELIVER
from zhuqi.foundation.webhooks.actions.sending import SPREAD
from zhuqi.foundation.webhooks.enums import WebhookEvent
from zhuqi.interfaces.desk import navigation
from zhuqi.interfaces.desk.webhooks.views import keeps_webhooks
from zhuqi.interfaces.shell import event_words
from zhuqi.interfaces.shell.navigation import Entry


def register() -> None:
    """Called once, when Django has loaded every room."""
    entry = Entry(_("接口推送"), "desk:webhooks", "send", 97, "administration")
    navigation.offer(entry, keeps_webhooks)
    links.register("webhook", lambda ref: reverse("desk:webhook", args=[int(ref)]), firm=False)
    kinds = {event.value: event.label for event in WebhookEvent}
    event_words.register("webhook", event_words.ObjectWords(_("接口推送"), kinds))
    event_words.register_work(
        {
            SPREAD: _("查明动态要推送给谁"),
            DELIVER: _("接口推送"),
            "webhooks.tidy": _("清除到期的推送记录"),
        }
    )
    event_words.register_fields(
        {
            "told_kinds": _("推送的动态"),
            "before_until": _("原密钥有效至"),
            "pause": _("暂停原因"),
            "url": _("接收地址"),
        }
    )
