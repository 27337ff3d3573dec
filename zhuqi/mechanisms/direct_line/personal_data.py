"""What this room holds on a person: the letters they wrote and those written to them."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from zhuqi.foundation.contributions.personal_data import Inquiry, Section
from zhuqi.mechanisms.direct_line.models import Letter


def letter_sections(inquiry: Inquiry) -> Sequence[Section]:
    """Letters with their firm, day and state; what is written is the firm's."""
    rows = Letter.objects.filter(Q(sender__in=inquiry.user_ids) | Q(to__in=inquiry.user_ids))
    if inquiry.offices is not None:
        rows = rows.filter(enterprise__office__in=inquiry.offices)
    told = [
        (one.title, one.enterprise.name, f"{one.sent_at:%Y-%m-%d}", str(one.get_state_display()))
        for one in rows.select_related("enterprise").order_by("-pk")
    ]
    columns = (_("来信"), _("企业"), _("日期"), _("状态"))
    return [Section("letters", _("信息直通车来信"), columns, told)]
