"""批示: instruct, report on it, read the report. The words are seen by those they are for.

A leader's deputy (代理) does what the leader's post does. What the deputy writes is the leader's
instruction, entered by the deputy and marked 代, so its report comes back to the leader. The
deputy reads the report and marks it read, but not the words of the leader's other instructions:
those were for named people, and an absence names nobody.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from zhuqi.foundation.access import Absent, NotNow, NotValid, Role
from zhuqi.foundation.accounts.models import RoleAssignment, User
from zhuqi.foundation.accounts.moments import running
from zhuqi.foundation.attachments.actions import Prepared
from zhuqi.foundation.audit.models import Event
from zhuqi.ledgers.cases.actions.handling import attach_to
from zhuqi.ledgers.cases.actions.store import OBJECT
from zhuqi.ledgers.cases.actions.work import CaseAggregate, CaseChange, close_of, required
from zhuqi.ledgers.cases.clocks import INSTRUCTED
from zhuqi.ledgers.cases.enums import CaseRole, Verb
from zhuqi.ledgers.cases.lifecycle import INSTRUCTION
from zhuqi.ledgers.cases.models import Case, Instruction

TEXT_LIMIT = 5000


def instruct(
    change: CaseChange,
    *,
    leader: User | None = None,
    requirement: str,
    text: str = "",
    readers: Sequence[User] = (),
    due: date | None = None,
    attachments: Sequence[Prepared] = (),
) -> None:
    """批示: by the leader or their deputy, or entered by the office. Words, a scan, or both.

    `due`: by when a report is wanted; without one the scheme's time runs. Refused on matters
    before a court and others whose boundary allows no instruction.

    NotValid without a leader, for one of another ledger, or for words in somebody's name whose
    deputy one is not.
    """
    errors: dict[str, str] = {}
    requirement = required(errors, "requirement", requirement, "办理要求", 1000)
    text = text.replace("\x00", "").strip()
    if not text and not attachments:
        errors["text"] = "请填写批示内容，或上传批示件"
    elif len(text) > TEXT_LIMIT:
        errors["text"] = f"批示内容最多 {TEXT_LIMIT} 字"
    if due is not None and due < timezone.localdate(change.now):
        errors["due"] = "报告日期不能早于今天"
    step = change.begin(Verb.INSTRUCT, errors)
    leader = _the_leader(change, leader)
    row = Instruction(
        case=change.case,
        ordinal=len(change.aggregate.instructions) + 1,
        leader=leader,
        leader_name=leader.name,
        text=text,
        requirement=requirement,
        readers=sorted({user.pk for user in readers}),
        entered_by=change.by.actor.user_id,
        entered_by_name=change.by.actor.who,
        instructed_at=change.now,
    )
    change.aggregate.instructions.append(row)
    change.aggregate.new_rows.append(row)
    attach_to(change, attachments, f"instruction:{row.ordinal}")
    # The words stay out of the log: it is read by people they are not for.
    change.happen(
        step,
        Verb.INSTRUCT,
        data={"instruction": row.ordinal, "leader": leader.pk, "files": len(attachments)},
        lines=[(row.ordinal, INSTRUCTED)],
        due=close_of(due, change.aggregate.calendar) if due else None,
        erasable={"requirement": requirement},
    )


def _the_leader(change: CaseChange, leader: User | None) -> User:
    """Leaders write their own, a deputy the absent leader's; the office for one of its ledger."""
    own, away = change.by.actor.user_id, leaders_away(change)
    if leader is None and (Role.LEADER, change.case.office_id) in change.by.scope.own.posts:
        leader = User.objects.get(pk=own)
    if leader is None and len(away) == 1:
        leader = User.objects.get(pk=next(iter(away)))
    if leader is None:
        raise NotValid({"leader": "请选择是哪位领导的批示"})
    if not leaders_of(change.case).filter(pk=leader.pk).exists():
        raise NotValid({"leader": f"“{leader.name}”不是本台账的领导"})
    if (
        CaseRole.LEADER in change.case_roles
        and leader.pk != own
        and leader.pk not in away
        and change.case.office_id not in change.by.scope.offices
    ):
        raise NotValid({"leader": "只能写本人的批示"})
    if change.case.office_id not in change.by.scope.own.offices:
        _act_for(change, away.get(leader.pk))
    return leader


def leaders_away(change: CaseChange) -> dict[int, Absent]:
    """Leaders of this ledger whom the person stands in for, by user id."""
    delegated = change.by.scope.away_with(Role.LEADER)
    return {absent.user_id: absent for absent, unit in delegated if unit == change.case.office_id}


def _act_for(change: CaseChange, absent: Absent | None) -> None:
    """Of several one stands in for, it is this one's."""
    change.by = replace(change.by, actor=replace(change.by.actor, acting_for=absent))


def leaders_of(case: Case) -> QuerySet[User, User]:
    """Leaders whose words a case of this ledger may carry."""
    held = RoleAssignment.objects.filter(
        running(timezone.now()), role=Role.LEADER, unit=case.office_id
    )
    return User.objects.filter(is_active=True, pk__in=held.order_by().values("user_id"))


def readers_for(aggregate: CaseAggregate) -> QuerySet[User, User]:
    """Whom a leader may name to read the words: the office's people, heads and handlers."""
    units = {aggregate.case.office_id, *(a.unit_id for a in aggregate.sheets)}
    roles = (Role.REGISTRAR, Role.REVIEWER, Role.SIGNER, Role.UNIT_HEAD, Role.HANDLER)
    held = RoleAssignment.objects.filter(
        running(timezone.now()), role__in=roles, unit__in=units
    ).order_by()
    return User.objects.filter(is_active=True, pk__in=held.values("user_id")).order_by("pk")


def _chosen(change: CaseChange, ordinal: int, state: Instruction.State) -> Instruction:
    for row in change.aggregate.instructions:
        if row.ordinal == ordinal and row.state == state:
            return row
    raise NotValid({"ordinal": "请选择一件批示"})


def report_on(
    change: CaseChange, *, ordinal: int, text: str, attachments: Sequence[Prepared] = ()
) -> None:
    """报告批示: what was done about it, by the lead unit or the office; the clock stops.

    NotValid where there is no instruction of that number.
    """
    errors: dict[str, str] = {}
    text = required(errors, "text", text, "办理情况", TEXT_LIMIT)
    step = change.begin(Verb.REPORT_ON, errors)
    row = _chosen(change, ordinal, Instruction.State.OPEN)
    row.state = INSTRUCTION.move(Instruction.State.OPEN, Verb.REPORT_ON)
    row.report = text
    row.reported_at, row.reported_by = change.now, change.by.actor.name
    change.touch(row)
    attach_to(change, attachments, f"report:{ordinal}")
    change.happen(
        step,
        Verb.REPORT_ON,
        data={"instruction": ordinal, "files": len(attachments)},
        lines=[(ordinal, INSTRUCTED)],
        erasable={"report": text},
    )


def mark_read(change: CaseChange, *, ordinal: int, remark: str = "") -> None:
    """圈阅: the leader has read the report, or the inspection office or the leader's deputy has.

    A deputy who reported marks nothing read: two eyes are not four.

    NotNow for who wrote the report; NotValid where there is no instruction of that number, or the
    leader is not one they act for.
    """
    step = change.begin(Verb.MARK_READ)
    row = _chosen(change, ordinal, Instruction.State.REPORTED)
    if CaseRole.INSPECTOR not in change.case_roles and row.leader_id != change.by.actor.user_id:
        absent = leaders_away(change).get(row.leader_id)
        if absent is None:
            raise NotValid({"ordinal": "请由批示领导本人或督查人员圈阅"})
        if _reporter_of(row) == change.by.actor.user_id:
            raise NotNow(
                "报告由您本人提交，请由批示领导本人或督查人员圈阅",
                state=str(change.case.get_state_display()),
            )
        _act_for(change, absent)
    row.state = INSTRUCTION.move(Instruction.State.REPORTED, Verb.MARK_READ)
    row.read_at = change.now
    row.read_by, row.read_remark = change.by.actor.who, remark.replace("\x00", "").strip()[:500]
    change.touch(row)
    change.happen(
        step,
        Verb.MARK_READ,
        data={"instruction": ordinal},
        erasable={"remark": row.read_remark},
    )


def _reporter_of(row: Instruction) -> int:
    """Who wrote the report that waits, as the log has it; 0 for nobody known."""
    told = Event.objects.filter(object_type=OBJECT, object_id=row.case_id, kind=Verb.REPORT_ON)
    for event in told.order_by("-seq"):
        if event.facts["instruction"] == row.ordinal:
            return event.actor_id
    return 0
