"""What waits for a person's hand, by the act it waits for."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import (
    CharField,
    Exists,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Person, Role, Scope
from zhuqi.foundation.changes import Prepared
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.ledgers.cases.enums import (
    OPEN_STATES,
    TO_CARRY,
    AssignmentRole,
    AssignmentState,
    Rank,
    State,
    Verb,
    Verdict,
)
from zhuqi.ledgers.cases.lifecycle import DONE_WITH
from zhuqi.ledgers.cases.models import (
    Assignment,
    Case,
    Channel,
    Clock,
    Draft,
    Extension,
    Instruction,
    Objection,
    Pausing,
)
from zhuqi.ledgers.cases.models.case import CaseQuerySet, working_units


@dataclass(frozen=True, slots=True)
class Task:
    """A queue of the home page: what to do, on which cases; `key` opens them all in the ledger
    (`Filters.waiting`)."""

    key: str
    verb: Verb
    label: StrOrPromise
    rows: list[Case] = field(default_factory=list)
    more: bool = False


TASK_ROWS = 20


def tasks(person: Person, now: datetime) -> list[Task]:
    """What waits for this person's hand: queues by urgency, rows too; empty ones left out.

    In three queries: the first ids of every queue, the rows, their names.
    """
    ids: dict[str, list[int]] = defaultdict(list)
    for key, _due_at, pk in sorted(_FIRST(person.scope, TASK_ROWS + 1, now=now)):
        ids[key].append(pk)
    wanted = {pk for found in ids.values() for pk in found}
    cases = Case.objects.filter(pk__in=wanted).read_by(person.scope).with_names().order_by()
    rows = {case.pk: case for case in cases} if wanted else {}
    tasks_ = []
    for task in queue_kinds(person.scope):
        found = [rows[pk] for pk in ids[task.key] if pk in rows]
        if found:
            tasks_.append(replace(task, rows=found[:TASK_ROWS], more=len(found) > TASK_ROWS))
    return sorted(tasks_, key=lambda task: task.rows[0].due_at)


def _first(scope: Scope, most: int, now: datetime) -> QuerySet[Case, tuple[str, datetime, int]]:
    """Key of the queue, due time and id of the first rows of every queue."""
    none, *found = [
        _keyed(Case.objects.filter(pk__in=_cut(cases.read_by(scope), most)), key)
        for key, cases in [
            ("", Case.objects.none()),
            *((task.key, cases) for task, cases in queues(scope, now)),
        ]
    ]
    return none.union(*found, all=True)


def _cut(cases: CaseQuerySet, most: int) -> QuerySet[Case, Any]:
    return cases.order_by("due_at", "pk").values("pk")[:most]


def _keyed(cases: QuerySet[Case], key: str) -> QuerySet[Case, tuple[str, datetime, int]]:
    return cases.order_by().values_list(Value(key, CharField()), "due_at", "pk")


_FIRST = Prepared(_first)


def waiting(scope: Scope, now: datetime) -> QuerySet[Case, tuple[int]]:
    """The ids of the cases that wait for this person's hand, each once."""
    none, *found = [
        cases.read_by(scope).order_by().values_list("pk")
        for task, cases in [(None, Case.objects.none()), *queues(scope, now)]
        if task is None or task.verb != Verb.RATE
    ]
    return none.union(*found)


def queues(scope: Scope, now: datetime) -> list[tuple[Task, CaseQuerySet]]:
    """Every queue this person's roles have, with all its rows, empty or not. Asks nothing yet."""
    return [
        *_office_queues(scope, now),
        *_leader_queues(scope),
        *_request_queues(scope, now),
        *_unit_queues(scope),
        *_firm_queues(scope),
    ]


@lru_cache(maxsize=256)
def queue_kinds(scope: Scope) -> tuple[Task, ...]:
    """The queues this person's roles have, without their rows. Roles alone say which they are, and
    pages ask on every request: to put the conditions of all together only for their names took a
    tenth of an overview (measured)."""
    return tuple(task for task, _cases in queues(scope, timezone.now()))


def rows_of_queue(scope: Scope, key: str, now: datetime) -> CaseQuerySet:
    """All rows of one queue; none of a queue the person does not have."""
    found = next((cases for task, cases in queues(scope, now) if task.key == key), None)
    reach = Case.objects.within_reach(scope)
    return reach.none() if found is None else found & reach


def _office_queues(scope: Scope, now: datetime) -> Iterator[tuple[Task, CaseQuerySet]]:
    if offices := scope.units(Role.REGISTRAR):
        yield from _of_registrars(offices, now)
    if offices := scope.units(Role.REVIEWER):
        yield from _of_reviewers(offices)
    if offices := scope.units(Role.SIGNER):
        yield from _of_signers(offices, now)
    if offices := scope.units(Role.REGISTRAR, Role.REVIEWER):
        asked = Case.objects.live().filter(superior__in=offices)
        yield Task("take_up", Verb.TAKE_UP, _("下级提级，待研判")), asked
    if offices := scope.offices:
        task = Task("ask", Verb.ASK_STRIKE_OFF, _("企业已认可或不评价，待向上级申请销号"))
        yield task, _to_ask_for(offices)


def _of_registrars(offices: Collection[int], now: datetime) -> Sequence[tuple[Task, CaseQuerySet]]:
    own = Case.objects.live().filter(office__in=offices)
    return [
        (Task("accept", Verb.ACCEPT, _("待受理")), own.filter(state=State.SUBMITTED)),
        (Task("assign", Verb.ASSIGN, _("待交办")), own.filter(state=State.ACCEPTED)),
        (
            Task("withdrawing", Verb.WITHDRAW, _("企业申请撤回，待电话核实")),
            own.filter(withdrawal_asked_at__isnull=False, state__in=OPEN_STATES),
        ),
        (
            Task("unrated", Verb.RATE_BY_PHONE, _("评价期满未评价，待电话回访")),
            own.filter(_to_phone(now), state=State.COMPLETED, verdict=""),
        ),
        (Task("send_back", Verb.SEND_BACK, _("已有结果，待反馈来源")), _result_owed(offices)),
    ]


def _of_reviewers(offices: Collection[int]) -> Sequence[tuple[Task, CaseQuerySet]]:
    own = Case.objects.live().filter(office__in=offices)
    short = own.filter(state=State.COMPLETED, verdict__in=(Verdict.PARTLY, Verdict.NOT_SOLVED))
    return [
        (Task("review", Verb.COMPLETE, _("待办结审核")), own.filter(state=State.ANSWERED)),
        (Task("short", Verb.REDO, _("企业未认可，待研判")), short),
    ]


def _of_signers(offices: Collection[int], now: datetime) -> Sequence[tuple[Task, CaseQuerySet]]:
    own = Case.objects.live().filter(office__in=offices)
    return [
        (
            Task("solved", Verb.STRIKE_OFF, _("企业已认可，待销号")),
            own.filter(state=State.COMPLETED, verdict=Verdict.SOLVED)
            .exclude(disposition__in=TO_CARRY)
            .exclude(_COUNTY_ON_IT, strike_off_asked_at__isnull=True),
        ),
        (
            Task("refused", Verb.STRIKE_OFF, _("企业不评价，待销号")),
            own.filter(state=State.COMPLETED, verdict="", rating_refused_at__isnull=False)
            .exclude(disposition__in=TO_CARRY)
            .exclude(_COUNTY_ON_IT, strike_off_asked_at__isnull=True),
        ),
        (
            Task("to_transfer", Verb.TRANSFER, _("待移送")),
            own.filter(state__in=(State.SUBMITTED, State.ACCEPTED), boundary__transfer=True),
        ),
        (
            Task("to_carry", Verb.CARRY, _("待挂账")),
            own.filter(state=State.COMPLETED, disposition__in=TO_CARRY),
        ),
        (
            Task("carried", Verb.CARRY, _("挂账到期，待复核")),
            own.filter(state=State.CARRIED, due_at__lte=now),
        ),
    ]


def _to_ask_for(offices: Collection[int]) -> CaseQuerySet:
    """Cases solved, or not rated by the firm's own wish, whose strike-off these offices ask of the
    one above."""
    live = Case.objects.live()
    settled = Q(verdict=Verdict.SOLVED) | Q(verdict="", rating_refused_at__isnull=False)
    solved = live.filter(settled, state=State.COMPLETED, strike_off_asked_at__isnull=True).exclude(
        disposition__in=TO_CARRY
    )
    # Two short lists of ids, each from its own index: an OR would read every live row.
    from_us, ours = live.filter(origin_office__in=offices), live.filter(lead_unit__in=offices)
    ids = from_us.order_by().values("pk").union(ours.order_by().values("pk"))
    return solved.filter(pk__in=ids)


# A lower office handed the case up, or leads it: the strike-off is for it to ask.
_COUNTY_ON_IT = Q(origin_office__isnull=False) | Q(lead_unit__kind=UnitKind.OFFICE)


# An empty text without a parameter: SQLite takes `case_to_send_back` only for its own words.
NOTHING_WRITTEN = Func(template="''", output_field=CharField())


def _result_owed(offices: Collection[int]) -> CaseQuerySet:
    """Cases of inlets that wait to be told what came of them, those struck off included."""
    own = Case.objects.filter(historical=False, office__in=offices)
    waiting = Channel.objects.filter(result_owed=True).values("code")
    return own.filter(
        ~Q(foreign_number=NOTHING_WRITTEN),
        fed_back_at__isnull=True,
        state__in=DONE_WITH,
        channel__in=waiting,
    )


def _request_queues(scope: Scope, now: datetime) -> list[tuple[Task, CaseQuerySet]]:
    """What units asked and the office has to decide."""
    live = Case.objects.live()
    queues: list[tuple[Task, CaseQuerySet]] = []
    if offices := scope.units(Role.REGISTRAR, Role.REVIEWER):
        own = live.filter(office__in=offices)
        queues += [
            (
                Task("objection", Verb.UPHOLD, _("异议待裁定")),
                own.filter(Exists(_objections("waiting"))),
            ),
            (
                Task("consulting", Verb.REASSIGN, _("会商待定")),
                own.filter(Exists(_objections("consulting"))),
            ),
        ]
    if offices := scope.units(Role.REVIEWER, Role.SIGNER):
        own = live.filter(office__in=offices)
        asked = Extension.objects.filter(case=OuterRef("pk"), outcome="waiting")
        pauses = Pausing.objects.filter(case=OuterRef("pk"), outcome="waiting")
        queues += [
            (Task("extension", Verb.GRANT_EXTENSION, _("申请延期待审")), own.filter(Exists(asked))),
            (Task("pause", Verb.PAUSE, _("挂起待批")), own.filter(Exists(pauses))),
            (
                Task("resume", Verb.RESUME, _("挂起到期，待复核")),
                own.filter(paused_until__lte=timezone.localdate(now)),
            ),
        ]
    return queues


def _objections(outcome: str) -> QuerySet[Objection]:
    return Objection.objects.filter(case=OuterRef("pk"), outcome=outcome)


def _rating_over(now: datetime) -> QuerySet[Clock, Any]:
    """Ids of the cases whose firm has let its time to rate pass. Its clock has no owner, which
    the index of running clocks begins with."""
    running = Clock.objects.filter(owner__isnull=True, stopped_at__isnull=True, due_at__lte=now)
    return running.filter(clock="rating").order_by().values("case")


def _to_phone(now: datetime) -> Q:
    """The firm has let its time to rate pass, or the time has come that was agreed on for another
    call; until then it waits for nobody."""
    over = Q(call_again_at__isnull=True, pk__in=_rating_over(now))
    return (over | Q(call_again_at__lte=now)) & Q(rating_refused_at__isnull=True)


def _unit_queues(scope: Scope) -> list[tuple[Task, CaseQuerySet]]:
    heads = scope.units(Role.UNIT_HEAD, Role.UNIT_DEPUTY)
    # A head sees only what must be signed; what is being handled is the handlers'.
    units = working_units(scope) - heads | scope.units(Role.HANDLER)
    return [*_to_sign(scope, heads), *_to_handle(units)]


def _to_sign(scope: Scope, heads: Collection[int]) -> list[tuple[Task, CaseQuerySet]]:
    """Drafts one's rank in the unit suffices for."""
    if not heads:
        return []
    waiting = Draft.objects.filter(state=Draft.State.WAITING)
    mine = Q(assignment__unit__in=scope.units(Role.UNIT_HEAD)) | Q(
        assignment__unit__in=scope.units(Role.UNIT_DEPUTY), rank=Rank.DEPUTY
    )
    drafts = waiting.filter(mine).values("case")
    return [
        (
            Task("sign_answer", Verb.SIGN_ANSWER, _("待签发的答复")),
            Case.objects.filter(pk__in=drafts),
        )
    ]


def _to_handle(units: Collection[int]) -> list[tuple[Task, CaseQuerySet]]:
    if not units:
        return []
    issued = Assignment.objects.filter(unit__in=units, state=AssignmentState.ISSUED)
    open_co = Assignment.objects.filter(
        unit__in=units, state=AssignmentState.SIGNED, role=AssignmentRole.CO
    )
    open_part = Assignment.objects.filter(
        unit__in=units,
        state=AssignmentState.SIGNED,
        role__in=(AssignmentRole.PART, AssignmentRole.SUB),
    )
    live = Case.objects.live()
    return [
        (Task("sign", Verb.SIGN, _("待签收")), live.filter(pk__in=issued.values("case"))),
        (
            Task("answer", Verb.ANSWER, _("办理中")),
            live.filter(state=State.IN_PROGRESS, lead_unit__in=units),
        ),
        (
            Task("opinion", Verb.OPINION, _("待提协办意见")),
            live.filter(pk__in=open_co.values("case")),
        ),
        (
            Task("part", Verb.PART_ANSWER, _("待答复的分办")),
            live.filter(pk__in=open_part.values("case")),
        ),
        (
            Task("report", Verb.REPORT_ON, _("批示待报告")),
            live.filter(
                lead_unit__in=units,
                pk__in=Instruction.objects.filter(state=Instruction.State.OPEN).values("case"),
            ),
        ),
    ]


def _leader_queues(scope: Scope) -> list[tuple[Task, CaseQuerySet]]:
    """Reports that wait to be read by the leader they came back to, or the leader's deputy."""
    if not scope.holds(Role.LEADER):
        return []
    back = Instruction.objects.of_leader(scope).filter(state=Instruction.State.REPORTED)
    # A handful: each is asked for itself, not looked for among all one may see.
    cases = Case.objects.filter(pk__in=back.values("case")).within_reach(scope)
    return [(Task("mark_read", Verb.MARK_READ, _("批示已有报告，等您圈阅")), cases)]


def _firm_queues(scope: Scope) -> list[tuple[Task, CaseQuerySet]]:
    if not scope.enterprises:
        return []
    own = Case.objects.live().filter(enterprise__in=scope.enterprises)
    return [(Task("rate", Verb.RATE, _("等您评价")), own.filter(state=State.COMPLETED, verdict=""))]
