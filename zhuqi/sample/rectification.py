"""专项整治: of every ledger a few of the action's own failings, one in each state."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import Person, Role
from zhuqi.foundation.directory.models import Unit
from zhuqi.mechanisms.rectification import actions
from zhuqi.mechanisms.rectification.enums import RectificationState as S
from zhuqi.sample.city import City
from zhuqi.sample.offices import Office

PROBLEMS = (
    ("走访企业走过场，同一问题反复提、没有人跟", "联系干部逐户建清单，每月对账"),
    ("尚未解决的难题长期挂账，没有下次研究的时间", "逐件定措施、定下次研究日期，提交联席会议"),
    ("重签收轻办理，进展长期不更新", "每周三报进展，两周不更新的提醒分管领导"),
    ("答复照抄文件，企业看不懂", "答复先由分管领导把关，用企业听得懂的话写"),
)
LEDGER: Sequence[S] = (S.OPEN, S.PROVEN, S.CLOSED, S.VOID)
SAID = "已对照清单核对一遍，正在补记。"
PROOF = "已全部补齐，建立了每周核对制度。"
Step: TypeAlias = tuple[datetime, Person, Callable[[actions.RectificationChange], None]]


def put_right(city: City) -> None:
    """By the people of every ledger's office and of the units it inspects."""
    for unit in city.offices:
        with transaction.atomic():
            _enter(Office(city, unit, city.dice(f"rectification {unit.pk}")))


def _enter(office: Office) -> None:
    """One in each state; one that is late besides."""
    for place, ((problem, measure), unit) in enumerate(
        zip(PROBLEMS, office.inspected(), strict=False)
    ):
        at, state = office.ago(40 - 5 * place), LEDGER[place]
        ahead = 10 if state == S.OPEN else 60
        row = actions.enter(
            office=office.unit, unit=unit, finding=None, problem=problem, measure=measure,
            post="分管副职", due=timezone.localdate(at) + timedelta(ahead),
            by=office.by(Role.REGISTRAR), now=at,
        )  # fmt: skip
        for now, by, act in _ways(office, unit, state, place):
            with actions.RECTIFICATIONS.open(row.pk, by=by, now=now) as change:
                act(change)


def _ways(office: Office, unit: Unit, state: S, place: int) -> Iterator[Step]:
    answering, reviewer = office.answering(unit), office.by(Role.REVIEWER)
    reported, proven = office.ago(30 - 5 * place), office.ago(14 - 2 * place)
    yield reported, answering, lambda change: actions.report(change, text=SAID)
    if state in {S.PROVEN, S.CLOSED}:
        yield proven, answering, lambda change: actions.prove(change, proof=PROOF)
    if state == S.CLOSED:
        why = "抽查十户，记录齐全"
        yield office.ago(6), reviewer, lambda change: actions.close(change, reason=why)
    if state == S.VOID:
        other = "与另一项合并整改"
        yield office.ago(3), reviewer, lambda change: actions.void(change, reason=other)
