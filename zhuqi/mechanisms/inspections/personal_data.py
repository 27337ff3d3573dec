"""What this room holds on a person: the teams they were in."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from zhuqi.foundation.contributions.personal_data import Inquiry, Section
from zhuqi.mechanisms.inspections.models import TeamMember


def team_sections(inquiry: Inquiry) -> Sequence[Section]:
    """The rounds in whose team they are. What they did there is told by accounts, as deeds."""
    rows = TeamMember.objects.filter(user__in=inquiry.user_ids)
    if inquiry.offices is not None:
        rows = rows.filter(round__office__in=inquiry.offices)
    told = [
        (one.round.title, f"{one.round.since:%Y-%m-%d}", str(one.round.get_state_display()))
        for one in rows.select_related("round").order_by("-pk")
    ]
    columns = (_("轮次"), _("开始日期"), _("状态"))
    return [Section("inspections", _("参加的督导检查组"), columns, told)]
