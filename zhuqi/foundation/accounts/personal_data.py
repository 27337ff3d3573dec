"""What is held on one person, gathered from every room for themselves or their administrator."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.accounts.models import (
    Deputy,
    FirmMember,
    Grant,
    RoleAssignment,
    SignedInSession,
    User,
)
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.contributions.personal_data import (
    PERSONAL_DATA,
    TOUCHED_ROWS,
    Inquiry,
    Section,
)
from zhuqi.foundation.typed import phone_or_text

EVENTS_SHOWN = 2000


@dataclass(frozen=True, slots=True)
class Sought:
    """On whom: accounts, and the name with the phone. `offices` narrows cases and firms."""

    users: Sequence[User]
    name: str = ""
    phone: str = ""
    offices: Collection[int] | None = None


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Everything found; `whole`: confidential rows too, if there are any."""

    name: str
    at: datetime
    sections: list[Section] = field(default_factory=list)
    whole: bool = False

    @property
    def found(self) -> list[Section]:
        """The kinds of which something is held."""
        return [section for section in self.sections if section.rows]

    @property
    def nothing(self) -> list[str]:
        """The kinds of which nothing is held: said too, so that the answer is whole."""
        return [section.title for section in self.sections if not section.rows]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each kind."""
        return {section.key: len(section.rows) for section in self.sections}


def gather(sought: Sought, *, own: bool, now: datetime) -> PersonalData:
    """All of it, in a fixed number of queries. `own`: the person themself asks."""
    ids = [user.pk for user in sought.users]
    pairs = [(sought.name, sought.phone), *((user.name, user.phone) for user in sought.users)]
    events = Event.objects.filter(actor_id__in=ids, actor_id__gt=0).order_by("-pk")
    inquiry = Inquiry(
        user_ids=ids,
        firm_people=frozenset(user.pk for user in sought.users if user.official_id is None),
        named=sorted({each for pair in pairs if all(pair) for each in _as_kept(*pair)}),
        offices=sought.offices,
        own=own,
        now=now,
        events=list(events),
    )
    sections = [section for told in PERSONAL_DATA for section in told(inquiry)]
    who = sought.name or "、".join(user.name for user in sought.users)
    return PersonalData(who, now, sections, whole=own)


def _when(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def account_sections(inquiry: Inquiry) -> list[Section]:
    """Accounts, roles, firms spoken for, sessions, absences, grants."""
    ids = inquiry.user_ids
    parts = (_accounts, _roles, _memberships, _sessions, _deputies, _grants)
    return [part(ids) for part in parts]


def _accounts(ids: Collection[int]) -> Section:
    return Section(
        "accounts",
        _("账号"),
        (_("登录名"), _("姓名"), _("手机"), _("电子邮箱"), _("建立"), _("状态")),
        [
            (u.sign_in_name, u.name, u.phone, u.email, _when(u.joined_at),
             _("在用") if u.is_active else _("已停用"))
            for u in User.objects.filter(pk__in=ids).order_by("pk")
        ],
    )  # fmt: skip


def _roles(ids: Collection[int]) -> Section:
    roles = RoleAssignment.objects.filter(user__in=ids).select_related("unit")
    return Section(
        "roles",
        _("角色"),
        (_("角色"), _("单位"), _("起"), _("止")),
        [(str(r.get_role_display()), r.unit.name, _when(r.since), _when(r.until)) for r in roles],
    )


def _memberships(ids: Collection[int]) -> Section:
    members = FirmMember.objects.filter(user__in=ids).select_related("enterprise")
    return Section(
        "memberships",
        _("代表的企业"),
        (_("企业"), _("申请"), _("结果"), _("决定")),
        [
            (m.enterprise.name if m.enterprise else m.claimed_name, _when(m.asked_at),
             str(m.get_status_display()), _when(m.decided_at))
            for m in members
        ],
    )  # fmt: skip


def _sessions(ids: Collection[int]) -> Section:
    sessions = SignedInSession.objects.filter(user__in=ids)
    return Section(
        "sessions",
        _("登录中的浏览器"),
        (_("设备"), _("网络地址"), _("登录时间")),
        [(s.device, s.place, _when(s.started_at)) for s in sessions],
    )


def _deputies(ids: Collection[int]) -> Section:
    """Why somebody else is away is theirs."""
    deputies = Deputy.objects.filter(Q(absent__in=ids) | Q(deputy__in=ids)).select_related("unit")
    return Section(
        "deputies",
        _("请假与代理"),
        (_("身份"), _("单位"), _("起"), _("止"), _("事由")),
        [
            (_("请假"), d.unit.name, str(d.since), str(d.until), d.why)
            if d.absent_id in ids
            else (_("代理"), d.unit.name, str(d.since), str(d.until), "")
            for d in deputies
        ],
    )


def _grants(ids: Collection[int]) -> Section:
    grants = Grant.objects.filter(user__in=ids)
    return Section(
        "grants",
        _("特别授权"),
        (_("对象"), _("起"), _("止"), _("理由")),
        [(g.object_type, _when(g.since), _when(g.until), g.why) for g in grants],
    )


def event_sections(inquiry: Inquiry) -> list[Section]:
    """What the person did, on rows that are not kept back; the newest `EVENTS_SHOWN`."""
    told = [
        (event, rows)
        for event in inquiry.events
        if event.object_id not in (rows := inquiry.touched(event.object_type)).hidden
    ]
    rows_ = [
        (
            _when(event.occurred_at),
            rows.kind_label(event.kind),
            rows.names.get(event.object_id, "")
            if event.object_type in TOUCHED_ROWS
            else f"{event.object_type} {event.object_id}",
        )
        for event, rows in told[:EVENTS_SHOWN]
    ]
    title = _("做过的操作")
    if len(told) > EVENTS_SHOWN:
        title = _("做过的操作（共 %(all)s 条，列出最近 %(shown)s 条）") % {
            "all": len(told),
            "shown": EVENTS_SHOWN,
        }
    return [Section("events", title, (_("时间"), _("动作"), _("对象")), rows_)]


def _as_kept(name: str, phone: str) -> tuple[tuple[str, str], ...]:
    """The number as it was typed and in its one form: rows may hold either."""
    return (name, phone), (name, phone_or_text(phone))
