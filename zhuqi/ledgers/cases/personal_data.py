"""What is held on one person: gathered for themselves, or for who answers for accounts.

Only the person's own words and data: of other people no name and no phone is read. Confidential
cases are told to the person alone; nobody else learns that there are any. What was handed over
sealed is read by nobody.
"""

from collections.abc import Collection, Iterable, Sequence
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
from zhuqi.foundation.directory.models import EnterpriseContact
from zhuqi.foundation.notices.models import Message
from zhuqi.ledgers.cases.enums import Verb
from zhuqi.ledgers.cases.models import Answer, Case, Entry, Note, Rating

EVENTS_SHOWN = 2000
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """On whom: accounts, and the name with the phone. `offices` narrows cases and firms."""

    users: Sequence[User]
    name: str = ""
    phone: str = ""
    offices: Collection[int] | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of data as a table."""

    key: str
    title: str
    columns: Row
    rows: Sequence[Row]

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """Every value with its column, as phones and files tell them."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Everything found; `whole`: confidential cases too, if there are any."""

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
    events = list(Event.objects.filter(actor_id__in=ids, actor_id__gt=0).order_by("-pk"))
    cases = list(_cases(sought, ids))
    touched = {event.object_id for event in events if event.object_type == "case"}
    every = Q(pk__in=touched) | Q(pk__in=[case.pk for case in cases])
    kept_back = Q(sealed=True) if own else Q(sealed=True) | Q(confidential=True)
    secret = set(Case.objects.filter(every, kept_back).values_list("pk", flat=True))
    cases = [case for case in cases if case.pk not in secret]
    events = [e for e in events if not (e.object_type == "case" and e.object_id in secret)]
    numbers = dict(
        Case.objects.filter(pk__in=touched - secret).values_list("pk", "number")
    )  # fmt: skip
    sections = [
        *_account(sought.users, ids),
        _said(sought, cases),
        _written(ids, events, numbers, secret),
        _contacts(sought),
        _messages(ids, own=own),
        _done(events, numbers),
    ]
    who = sought.name or "、".join(user.name for user in sought.users)
    return PersonalData(who, now, sections, whole=own)


def _cases(sought: Sought, ids: Collection[int]) -> Iterable[Case]:
    theirs = Q(submitted_by__in=[pk for pk in ids if pk])
    for name, phone in _names(sought):
        theirs |= Q(reporter_name=name, reporter_phone=phone)
    rows = Case.objects.filter(theirs)
    if sought.offices is not None:
        rows = rows.filter(office__in=sought.offices)
    return rows.order_by("pk")


def _names(sought: Sought) -> list[tuple[str, str]]:
    pairs = [(sought.name, sought.phone), *((user.name, user.phone) for user in sought.users)]
    return [(name, phone) for name, phone in pairs if name and phone]


def _when(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def _account(users: Sequence[User], ids: Collection[int]) -> list[Section]:
    roles = RoleAssignment.objects.filter(user__in=ids).select_related("unit")
    members = FirmMember.objects.filter(user__in=ids).select_related("enterprise")
    sessions = SignedInSession.objects.filter(user__in=ids)
    deputies = Deputy.objects.filter(Q(absent__in=ids) | Q(deputy__in=ids)).select_related("unit")
    grants = Grant.objects.filter(user__in=ids)
    return [
        Section(
            "accounts",
            _("账号"),
            (_("登录名"), _("姓名"), _("手机"), _("电子邮箱"), _("建立"), _("状态")),
            [
                (u.username, u.name, u.phone, u.email, _when(u.joined_at),
                 _("在用") if u.is_active else _("已停用"))
                for u in users
            ],
        ),
        Section(
            "roles",
            _("角色"),
            (_("角色"), _("单位"), _("起"), _("止")),
            [
                (str(r.get_role_display()), r.unit.name, _when(r.since), _when(r.until))
                for r in roles
            ],
        ),
        Section(
            "memberships",
            _("代表的企业"),
            (_("企业"), _("申请"), _("结果"), _("决定")),
            [
                (m.enterprise.name if m.enterprise else m.claimed_name, _when(m.asked_at),
                 str(m.get_status_display()), _when(m.decided_at))
                for m in members
            ],
        ),
        Section(
            "sessions",
            _("登录中的浏览器"),
            (_("登录时间"),),
            [(_when(s.started_at),) for s in sessions],
        ),
        Section(
            "deputies",
            _("请假与代理"),
            (_("身份"), _("单位"), _("起"), _("止"), _("事由")),
            # Why somebody else is away is theirs.
            [
                (_("请假"), d.unit.name, str(d.since), str(d.until), d.why)
                if d.absent_id in ids
                else (_("代理"), d.unit.name, str(d.since), str(d.until), "")
                for d in deputies
            ],
        ),
        Section(
            "grants",
            _("特别授权"),
            (_("对象"), _("起"), _("止"), _("理由")),
            [(g.object_type, _when(g.since), _when(g.until), g.why) for g in grants],
        ),
    ]  # fmt: skip


def _said(sought: Sought, cases: Iterable[Case]) -> Section:
    """Words of those they reported themselves; what an official took down is the firm's."""
    pairs = set(_names(sought))
    firm_people = {user.pk for user in sought.users if user.official_id is None}
    rows = []
    for case in cases:
        named = (case.reporter_name, case.reporter_phone) in pairs
        words = named or case.submitted_by in firm_people
        said = (case.title, case.body, case.wish) if words else ("", "", "")
        mine = (case.reporter_name, case.reporter_phone) if named else ("", "")
        rows.append((case.number, _when(case.submitted_at), *said, *mine))
    columns = (
        _("编号"), _("提出"), _("诉求"), _("具体情况"), _("希望怎样解决"), _("反映人"), _("电话"),
    )  # fmt: skip
    return Section("cases", _("提出或登记的诉求"), columns, rows)


def _written(
    ids: Collection[int],
    events: Iterable[Event],
    numbers: dict[int, str],
    secret: Collection[int],
) -> Section:
    """Ratings, entries, notes and answers, known by the events that logged them."""
    ratings, entries, notes = set[tuple[int, int]](), set[tuple[int, int]](), set[object]()
    for event in events:
        if event.object_type != "case":
            continue
        facts = event.facts
        if event.kind == Verb.RATE:
            ratings.add((event.object_id, int(facts.get("round", 0))))
        elif event.kind == Verb.NOTE:
            notes.add((event.object_id, event.occurred_at))
        elif "entry" in facts:
            entries.add((event.object_id, int(facts["entry"])))
    known = list(numbers)
    rows = [
        (numbers[r.case_id], _when(r.rated_at), _("评价"),
         f"{r.get_verdict_display()} {r.get_satisfaction_display()} {r.comment}".strip())
        for r in Rating.objects.filter(case__in=known).order_by("pk")
        if (r.case_id, r.round) in ratings
    ]  # fmt: skip
    rows += [
        (numbers[e.case_id], _when(e.at), str(e.get_verb_display()), e.text)
        for e in Entry.objects.filter(case__in=known).order_by("pk")
        if (e.case_id, e.ordinal) in entries
    ]
    rows += [
        (numbers[n.case_id], _when(n.at), _("内部备注"), n.text)
        for n in Note.objects.filter(case__in=known).order_by("pk")
        if (n.case_id, n.at) in notes
    ]
    answers = Answer.objects.filter(author__in=ids, author__gt=0).exclude(case__in=secret)
    rows += [
        (a.case.number, _when(a.answered_at), _("答复"), a.text)
        for a in answers.select_related("case").order_by("pk")
    ]
    return Section("written", _("写过的内容"), (_("编号"), _("时间"), _("种类"), _("内容")), rows)


def _contacts(sought: Sought) -> Section:
    theirs = Q(pk__in=())
    for name, phone in _names(sought):
        theirs |= Q(name=name, phone=phone)
    found = EnterpriseContact.objects.filter(theirs).select_related("enterprise")
    if sought.offices is not None:
        found = found.filter(enterprise__office__in=sought.offices)
    rows = [(c.enterprise.name, c.name, c.title, c.phone, c.email) for c in found]
    columns = (_("企业"), _("联系人"), _("职务"), _("电话"), _("电子邮箱"))
    return Section("contacts", _("企业联系人"), columns, rows)


def _messages(ids: Collection[int], *, own: bool) -> Section:
    """What they were told; others than themselves read only when and on what."""
    rows = [
        (_when(m.created_at), str(m.get_topic_display()), m.title if own else "", _when(m.read_at))
        for m in Message.objects.filter(user__in=ids).order_by("pk")
    ]
    return Section("messages", _("收到的消息"), (_("时间"), _("类别"), _("标题"), _("读过")), rows)


def _done(events: Sequence[Event], numbers: dict[int, str]) -> Section:
    rows = [
        (_when(e.occurred_at), _kind(e), numbers.get(e.object_id, "") if e.object_type == "case"
         else f"{e.object_type} {e.object_id}")
        for e in events[:EVENTS_SHOWN]
    ]  # fmt: skip
    title = _("做过的操作")
    if len(events) > EVENTS_SHOWN:
        title = _("做过的操作（共 %(all)s 条，列出最近 %(shown)s 条）") % {
            "all": len(events),
            "shown": EVENTS_SHOWN,
        }
    return Section("events", title, (_("时间"), _("动作"), _("对象")), rows)


def _kind(event: Event) -> str:
    known = event.object_type == "case" and event.kind in Verb.values
    return str(Verb(event.kind).label) if known else event.kind
