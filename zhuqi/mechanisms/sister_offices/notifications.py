"""Who is told between sisters: offices asked to join, and whoever is owed a word about a case.

A notice names offices and the case's number, not its firm nor its title."""

from collections.abc import Mapping

from zhuqi.foundation.access import Role
from zhuqi.foundation.notices.enums import Topic
from zhuqi.foundation.notices.of_rows import RowNotices, Told
from zhuqi.foundation.notices.recipients import Recipient, people_of, people_of_each
from zhuqi.foundation.notices.texts import Text, declare
from zhuqi.mechanisms.sister_offices import queries
from zhuqi.mechanisms.sister_offices.actions import alliances, sharings
from zhuqi.mechanisms.sister_offices.enums import (
    READING,
    AllianceState,
    AllianceVerb,
    Beginning,
    SharingState,
    SharingVerb,
)
from zhuqi.mechanisms.sister_offices.models import Alliance, Sharing

OF_ALLIANCE = {"联动": "企业服务三办联动", "建立": "市活动办"}
OF_SHARING = {"编号": "1000-26-0123-4", "主管": "市活动办", "对方": "市营商环境办"}


def _text(code: str, label: str, topic: Topic, title: str, body: str) -> Text:
    placeholders = OF_ALLIANCE if code.startswith("sister_alliance") else OF_SHARING
    return Text(
        code=code, label=label, topic=topic, title=title, body=body,
        short=f"{title}。详情请登录助企平台查看。", placeholders=placeholders,
    )  # fmt: skip


declare(
    _text(
        "sister_alliance.asked", "邀请加入活动办联动 · 告知被邀请的活动办", Topic.WORK,
        "{建立}邀请加入“{联动}”",
        "{建立}建立了“{联动}”，邀请贵办加入，请确认加入或说明不加入的原因。",
    ),
    _text(
        "sister_alliance.changed", "活动办联动成员变化 · 告知成员活动办", Topic.PROGRESS,
        "“{联动}”的成员有变化", "“{联动}”有活动办加入或退出，请打开查看。",
    ),
    _text(
        "sister_alliance.ended", "活动办联动结束 · 告知成员活动办", Topic.PROGRESS,
        "“{联动}”已结束", "“{联动}”已结束，共享的诉求不再互相可见。",
    ),
    _text(
        "sister_sharing.asked", "请求共享诉求 · 告知主管活动办", Topic.WORK,
        "{对方}请求共享诉求 {编号}", "{对方}请求共享{主管}的诉求 {编号}，请答复同意或不同意。",
    ),
    _text(
        "sister_sharing.shared", "诉求已共享 · 告知联动活动办", Topic.PROGRESS,
        "诉求 {编号} 已共享", "{主管}的诉求 {编号} 已和{对方}共享，可以查看和提意见。",
    ),
    _text(
        "sister_sharing.offered", "提出移交 · 告知联动活动办", Topic.WORK,
        "{主管}提出移交诉求 {编号}",
        "{主管}提出把诉求 {编号} 移交给{对方}，请接收或说明不接收的原因。",
    ),
    _text(
        "sister_sharing.wanted", "请求移交 · 告知主管活动办", Topic.WORK,
        "{对方}请求移交诉求 {编号}", "{对方}请求{主管}移交诉求 {编号}，请答复同意或不同意。",
    ),
    _text(
        "sister_sharing.said", "意见和答复 · 告知另一方活动办", Topic.PROGRESS,
        "诉求 {编号} 的联动有新的意见或答复",
        "{主管}、{对方}共享的诉求 {编号} 有新的意见或答复，请打开查看。",
    ),
    _text(
        "sister_sharing.handed", "诉求已移交 · 告知另一方活动办", Topic.PROGRESS,
        "诉求 {编号} 已移交{对方}", "诉求 {编号} 已移交{对方}办理，由{对方}受理。",
    ),
)  # fmt: skip


# Alliances ----------------------------------------------------------------------------------------


def _members(row: Alliance, word: str) -> list[Recipient]:
    """Those asked, of a question; else every member there is or was until now."""
    rows = row.members.order_by("office_id")
    if word in {alliances.ENTER, AllianceVerb.INVITE}:
        rows = rows.filter(joined_at=None, left_at=None)
    offices = sorted(set(rows.values_list("office_id", flat=True)))
    return people_of_each(offices, *queries.DECIDERS)


def _names(row: Alliance) -> Mapping[str, str]:
    return {"联动": row.name, "建立": str(row.keeper)}


_RUNS = AllianceState.RUNNING
ALLIANCE_NOTICES = RowNotices(
    object_type=alliances.OBJECT,
    rows=lambda: Alliance.objects.select_related("keeper"),
    visible=Alliance.objects.visible_to,
    told={
        alliances.ENTER: Told.of("sister_alliance.asked", _RUNS),
        AllianceVerb.INVITE: Told.of("sister_alliance.asked", _RUNS),
        AllianceVerb.JOIN: Told.of("sister_alliance.changed", _RUNS),
        AllianceVerb.LEAVE: Told.of("sister_alliance.changed", _RUNS),
        AllianceVerb.END: Told.of("sister_alliance.ended", AllianceState.ENDED),
    },
    group=_members,
    values=_names,
    unseen="收件人已看不到这个联动",
)
ALLIANCE_NOTICES.register()


# Shared cases -------------------------------------------------------------------------------------

S, V = SharingState, SharingVerb
_TO_OWNER = frozenset({Beginning.ASK, V.WANT, V.ACCEPT, V.DECLINE})
_TO_BOTH = frozenset({V.OPINE, V.END})


def _group(row: Sharing, word: str) -> list[Recipient]:
    """The other side of whoever did it; of what either may do, both but for the doer."""
    if word in _TO_BOTH:
        return people_of_each(sorted({row.case.office_id, row.owner_id, row.sister_id}), *_WORK)
    moved = row.case.office_id == row.sister_id
    owner = row.owner_id if moved else row.case.office_id
    return people_of(owner if word in _TO_OWNER else row.sister_id, *_WORK)


_WORK = (Role.REGISTRAR, Role.REVIEWER)


def _values(row: Sharing) -> Mapping[str, str]:
    return {"编号": row.case.number, "主管": str(row.owner), "对方": str(row.sister)}


_SAID = Told.of("sister_sharing.said", S.SHARED, S.OFFERED, S.WANTED, S.REFUSED, S.ENDED)
NOTICES = RowNotices(
    object_type=sharings.OBJECT,
    rows=lambda: Sharing.objects.select_related("case", "owner", "sister"),
    visible=Sharing.objects.visible_to,
    told={
        V.AGREE: Told.of("sister_sharing.shared", *READING),
        V.REFUSE: _SAID,
        V.OPINE: _SAID,
        V.OFFER: Told.of("sister_sharing.offered", S.OFFERED),
        V.WANT: Told.of("sister_sharing.wanted", S.WANTED),
        V.ACCEPT: Told.of("sister_sharing.handed", S.HANDED),
        V.YIELD: Told.of("sister_sharing.handed", S.HANDED),
        V.DECLINE: _SAID,
        V.TAKE_BACK: _SAID,
        V.KEEP: _SAID,
        V.END: _SAID,
        Beginning.ASK: Told.of("sister_sharing.asked", S.ASKED),
        Beginning.SHARE: Told.of("sister_sharing.shared", *READING),
        Beginning.HAND: Told.of("sister_sharing.offered", S.OFFERED),
    },
    group=_group,
    values=_values,
    unseen="收件人已看不到这项联动",
)
NOTICES.register()
