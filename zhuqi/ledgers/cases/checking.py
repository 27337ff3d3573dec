"""Compare what is stored with what the events say."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from zhuqi.foundation.audit.row_check import check_rows
from zhuqi.foundation.contributions.checks import Check, CheckOutput
from zhuqi.ledgers.cases.actions.due import CLOCK_FIELDS, due_of, last_event_of, owner_of
from zhuqi.ledgers.cases.actions.store import load, rulebook
from zhuqi.ledgers.cases.actions.work import CaseAggregate
from zhuqi.ledgers.cases.deadline_schemes.queries import faults
from zhuqi.ledgers.cases.enums import VERBS, AssignmentRole, Verb
from zhuqi.ledgers.cases.models import Case, CaseFact, Clock, Involvement
from zhuqi.ledgers.cases.replaying import Replay, ReplayedEvent, Row

CHUNK = 500


@dataclass(frozen=True, slots=True)
class ClockFinding:
    """A clock, or a row clocks and people go by, that differs from the events; a sentence."""

    case_number: str
    sentence: str


def verify_clocks(progress: Callable[[int], None] | None = None) -> Iterator[ClockFinding]:
    """Every stored clock that the events do not give, or give otherwise; in constant memory.

    The rows that repeat events beside the clocks too: pauses, extensions, objections,
    instructions, and what the case itself says of them.
    """
    book = rulebook()
    last, done = 0, 0
    while chunk := list(Case.objects.filter(pk__gt=last, historical=False).order_by("pk")[:CHUNK]):
        last = chunk[-1].pk
        for aggregate in load(chunk, book):
            for sentence in (*_clocks(aggregate), *_due(aggregate), *_rows(aggregate)):
                yield ClockFinding(aggregate.case.number, sentence)
        yield from _out_of_place(chunk)
        done += len(chunk)
        if progress:
            progress(done)


def _run(output: CheckOutput) -> bool:
    found = 0
    with output.progress("已核对诉求") as progress:
        for finding in verify_clocks(progress):
            found += 1
            output.say(f"{finding.case_number} {finding.sentence}")
    # What has stopped was judged by the calendar of its day and isn't reckoned anew: there, and in
    # the tables lists and figures read, every column is compared with the mark in the log.
    for row in check_rows((Case, Clock, Involvement, CaseFact)):
        found += 1
        output.say(row.sentence)
    output.say(
        "核对了：每个时限的起止、到期、预警、责任单位（进行中的按日志重算，已停的按日志印记）；"
        "诉求上重复的到期、预警、责任单位和最近动态；挂起、延期、异议、批示；涉及单位；统计事实。"
    )
    output.say(f"发现 {found} 处不一致。" if found else "时限与日志一致。")
    return bool(found)


CLOCK_CHECK = Check(
    "时限、到期和责任单位，以及挂起、延期、异议、批示、涉及单位、统计事实，是否与日志一致", _run
)


def _run_schemes(output: CheckOutput) -> bool:
    found = list(faults())
    for sentence in found:
        output.say(sentence)
    output.say(f"发现 {len(found)} 处问题。" if found else "各时限方案的现行版都合规则。")
    return bool(found)


SCHEME_CHECK = Check(
    "时限方案的现行版是否自相矛盾：同一项规定两次，或某一步比它所服务的时限还长", _run_schemes
)


def _clocks(aggregate: CaseAggregate) -> Iterator[str]:
    computed = {reading.key: reading for reading in aggregate.readings}
    for key in computed.keys() ^ aggregate.clocks.keys():
        yield f"{'缺少' if key in computed else '多出'}时钟 {key}"
    for key in computed.keys() & aggregate.clocks.keys():
        stored, reading = aggregate.clocks[key], computed[key]
        # What has stopped was judged by the calendar of its day.
        names = CLOCK_FIELDS[1:] if stored.stopped_at is None else ("started_at", "stopped_at")
        for name in names:
            if getattr(stored, name) != getattr(reading, name):
                yield f"时钟 {key} 的 {name} 与日志不符"
        if stored.owner_id != owner_of(aggregate, reading):
            yield f"时钟 {key} 的责任单位与日志不符"


def _due(aggregate: CaseAggregate) -> Iterator[str]:
    """What lists and lights read of the case itself."""
    told_of = due_of(aggregate)
    # Of what was over before it was kept nobody asks it.
    if aggregate.case.closed_at is None:
        told_of["last_event_at"] = last_event_of(aggregate.past)
    for name, told in told_of.items():
        found = getattr(aggregate.case, name)
        if found != told:
            yield (f"诉求的 {name} 与日志推算的不符：记录为{_shown(found)}，应为{_shown(told)}")


def _out_of_place(chunk: Sequence[Case]) -> Iterator[ClockFinding]:
    """Units whose lists would show a case elsewhere than where it belongs."""
    rows = Involvement.objects.filter(case__in=[case.pk for case in chunk]).select_related("case")
    same = Q(**{name: F(f"case__{name}") for name in Involvement.SORTED_BY})
    for row in rows.exclude(same).order_by("pk"):
        yield ClockFinding(row.case.number, f"涉及单位 {row.unit_id} 的时限与诉求的不符")


def _rows(aggregate: CaseAggregate) -> Iterator[str]:
    sheets, case, requests = aggregate.assignments, aggregate.case, aggregate.requests
    said = Replay(
        units={sheet.sheet: sheet.unit_id for sheet in sheets},
        leads=frozenset(s.sheet for s in sheets if s.role == AssignmentRole.LEAD),
    ).play(
        ReplayedEvent(Verb(event.kind), event.occurred_at, event.facts)
        for event in aggregate.past
        if event.kind in VERBS
    )
    kinds: tuple[tuple[str, Sequence[models.Model], list[Row]], ...] = (
        ("挂起", requests.pausings, said.pausings),
        ("延期", requests.extensions, said.extensions),
        ("异议", requests.objections, said.objections),
        ("批示", aggregate.instructions, said.instructions),
    )
    for word, stored, told in kinds:
        if len(stored) != len(told):
            yield f"{word}记录有 {len(stored)} 条，日志里有 {len(told)} 条"
            continue
        for number, (row, wanted) in enumerate(zip(stored, told, strict=True), start=1):
            yield from _differences(f"第 {number} 次{word}", row, wanted)
    if case.disputed != said.disputed:
        yield f"诉求的争议标记与日志不符：记录为{_shown(case.disputed)}"
    if case.paused_until != said.paused_until:
        yield (
            f"诉求的复核日期与日志不符：记录为{_shown(case.paused_until)}，"
            f"日志为{_shown(said.paused_until)}"
        )


# What the columns are called that have no name of their own.
_CALLED = {
    "outcome": "结论", "state": "状态", "sheet": "交办单", "unit": "时间单位",
    "asked_at": "申请时间", "decided_at": "审批时间", "reported_at": "报告时间",
    "read_at": "圈阅时间", "leader_id": "批示领导", "suggested_unit_id": "建议单位",
    "fallback_unit_id": "兜底单位", "given_to_id": "裁定单位", "ordinal": "序号",
}  # fmt: skip


def _differences(which: str, row: models.Model, wanted: Row) -> Iterator[str]:
    for name, told in wanted.items():
        found = row.assignment.sheet if name == "sheet" else getattr(row, name)  # type: ignore[attr-defined]
        if found != told:
            column = _CALLED.get(name) or str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001
            yield f"{which}的{column}与日志不符：记录为{_shown(found)}，日志为{_shown(told)}"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "有" if value else "无"
    if value is None or value == "":
        return "空"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, models.TextChoices):
        return f"“{value.label}”"
    return f"“{value}”"
