"""What this room holds on a person: bodies they chair or advise, and opinions asked of them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from zhuqi.foundation.contributions.personal_data import Inquiry, Section
from zhuqi.mechanisms.meetings.models import Adviser, Body, Opinion


def meeting_sections(inquiry: Inquiry) -> Sequence[Section]:
    """What they were in, from when to when; what they wrote is told of by its body and day."""
    offices = {} if inquiry.offices is None else {"office__in": inquiry.offices}
    of_body = {f"body__{name}": value for name, value in offices.items()}
    of_item = {f"item__body__{name}": value for name, value in offices.items()}
    chaired = Body.objects.filter(chair__in=inquiry.user_ids, **offices).order_by("pk")
    advised = Adviser.objects.filter(user__in=inquiry.user_ids, **of_body).order_by("pk")
    asked = Opinion.objects.filter(user__in=inquiry.user_ids, **of_item).order_by("pk")
    told = [(str(row), _("召集人"), "", "") for row in chaired]
    told += [
        (str(row.body), str(row.get_kind_display()), f"{row.since}", f"{row.until or ''}")
        for row in advised.select_related("body")
    ]
    wrote = [
        (str(row.item.body), f"{row.asked_at:%Y-%m-%d}", f"{row.given_at or ''}"[:10])
        for row in asked.select_related("item__body")
    ]
    columns = (_("会议机构"), _("身份"), _("从"), _("到"))
    return [
        Section("meeting bodies", _("担任召集人、专家顾问的会议机构"), columns, told),
        Section("meeting opinions", _("书面意见"), (_("会议机构"), _("征求"), _("提出")), wrote),
    ]
