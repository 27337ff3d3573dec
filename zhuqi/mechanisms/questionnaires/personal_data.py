"""What this room holds on a person: the questionnaires they filled in."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from zhuqi.foundation.contributions.personal_data import Inquiry, Section
from zhuqi.mechanisms.questionnaires.models import QuestionnaireReply


def reply_sections(inquiry: Inquiry) -> Sequence[Section]:
    """Replies with their questionnaire, firm and day; what was answered is the firm's."""
    rows = QuestionnaireReply.objects.filter(answered_by__in=inquiry.user_ids)
    if inquiry.offices is not None:
        rows = rows.filter(enterprise__office__in=inquiry.offices)
    told = [
        (
            one.questionnaire.title,
            one.enterprise.name,
            f"{one.returned_at:%Y-%m-%d}" if one.returned_at else "",
        )
        for one in rows.select_related("questionnaire", "enterprise").order_by("-pk")
    ]
    columns = (_("问卷"), _("企业"), _("提交日期"))
    return [Section("questionnaires", _("填写的问卷"), columns, told)]
