"""Whom a registration notifies: the office that has to decide it, and the person it is about.

`accounts` stands below this room and enqueues it by name (MEMBER_TOLD).
"""

from django.utils import timezone

from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.enums import MemberEvent
from zhuqi.foundation.accounts.models import Deputy, FirmMember, User
from zhuqi.foundation.accounts.queries import people_holding
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.notices.actions import Notice, notify
from zhuqi.foundation.notices.enums import Topic
from zhuqi.foundation.notices.leaving import Current, Leaving, register
from zhuqi.foundation.notices.texts import Text, declare

E = MemberEvent
_WORDS = {
    E.REGISTERED: (
        Topic.WORK, "企业登记待确认", "{姓名}申请登记为“{企业}”的人员，请核对后确认。",
        "有企业登记待确认，请登录助企平台办理。",
    ),
    E.MOVED: (
        Topic.WORK, "转来的企业登记待确认", "{姓名}申请登记为“{企业}”的人员，由其他活动办转来。",
        "有转来的企业登记待确认，请登录助企平台办理。",
    ),
    E.PAPERS_ADDED: (
        Topic.WORK, "企业登记补交了材料", "{姓名}为“{企业}”的登记补交了营业执照照片，请核对。",
        "有企业登记补交了材料，请登录助企平台办理。",
    ),
    E.CONFIRMED: (
        Topic.ACCOUNT, "企业登记已确认", "您可以代表“{企业}”反映困难、查看办理进展了。",
        "您的企业登记已确认，可以登录助企平台反映困难了。",
    ),
    E.REFUSED: (
        Topic.ACCOUNT, "企业登记没有通过", "“{企业}”的登记没有通过：{理由}。可以更正后重新登记。",
        "您的企业登记没有通过，原因请登录助企平台查看。",
    ),
    E.ENDED: (
        Topic.ACCOUNT, "企业登记已解除", "您不再代表“{企业}”。如有疑问，请联系{活动办}。",
        "您的企业登记已解除。如有疑问请联系当地活动办。",
    ),
    E.MADE_ADMIN: (
        Topic.ACCOUNT, "您已是企业管理员", "您已是“{企业}”的管理员，可以邀请同事、管理本企业人员。",
        "您已是本企业的管理员，可以邀请同事。详情请登录助企平台查看。",
    ),
}  # fmt: skip
_FOR_THE_OFFICE = frozenset({E.REGISTERED, E.MOVED, E.PAPERS_ADDED})
_SPECIMENS = {
    "姓名": "赵敏", "企业": "许昌钻石公司", "活动办": "市活动办", "理由": "统一社会信用代码不符",
}  # fmt: skip

declare(
    *(
        Text(
            code=f"member.{event}",
            label=f"{event.label} · 告知{'活动办' if event in _FOR_THE_OFFICE else '本人'}",
            topic=topic,
            title=title,
            body=body,
            short=short,
            placeholders=_SPECIMENS,
        )
        for event, (topic, title, body, short) in _WORDS.items()
    )
)


declare(
    Text(
        code="member.joined",
        label="有人用邀请码加入 · 告知企业管理员和发码的人",
        topic=Topic.ACCOUNT,
        title="有人用邀请码加入企业",
        body="{姓名}用邀请码加入了“{企业}”，可以代表企业反映困难。不认识的，请马上解除，或联系{活动办}。",
        short="有人用邀请码加入了您的企业。不认识的，请登录助企平台解除。",
        placeholders=_SPECIMENS,
    )
)


def _hosts(member: FirmMember) -> list[User]:
    """Who has to know that somebody came in by a code: the firm's 管理员 and whoever made it."""
    led = FirmMember.objects.filter(
        enterprise=member.enterprise_id, status=FirmMember.Status.CONFIRMED, is_admin=True
    ).select_related("user")
    hosts = {one.user_id: one.user for one in led}
    if member.invitation is not None:
        hosts[member.invitation.made_by_id] = member.invitation.made_by
    hosts.pop(member.user_id, None)
    return list(hosts.values())


def notify_of_member(event_id: int) -> int:
    """Tell of one event of a registration; not whoever did it. Returns how many were told."""
    event = Event.objects.get(pk=event_id)
    kind = MemberEvent(event.kind)
    member = FirmMember.objects.select_related(
        "office", "user", "enterprise", "invitation", "invitation__made_by"
    ).get(pk=event.object_id)
    told, code = [member.user], f"member.{kind}"
    if kind in _FOR_THE_OFFICE:
        told = list(people_holding(Role.REGISTRAR, member.office_id))
    elif kind == E.CONFIRMED and member.how == FirmMember.How.INVITED:
        told, code = _hosts(member), "member.joined"
    values = {
        "姓名": member.user.name,
        "企业": member.enterprise.name if member.enterprise else member.claimed_name,
        "活动办": str(member.office),
        "理由": str(event.facts.get("reason") or "请打开查看").rstrip("。"),
    }
    return notify(
        [
            Notice(
                user_id=user.pk,
                text_code=code,
                values=values,
                key=f"member:{member.pk}:{event.seq}",
                object_type="member",
                object_ref=str(member.pk),
                about={"member": member.pk, "office": kind in _FOR_THE_OFFICE},
            )
            for user in told
            if user.pk != event.actor_id
        ]
    )


def recheck(leaving: Leaving) -> Current:
    """The office is asked for what waits for it: not once it is decided, nor any longer than the
    registration is that office's."""
    member = FirmMember.objects.filter(pk=int(leaving.about["member"])).first()
    if member is None:
        return Current("登记已不在")
    if not leaving.about.get("office") or leaving.user is None:
        return Current()
    if member.status != FirmMember.Status.PENDING:
        return Current("登记已有结果")
    registrars = people_holding(Role.REGISTRAR, member.office_id, leaving.now)
    away = Deputy.objects.running(timezone.localdate(leaving.now)).filter(
        deputy=leaving.user, absent__in=registrars, unit=member.office_id
    )
    theirs = registrars.filter(pk=leaving.user.pk).exists() or away.exists()
    return Current() if theirs else Current("收件人已不办理这家活动办的登记")


register("member", recheck)
