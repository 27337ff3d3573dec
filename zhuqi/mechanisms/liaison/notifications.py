"""A firm is told who looks after it from a day on, when that changes."""

from collections.abc import Mapping

from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.directory.models import LiaisonLink
from zhuqi.foundation.notices import leaving
from zhuqi.foundation.notices.actions import Notice, notify
from zhuqi.foundation.notices.enums import Topic
from zhuqi.foundation.notices.leaving import Current, Leaving
from zhuqi.foundation.notices.texts import Text, declare

OBJECT = "liaison_link"
declare(
    Text(
        code="liaison.changed", label="联系干部变动 · 告知企业", topic=Topic.PROGRESS,
        title="从{日期}起由{姓名}联系您的企业",
        body="从 {日期} 起，由{姓名}（{身份}）联系{企业}，有事可以直接找。",
        short="联系您企业的人从{日期}起有变动。详情请登录助企平台查看。",
        placeholders={
            "日期": "12月1日", "姓名": "李明", "身份": "助企干部", "企业": "许昌某公司",
        },
    )
)  # fmt: skip


def tell_firm(link_id: int) -> int:
    """Everybody who speaks for the firm, once; how many inboxes it reached."""
    link = _link(link_id)
    if link is None:
        return 0
    members = FirmMember.objects.filter(
        enterprise=link.enterprise_id, status=FirmMember.Status.CONFIRMED
    )
    people = User.objects.filter(is_active=True, pk__in=members.order_by().values("user"))
    values = _values(link)
    return notify(
        [
            Notice(
                user_id=user.pk,
                text_code="liaison.changed",
                values=values,
                key=f"{OBJECT}:{link.pk}",
                object_type=OBJECT,
                object_ref=str(link.enterprise_id),
                aloud=values,
                about={"link": link.pk},
            )
            for user in people.order_by("pk")
        ]
    )


def _link(link_id: int) -> LiaisonLink | None:
    """As long as it holds."""
    rows = LiaisonLink.objects.filter(pk=link_id, until=None)
    return rows.select_related("enterprise", "official", "unit").first()


def _values(link: LiaisonLink) -> Mapping[str, str]:
    return {
        "日期": f"{link.since.month}月{link.since.day}日",
        "姓名": str(link.official or link.unit),
        "身份": str(link.get_kind_display()),
        "企业": link.enterprise.name,
    }


def recheck(one: Leaving) -> Current:
    """A notice that has not left yet: does the link still hold?"""
    link = _link(int(one.about["link"]))
    return Current(values=_values(link)) if link else Current("联系关系又有变动")


leaving.register(OBJECT, recheck)
