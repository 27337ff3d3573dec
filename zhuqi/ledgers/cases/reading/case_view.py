"""One case as a page shows it: timeline, clocks with their explanation, what can be done now."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from zhuqi.foundation.access import Person, Role
from zhuqi.foundation.accounts.absences import Away, away
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.queries import calendar, revealed
from zhuqi.foundation.workdays import Calendar, ExplanationLine, ExplanationPart, Pause
from zhuqi.foundation.workdays import Unit as TimeUnit
from zhuqi.ledgers.cases.actions.store import OBJECT, load, rulebook
from zhuqi.ledgers.cases.actions.work import CaseAggregate, CaseChange
from zhuqi.ledgers.cases.clocks import FAR, Reading
from zhuqi.ledgers.cases.enums import (
    FIRM_CLOCKS,
    AssignmentState,
    CaseRole,
    ClockKind,
    Light,
    State,
    Verdict,
)
from zhuqi.ledgers.cases.instructions.reading import InstructionRow, rows_of
from zhuqi.ledgers.cases.models import (
    Answer,
    Assignment,
    Case,
    Clock,
    Instruction,
    Note,
    Recusal,
)
from zhuqi.ledgers.cases.queries import light_of
from zhuqi.ledgers.cases.reading.fields import Field, outside, visible_fields
from zhuqi.ledgers.cases.reading.file_access import readable
from zhuqi.ledgers.cases.reading.moments import SHOWN_CLOCKS, Moment, moments_of
from zhuqi.ledgers.cases.reading.officers import Officer, liaison_of, officer_of
from zhuqi.ledgers.cases.rules import Offer, offers


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A run of a clock: whose, until when, how it stands, and why until then.

    `late` is true for a run that ended late or runs late; `remaining` is Chinese, empty if ended.
    """

    clock: ClockKind
    owner: str
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    light: Light
    late: bool
    remaining: str
    explanation: tuple[ExplanationLine, ...]
    provisional: bool


@dataclass(frozen=True, slots=True)
class NextStep:
    """What happens next, for the firm: a sentence and until when (None: no time promised).

    `warn_at`: from when that time is close.
    """

    sentence: str
    due_at: datetime | None
    warn_at: datetime | None = None


@dataclass(slots=True)
class CaseView:
    """Everything the page of one case needs, already cut to what the person may see."""

    case: Case
    person: Person
    now: datetime
    aggregate: CaseAggregate
    case_roles: frozenset[CaseRole]
    fields: frozenset[Field]
    offers: list[Offer]
    moments: list[Moment]
    clocks: list[ClockRow]
    assignments: list[Assignment]
    answers: list[Answer]
    notes: list[Note]
    files: list[Attachment]
    words: list[InstructionRow]
    officer: Officer
    liaison: Officer | None
    next_step: NextStep
    away: Away | None
    recusals: list[Recusal]
    told: list[Unit]

    @property
    def outside(self) -> bool:
        """True if the person follows the case as its firm or its chamber does."""
        return outside(self.case_roles)

    @property
    def deemed_received(self) -> list[Assignment]:
        """Sheets unsigned past their limit: 视同签收, read off the clocks, no event."""
        over = {
            key[1]
            for key, clock in self.aggregate.clocks.items()
            if clock.clock == ClockKind.SIGN
            and clock.stopped_at is None
            and clock.due_at <= self.now
        }
        return [
            a for a in self.assignments if a.state == AssignmentState.ISSUED and a.sheet in over
        ]


def case_file(person: Person, case: int | str, now: datetime | None = None) -> CaseView | None:
    """The case (by id, or by number) as the person may see it, or None where they may not.

    In a fixed number of queries.
    """
    moment = now or timezone.now()
    row = (
        Case.objects.visible_to(person.scope)
        # Few joins: PostgreSQL plans fourteen of them in 30 ms. Pages fetch what else they show.
        .select_related("office", "region", "enterprise")
        .filter(**({"number": case} if isinstance(case, str) else {"pk": case}))
        .order_by()
        .first()
    )
    return _file_of(person, row, moment) if row else None


def _file_of(person: Person, case: Case, moment: datetime) -> CaseView:
    [aggregate] = load([case], rulebook())
    change = CaseChange(aggregate, person, moment)
    fields = visible_fields(
        change.case_roles, confidential=case.confidential, told=case.redaction is None
    )
    masked = Field.PHONES not in fields
    if (
        masked
        and case.redaction is None
        and revealed(OBJECT, case.pk, person.scope.user_id, moment)
    ):
        fields |= {Field.PHONES}
    assignments = list(case.assignments.select_related("unit", "unit__leader", "unit__contact"))
    files = _files(case, fields, aggregate.instructions, person.scope.user_id)
    _redact_view(case, aggregate, assignments)
    today = timezone.localdate(moment)
    liaison = liaison_of(case.enterprise, today) if case.enterprise else None
    handler_away = away([case.handler], today).get(case.handler)
    readings = aggregate.readings
    return CaseView(
        case=case,
        person=person,
        now=moment,
        aggregate=aggregate,
        case_roles=change.case_roles,
        fields=fields,
        offers=list(offers(change.facts)),
        moments=moments_of(
            aggregate, readings, files, fields, change.case_roles, user_id=person.scope.user_id
        ),
        clocks=[
            line
            for line in _clock_lines(aggregate, readings, moment)
            if _is_told(line, change.case_roles)
        ],
        assignments=assignments,
        answers=_answers(aggregate, fields),
        notes=_notes(case, person, fields),
        files=files,
        words=rows_of(
            aggregate.instructions, aggregate.clocks, files, fields, person.scope.user_id
        ),
        officer=officer_of(case, liaison, handler_away),
        liaison=liaison,
        next_step=promise_of(
            case,
            aggregate.clocks.values(),
            aggregate.requests.pause.reason if aggregate.requests.pause else "",
        ),
        away=handler_away,
        recusals=_recusals(case) if aggregate.recusals and Field.RECUSALS in fields else [],
        told=_disclosed_to(case) if case.confidential and Field.FIRM in fields else [],
    )


# What people write into instructions and requests.
WRITTEN = ("text", "requirement", "report", "read_remark", "reason", "decision", "resume_reason")


def _redact_view(case: Case, aggregate: CaseAggregate, assignments: Iterable[Assignment]) -> None:
    """What officials wrote may name the firm too: the same words go from it, in memory."""
    if case.redaction is None:
        return
    for sheet in assignments:
        sheet.requirement = case.redaction.over(sheet.requirement)
    for answer in aggregate.answers:
        answer.text = case.redaction.over(answer.text)
        answer.return_reason = case.redaction.over(answer.return_reason)
    asked = aggregate.requests
    for row in (
        *aggregate.instructions, *asked.objections, *asked.extensions, *asked.pausings
    ):  # fmt: skip
        for name in WRITTEN:
            if hasattr(row, name):
                setattr(row, name, case.redaction.over(getattr(row, name)))


def _recusals(case: Case) -> list[Recusal]:
    return list(case.recusals.filter(lifted_at=None).select_related("unit", "user"))


def _disclosed_to(case: Case) -> list[Unit]:
    return [row.unit for row in case.disclosures.select_related("unit")]


def _main_of(case: Case) -> str:
    return case.merged_into.number if case.merged_into else ""


def promise_of(case: Case, clocks: Iterable[Clock], why_paused: str = "") -> NextStep:
    """The next promised step in plain words, from the clock that runs for it."""
    running = {c.clock: c for c in clocks if c.stopped_at is None}
    lead = case.lead_unit.name if case.lead_unit_id and case.lead_unit else "承办单位"
    table: dict[str, tuple[str, str]] = {
        State.SUBMITTED: (f"{case.office.name}审看，决定是否受理", ClockKind.ACCEPT),
        State.ACCEPTED: (f"{case.office.name}已受理，正在确定由谁办理", ""),
        State.ASSIGNED: (f"已转给{lead}，等待答复", ClockKind.RESOLVE),
        State.IN_PROGRESS: (f"{lead}正在办理，等待答复", ClockKind.RESOLVE),
        State.ANSWERED: (f"{lead}已提出答复，{case.office.name}正在审核", ClockKind.REVIEW),
        State.COMPLETED: ("办理结果已反馈，请您评价是否解决", ClockKind.RATING),
        State.CARRIED: ("此事已挂账跟踪，到期复核", ClockKind.CARRY),
        State.STRUCK_OFF: ("此事已了结", ""),
        State.DECLINED: ("未予受理，原因和去处见下", ""),
        State.WITHDRAWN: ("您已撤回这件诉求", ""),
        State.MERGED: (f"与编号 {_main_of(case)} 合并办理，进展请看那一件", ""),
        State.TRANSFERRED: ("已移送有关机关，由其依法办理，去处见下", ""),
        State.TERMINATED: ("此事已终结，依据和去处见下", ""),
    }
    sentence, clock = table[case.state]
    if case.paused_until:
        why = f"：{why_paused}" if why_paused else ""
        return _promised(f"暂停办理{why}。到期复核", running.get(ClockKind.PAUSE))
    due = running.get(ClockKind.REDO) if case.state == State.IN_PROGRESS else None
    if case.state == State.COMPLETED and case.verdict:
        sentence = {
            Verdict.SOLVED: f"您已评价“已解决”，{case.office.name}核对后销号",
            Verdict.PARTLY: f"您已评价“部分解决”，{case.office.name}正在研究下一步",
            Verdict.NOT_SOLVED: f"您已评价“没有解决”，{case.office.name}正在研究下一步",
        }[Verdict(case.verdict)]
    return _promised(sentence, due or running.get(clock))


def _promised(sentence: str, clock: Clock | None) -> NextStep:
    return NextStep(sentence, clock.due_at, clock.warn_at) if clock else NextStep(sentence, None)


def _files(
    case: Case, fields: frozenset[Field], instructions: Sequence[Instruction], user_id: int
) -> list[Attachment]:
    files = Attachment.objects.filter(
        object_type=OBJECT, object_id=case.pk, removed_at__isnull=True
    ).order_by("id")
    return readable(case, files, instructions, fields=fields, user_id=user_id)


def _answers(aggregate: CaseAggregate, fields: frozenset[Field]) -> list[Answer]:
    if Field.ANSWERS_IN_REVIEW in fields:
        return aggregate.answers
    return [a for a in aggregate.answers if a.status == Answer.Status.APPROVED]


def _notes(case: Case, person: Person, fields: frozenset[Field]) -> list[Note]:
    """Notes of one's own unit or office, of nobody else's."""
    if Field.NOTES not in fields:
        return []
    units = person.scope.units(
        Role.HANDLER, Role.UNIT_HEAD, Role.REGISTRAR, Role.REVIEWER, Role.SIGNER, Role.LIAISON
    )
    notes = list(Note.objects.filter(case=case, unit__in=units).select_related("unit"))
    for note in notes if case.redaction else ():
        note.text = case.redaction.over(note.text) if case.redaction else note.text
    return notes


def _is_told(line: ClockRow, case_roles: frozenset[CaseRole]) -> bool:
    """Inner clocks (signing, opinions, review …) are not promises to the firm."""
    return not outside(case_roles) or line.clock in SHOWN_CLOCKS


def _clock_lines(
    aggregate: CaseAggregate, readings: Iterable[Reading], now: datetime
) -> Iterator[ClockRow]:
    owners = Unit.objects.in_bulk({c.owner_id for c in aggregate.clocks.values() if c.owner_id})
    stood_still = {reading.key: reading.pauses for reading in readings}
    for clock in sorted(aggregate.clocks.values(), key=lambda c: (c.started_at, c.pk)):
        running = clock.stopped_at is None
        light = light_of(clock.due_at, clock.warn_at, now) if running else Light.NONE
        owner = str(owners[clock.owner_id]) if clock.owner_id else "企业"
        yield ClockRow(
            clock=ClockKind(clock.clock),
            owner=owner,
            started_at=clock.started_at,
            due_at=clock.due_at,
            stopped_at=clock.stopped_at,
            light=light,
            late=(clock.stopped_at or now) > clock.due_at and clock.clock not in FIRM_CLOCKS,
            remaining=remaining(clock.due_at, now, aggregate.rulebook.calendar) if running else "",
            explanation=tuple(
                explain(
                    clock,
                    aggregate.rulebook.calendar,
                    stood_still.get((clock.clock, clock.sheet, clock.run), ()),
                )
            ),
            provisional=clock.provisional,
        )


def explain(
    clock: Clock, days: Calendar | None = None, pauses: Sequence[Pause] = ()
) -> list[ExplanationLine]:
    """Why the clock ends when it does, line by line; empty where a person set the date."""
    if not clock.amount or clock.due_at >= FAR:
        return []
    days = days or calendar()
    amount, unit = clock.amount + clock.extra, TimeUnit(clock.unit)
    lines = days.explain(clock.started_at, amount, unit, pauses).lines()
    if clock.extra:
        extra = f"含批准延期 {clock.extra} {unit.label}"
        lines.append(ExplanationLine(ExplanationPart.NOTE, extra))
    return lines


def remaining(
    due_at: datetime, now: datetime, days_: Calendar | None = None, *, late: str = "已逾期"
) -> str:
    """How long until, or since: 还剩 2 个工作日 / 还剩 2 天 (over a weekend) / 已逾期 3 小时.

    Lists pass the calendar, so that it is read once. `late`: how it begins where it is late.
    """
    if due_at >= FAR:
        return "已挂起，暂停计时"
    early, end, word = (now, due_at, "还剩") if now < due_at else (due_at, now, late)
    days = int((days_ or calendar()).elapsed(early, end, TimeUnit.WORKING_DAY))
    if days >= 1:
        return f"{word} {days} 个工作日"
    hours = int((end - early).total_seconds() // 3600)
    if hours >= 24:  # noqa: PLR2004 (a day)
        return f"{word} {hours // 24} 天"
    return f"{word} {hours} 小时" if hours else f"{word}不到 1 小时"
