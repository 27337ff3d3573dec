"""What is held of somebody's tokens."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.contributions.personal_data import Inquiry, Section
from zhuqi.foundation.tokens.models import ApiToken
from zhuqi.foundation.tokens.scopes import in_words


def _when(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def token_sections(inquiry: Inquiry) -> Sequence[Section]:
    """The tokens by which one's account is used."""
    rows = ApiToken.objects.filter(user__in=inquiry.user_ids).order_by("pk")
    columns = (_("用途"), _("权限"), _("生成"), _("有效期至"), _("最近使用"), _("作废"))
    told = [
        (
            row.name,
            in_words(row.scopes.split()),
            *map(_when, (row.made_at, row.expires_at, row.last_used_at, row.revoked_at)),
        )
        for row in rows
    ]
    return [Section("api_tokens", _("访问令牌"), columns, told)]
