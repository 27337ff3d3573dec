"""What is held of somebody's webhooks."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.contributions.personal_data import Inquiry, Section
from zhuqi.foundation.webhooks.models import Webhook
from zhuqi.foundation.webhooks.subjects import in_words


def webhook_sections(inquiry: Inquiry) -> Sequence[Section]:
    """Where one's account has things told to."""
    rows = Webhook.objects.filter(user__in=inquiry.user_ids).order_by("pk")
    columns = (_("用途"), _("地址"), _("动态"), _("新建"), _("暂停"))
    told = [
        (
            row.name,
            row.url,
            in_words(row.kinds.split()),
            *(f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
              for at in (row.made_at, row.paused_at)),
        )
        for row in rows
    ]  # fmt: skip
    return [Section("webhooks", _("接口推送"), columns, told)]
