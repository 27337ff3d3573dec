"""A sister's case of the same matter: found before an office assigns its own."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from django.utils import timezone

from zhuqi.foundation.directory.models import Enterprise
from zhuqi.ledgers.cases.enums import OPEN_STATES, WITH_UNIT_STATES, State
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.resubmission import ALIKE, likeness
from zhuqi.mechanisms.sister_offices import queries
from zhuqi.mechanisms.sister_offices.enums import IN_THE_BALANCE
from zhuqi.mechanisms.sister_offices.models import Sharing

# Somebody has been assigned to it, or it is followed after that. What is only handed in anywhere
# stops nobody: of two that wait, who assigns first goes on and the other is told.
ASSIGNED = WITH_UNIT_STATES | {State.COMPLETED, State.CARRIED}


Sisters: TypeAlias = Mapping[int, Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class Twin:
    """A sister's case of like wording about the same firm. Its text stays with its office."""

    pk: int
    number: str
    office: int
    office_name: str
    state: State
    assigned_at: datetime | None
    submitted_at: datetime

    @property
    def assigned(self) -> bool:
        """True where it stands in the way of assigning another."""
        return self.state in ASSIGNED


def twins_of(cases: Sequence[Case], day: date) -> dict[int, list[Twin]]:
    """By case the twins that sisters have in hand and nobody has told apart, assigned ones first.

    A confidential case has none: to compare it would tell of it. At most three queries.
    """
    return _twins(cases, queries.sisters_of({case.office_id for case in cases}, day))


def _twins(cases: Iterable[Case], sisters: Sisters) -> dict[int, list[Twin]]:
    asked = [
        case
        for case in cases
        if case.enterprise_id
        and case.office_id in sisters
        and not (case.confidential or case.sealed or case.historical)
    ]
    if not asked:
        return {}
    others = _others(asked, {sister for one in sisters.values() for sister in one})
    found: dict[int, list[Twin]] = {}
    for case in asked:
        mine = [
            twin
            for twin, title, body in others[case.enterprise_id]
            if twin.office in sisters[case.office_id] and _alike(case, title, body)
        ]
        if mine:
            found[case.pk] = sorted(mine, key=lambda twin: (not twin.assigned, twin.pk))
    apart = queries.told_apart(found.keys()) if found else frozenset()
    return {
        pk: left
        for pk, twins in found.items()
        if (left := [twin for twin in twins if frozenset({pk, twin.pk}) not in apart])
    }


def _others(
    cases: Sequence[Case], offices: set[int]
) -> Mapping[int | None, list[tuple[Twin, str, str]]]:
    firms = {case.enterprise_id for case in cases}
    rows = queries.shareable(
        Case.objects.filter(
            enterprise__in=firms, office__in=offices, state__in=sorted(OPEN_STATES | ASSIGNED)
        )
    )
    found: defaultdict[int | None, list[tuple[Twin, str, str]]] = defaultdict(list)
    for row in rows.select_related("office").order_by("pk"):
        twin = Twin(
            row.pk, row.number, row.office_id, str(row.office), State(row.state), row.assigned_at,
            row.submitted_at,
        )  # fmt: skip
        found[row.enterprise_id].append((twin, row.title, row.body))
    return found


def _alike(case: Case, title: str, body: str) -> bool:
    """As at triage: by title or by text, the same matter is told anew with another heading."""
    return likeness(case.title, title) >= ALIKE or likeness(case.body, body) >= ALIKE


# Against assigning --------------------------------------------------------------------------------


def reasons(cases: Sequence[Case], *, hold: bool) -> dict[int, str]:
    """Why each of these may not be assigned now, for those of which that is so. One query where
    their offices have no sisters.

    Sisters who assign at the same second wait for each other at their firm's row: the second finds
    the first one's case assigned.
    """
    sisters = queries.sisters_of({case.office_id for case in cases}, timezone.localdate())
    ours = [case for case in cases if case.office_id in sisters]
    if not ours:
        return {}
    if hold:
        firms = Enterprise.objects.filter(pk__in={case.enterprise_id for case in ours})
        list(firms.select_for_update(of=("self",), no_key=True).order_by("pk"))
    twins = _twins(ours, sisters)
    found = {pk: _there_already(one[0]) for pk, one in twins.items() if one[0].assigned}
    balance = Sharing.objects.filter(case__in=ours, state__in=sorted(IN_THE_BALANCE)).order_by()
    for row in balance.select_related("sister"):
        found[row.case_id] = f"三办联动：这件诉求正和“{row.sister}”商量移交，有了结果再交办"
    return found


def _there_already(twin: Twin) -> str:
    there = f"“{twin.office_name}”已交办这家企业的同一事项（编号 {twin.number}）"
    return f"三办联动：{there}。请移交给对方合并办理；不是同一件事的，先写明理由"
