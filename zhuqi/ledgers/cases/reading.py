"""One case as a page shows it: timeline, clocks with their explanation, what can be done now."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from zhuqi.foundation.access import Person, Role
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.queries import calendar, named_officer
from zhuqi.foundation.workdays import Calendar, Explanation, Unit
from zhuqi.ledgers.cases.actions.store import OBJECT, load, rulebook
from zhuqi.ledgers.cases.actions.work import Dossier, Work
from zhuqi.ledgers.cases.enums import (
    FIRM_CLOCKS,
    AssignmentRole,
    AssignmentState,
    ClockKind,
    Disposition,
    Hat,
    Light,
    Satisfaction,
    State,
    Verb,
    Verdict,
)
from zhuqi.ledgers.cases.fields import Field, visible_fields
from zhuqi.ledgers.cases.models import Answer, Assignment, Case, Clock, Entry, Note
from zhuqi.ledgers.cases.opening import kept_inside
from zhuqi.ledgers.cases.queries import light_of
from zhuqi.ledgers.cases.rules import Offer, offers


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of the timeline. `inside`: not for the firm. `label` is the verb's own word."""

    at: datetime
    verb: Verb
    label: str
    who: str
    text: str = ""
    remark: str = ""
    files: tuple[Attachment, ...] = ()
    inside: bool = False


@dataclass(frozen=True, slots=True)
class ClockLine:
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
    explanation: tuple[str, ...]
    provisional: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """What happens next, for the firm: a sentence and until when (None: no time promised)."""

    sentence: str
    due_at: datetime | None


@dataclass(slots=True)
class CaseFile:
    """Everything the page of one case needs, already cut to what the person may see."""

    case: Case
    person: Person
    now: datetime
    dossier: Dossier
    hats: frozenset[Hat]
    fields: frozenset[Field]
    offers: list[Offer]
    moments: list[Moment]
    clocks: list[ClockLine]
    assignments: list[Assignment]
    answers: list[Answer]
    notes: list[Note]
    files: list[Attachment]
    officer: str
    promise: Promise

    @property
    def deemed_received(self) -> list[Assignment]:
        """Sheets unsigned past their limit: 视同签收, read off the clocks, no event."""
        over = {
            key[1]
            for key, clock in self.dossier.clocks.items()
            if clock.clock == ClockKind.SIGN
            and clock.stopped_at is None
            and clock.due_at <= self.now
        }
        return [
            a for a in self.assignments if a.state == AssignmentState.ISSUED and a.sheet in over
        ]


def case_file(person: Person, case_id: int, now: datetime | None = None) -> CaseFile | None:
    """The case as the person may see it, or None where they may not; a fixed number of queries."""
    moment = now or timezone.now()
    case = (
        Case.objects.visible_to(person.scope)
        .select_related(
            "office", "region", "enterprise", "item", "item__parent", "lead_unit", "due_unit",
            "scheme_version", "scheme_version__scheme",
        )
        .filter(pk=case_id)
        .first()
    )  # fmt: skip
    if case is None:
        return None
    [dossier] = load([case], rulebook())
    work = Work(dossier, person, moment)
    fields = visible_fields(work.hats)
    assignments = list(case.assignments.select_related("unit", "unit__leader", "unit__contact"))
    files = _files(case, fields)
    return CaseFile(
        case=case,
        person=person,
        now=moment,
        dossier=dossier,
        hats=work.hats,
        fields=fields,
        offers=list(offers(work.facts)),
        moments=list(_moments(case, assignments, files, fields)),
        clocks=list(_clock_lines(case, dossier, assignments, moment)),
        assignments=assignments,
        answers=_answers(dossier, fields),
        notes=_notes(case, person, fields),
        files=files,
        officer=officer_of(case),
        promise=promise_of(case, dossier.clocks.values()),
    )


def officer_of(case: Case) -> str:
    """Whom a firm may turn to by name: who handles it now, else its liaison, else the office."""
    if case.handler_name and case.lead_unit:
        return f"{case.lead_unit.name} {case.handler_name} {case.handler_phone}".strip()
    if case.enterprise_id and case.enterprise:
        officer = named_officer(case.enterprise, timezone.localdate())
        if officer is not None:
            return f"助企干部 {officer.name} {officer.phone}".strip()
    return f"{case.office.name} {case.office.phone}".strip()


def promise_of(case: Case, clocks: Iterable[Clock]) -> Promise:
    """The next promised step in plain words, from the clock that runs for it."""
    running = {c.clock: c.due_at for c in clocks if c.stopped_at is None}
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
    }
    sentence, clock = table[case.state]
    due = running.get(ClockKind.REDO) if case.state == State.IN_PROGRESS else None
    if case.state == State.COMPLETED and case.verdict:
        sentence = {
            Verdict.SOLVED: f"您已评价“已解决”，{case.office.name}核对后销号",
            Verdict.PARTLY: f"您已评价“部分解决”，{case.office.name}正在研究下一步",
            Verdict.NOT_SOLVED: f"您已评价“没有解决”，{case.office.name}正在研究下一步",
        }[Verdict(case.verdict)]
    return Promise(sentence, due or running.get(clock))


def _files(case: Case, fields: frozenset[Field]) -> list[Attachment]:
    files = list(
        Attachment.objects.filter(
            object_type=OBJECT, object_id=case.pk, removed_at__isnull=True
        ).order_by("id")
    )
    if Field.FILES_INSIDE in fields:
        return files
    inside = {purpose: kept_inside(case, purpose) for purpose in {f.purpose for f in files}}
    return [file for file in files if not inside[file.purpose]]


def _answers(dossier: Dossier, fields: frozenset[Field]) -> list[Answer]:
    if Field.ANSWERS_IN_REVIEW in fields:
        return dossier.answers
    return [a for a in dossier.answers if a.status == Answer.Status.APPROVED]


def _notes(case: Case, person: Person, fields: frozenset[Field]) -> list[Note]:
    """Notes of one's own unit or office, of nobody else's."""
    if Field.NOTES not in fields:
        return []
    units = person.scope.units(
        Role.HANDLER, Role.UNIT_HEAD, Role.REGISTRAR, Role.REVIEWER, Role.SIGNER, Role.LIAISON
    )
    return list(Note.objects.filter(case=case, unit__in=units).select_related("unit"))


INSIDE = frozenset({Verb.RETURN, Verb.OPINION, Verb.RECALL, Verb.RECOMPUTE})
UNSHOWN = frozenset({Verb.NOTE})


def _moments(
    case: Case, assignments: list[Assignment], files: list[Attachment], fields: frozenset[Field]
) -> Iterator[Moment]:
    entries = {e.ordinal: e for e in Entry.objects.filter(case=case)}
    ratings = {r.round: r for r in case.ratings.all()}
    answers = list(Answer.objects.filter(case=case).order_by("id"))
    units = {a.sheet: a.unit for a in assignments}
    by_purpose: dict[str, list[Attachment]] = defaultdict(list)
    for file in files:
        by_purpose[file.purpose].append(file)
    for event in Event.objects.filter(object_type=OBJECT, object_id=case.pk).order_by("seq"):
        if event.kind not in Verb.values or event.kind in UNSHOWN:
            continue
        verb, facts = Verb(event.kind), event.facts
        text, remark, purpose = "", str(facts.get("reason") or ""), verb.value
        inside = verb in INSIDE
        if "entry" in facts:
            text, purpose = entries[facts["entry"]].text, f"entry:{facts['entry']}"
        elif verb == Verb.ANSWER:
            answer = answers[facts["answer"] - 1]
            text, purpose = answer.text, f"answer:{facts['answer']}"
            remark = f"{Disposition(answer.disposition).label} · 签发人 {answer.signed_by}"
            inside = answer.status != Answer.Status.APPROVED
        elif verb in {Verb.RATE, Verb.RATE_BY_PHONE} and facts["round"] in ratings:
            rating = ratings[facts["round"]]
            text = rating.comment
            remark = f"{Verdict(rating.verdict).label} · {Satisfaction(rating.satisfaction).label}"
        elif verb == Verb.ASSIGN:
            remark = "、".join(
                f"{units[number].name}（{AssignmentRole(role).label}）"
                for number, role in facts["sheets"]
            )
        elif verb == Verb.DECLINE:
            text, remark = case.refusal_ground, case.where_to_go
        elif verb == Verb.RECOMPUTE:
            remark = "工作日历调整，未到期的时限已按新日历重算"
        if inside and not fields & {Field.ANSWERS_IN_REVIEW, Field.OPINIONS}:
            continue
        yield Moment(
            at=event.occurred_at,
            verb=verb,
            label=str(verb.label),
            who=" ".join(filter(None, (event.actor_unit, event.actor_name))),
            text=text,
            remark=remark,
            files=tuple(by_purpose.get(purpose, ())),
            inside=inside,
        )


def _clock_lines(
    case: Case, dossier: Dossier, assignments: list[Assignment], now: datetime
) -> Iterator[ClockLine]:
    units = {a.sheet: str(a.unit) for a in assignments}
    for clock in sorted(dossier.clocks.values(), key=lambda c: (c.started_at, c.pk)):
        running = clock.stopped_at is None
        light = light_of(clock.due_at, clock.warn_at, now) if running else Light.NONE
        owner = units.get(clock.sheet) or {
            ClockKind.RATING: "企业",
            ClockKind.REDO: str(case.lead_unit or ""),
        }.get(ClockKind(clock.clock), str(case.office))
        yield ClockLine(
            clock=ClockKind(clock.clock),
            owner=owner,
            started_at=clock.started_at,
            due_at=clock.due_at,
            stopped_at=clock.stopped_at,
            light=light,
            late=(clock.stopped_at or now) > clock.due_at and clock.clock not in FIRM_CLOCKS,
            remaining=remaining(clock.due_at, now, dossier.rulebook.calendar) if running else "",
            explanation=tuple(explain(clock, dossier.rulebook.calendar).sentences())
            if clock.amount
            else (),
            provisional=clock.provisional,
        )


def explain(clock: Clock, days: Calendar | None = None) -> Explanation:
    """Why the clock ends when it does. Lists pass the calendar, so that it is read once."""
    return (days or calendar()).explain(clock.started_at, clock.amount, Unit(clock.unit))


def remaining(due_at: datetime, now: datetime, days_: Calendar | None = None) -> str:
    """How long until, or since: 还剩 2 个工作日 / 还剩 2 天 (over a weekend) / 已逾期 3 小时.

    Lists pass the calendar, so that it is read once.
    """
    early, late, word = (now, due_at, "还剩") if now < due_at else (due_at, now, "已逾期")
    days = int((days_ or calendar()).elapsed(early, late, Unit.WORKING_DAY))
    if days >= 1:
        return f"{word} {days} 个工作日"
    hours = int((late - early).total_seconds() // 3600)
    if hours >= 24:  # noqa: PLR2004 (a day)
        return f"{word} {hours // 24} 天"
    return f"{word} {hours} 小时" if hours else f"{word}不到 1 小时"
