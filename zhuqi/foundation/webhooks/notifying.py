"""Whoever made a webhook is told when the other side was given up."""

from datetime import datetime

from django.utils import timezone

from zhuqi.foundation.notices.actions import Notice, notify
from zhuqi.foundation.notices.enums import Topic
from zhuqi.foundation.notices.texts import Text, declare
from zhuqi.foundation.webhooks.enums import Pause
from zhuqi.foundation.webhooks.models import Webhook

TEXT = "webhooks.paused"

declare(
    Text(
        code=TEXT,
        label="接口推送已暂停 · 告知管理它的人",
        topic=Topic.ACCOUNT,
        title="接口推送“{用途}”已暂停",
        body="{时间}，接口推送“{用途}”自动暂停：{原因}。请查明对方系统的情况，再到推送的页面恢复；"
        "暂停时没有送达的，恢复后接着推送，暂停期间发生的不补推。",
        short="接口推送“{用途}”已暂停：{原因}。请查明后恢复。",
        placeholders={"用途": "省平台取数", "原因": "一天内都没有送达", "时间": "11月21日 17:30"},
    )
)


def tell_of_pause(webhook: Webhook, why: Pause, now: datetime) -> None:
    """Tell them, once a pause."""
    values = {
        "用途": webhook.name,
        "原因": str(why.label),
        "时间": f"{timezone.localtime(now):%Y-%m-%d %H:%M}",
    }
    notice = Notice(
        user_id=webhook.made_by_id,
        text_code=TEXT,
        values=values,
        key=f"{TEXT}:{webhook.pk}:{now.isoformat()}",
        object_type="webhook",
        object_ref=str(webhook.pk),
    )
    notify([notice], now=now)
