"""催办督办: what each office has sent to units about cases in hand, a few in every state."""

import random
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from zhuqi.foundation.access import Person, Role
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.queries import calendar
from zhuqi.ledgers.cases.enums import AssignmentRole, AssignmentState
from zhuqi.ledgers.cases.models import Assignment, Case
from zhuqi.mechanisms.supervision import actions, queries
from zhuqi.mechanisms.supervision.enums import SheetKind, SheetState
from zhuqi.mechanisms.supervision.models import SupervisionSheet
from zhuqi.mechanisms.supervision.rules import why_not
from zhuqi.sample.city import City

K, S = SheetKind, SheetState
TEXTS = {
    K.URGING: "该件办理时限将到，请抓紧办理，书面回复办理进展和下一步安排。",
    K.EFFECTIVENESS: "该件多次催办仍未办结，建议对办理情况开展问效，并书面说明未办结的原因。",
    K.NOTICE: "该件列入本月督办，请主要负责同志过问，限期办结并书面回复。",
    K.REQUEST: "商请贵单位协助推进该件，告知目前进展和预计办结的时间。",
}
REPLY = "已与企业对接，方案已经确定，正在走内部审批，预计下周办结。"
# What an office has, in the order of its cases; what can't be commanded is requested.
PLAN: Sequence[tuple[SheetKind, SheetState]] = (
    (K.URGING, S.ISSUED), (K.URGING, S.SIGNED), (K.URGING, S.REPLIED), (K.NOTICE, S.DRAFTED),
    (K.EFFECTIVENESS, S.ISSUED), (K.NOTICE, S.SIGNED), (K.URGING, S.WITHDRAWN),
)  # fmt: skip
REQUESTS: Sequence[SheetState] = (S.ISSUED, S.REPLIED)


@dataclass(frozen=True, slots=True)
class _Planned:
    """A sheet to be written, and how far it comes."""

    at: datetime
    case: Case
    unit: Unit
    kind: SheetKind
    state: SheetState


def urge_units(city: City) -> None:
    """By the people of every ledger's office, in the order of the days."""
    for office in city.offices:
        dice = city.dice(f"supervision {office.pk}")
        for one in sorted(_planned(city, office, dice), key=lambda one: one.at):
            with transaction.atomic():
                _go(city, office, one, dice)


def _planned(city: City, office: Unit, dice: random.Random) -> Iterator[_Planned]:
    """Each about a case of its own that is with its leading unit, and has been for a day."""
    held = Assignment.objects.filter(
        case__office=office, case__confidential=False, role=AssignmentRole.LEAD, parent=None,
        state=AssignmentState.SIGNED, issued_at__lt=city.now - timedelta(days=2),
    )  # fmt: skip
    of_kind: dict[bool, list[Assignment]] = {True: [], False: []}
    for sheet in held.select_related("case__boundary", "unit").order_by("pk"):
        of_kind[sheet.unit.commandable].append(sheet)
    wanted = [
        *zip(PLAN, of_kind[True], strict=False),
        *zip([(K.REQUEST, state) for state in REQUESTS], of_kind[False], strict=False),
    ]
    for (kind, state), sheet in wanted:
        about = queries.judged([sheet.case_id], kind, city.now)
        if not why_not(kind, about.standing(sheet.case, sheet.unit, kind)):
            since = max(sheet.issued_at + timedelta(days=1), city.now - timedelta(days=12))
            at = since + (city.now - since) * dice.random() / 2
            yield _Planned(_at_work(office, at, city.now), sheet.case, sheet.unit, kind, state)


def _at_work(office: Unit, at: datetime, now: datetime) -> datetime:
    """The next office hours, as long as they have begun."""
    return min(calendar(office.region.code).effective_start(at), now)


def _go(city: City, office: Unit, one: _Planned, dice: random.Random) -> None:
    people, span = city.society, (city.now - one.at) / 5

    def after(steps: int) -> datetime:
        return _at_work(office, one.at + steps * span, city.now)

    registrar = people.someone(dice, office.pk, Role.REGISTRAR)
    sheet = actions.write(
        case=one.case, kind=one.kind, unit=one.unit, text=TEXTS[one.kind], limit=3,
        by=registrar, now=one.at,
    )  # fmt: skip
    if one.state == S.DRAFTED:
        return
    if sheet.state == S.DRAFTED:
        signer = people.someone(dice, office.pk, Role.SIGNER)
        with _open(sheet, signer, after(1)) as change:
            actions.issue(change, text=sheet.text, limit=3)
    if one.state == S.WITHDRAWN:
        with _open(sheet, registrar, after(2)) as change:
            actions.withdraw(change, reason="单位已口头反馈，另行跟进")
    if one.state in {S.SIGNED, S.REPLIED}:
        handler = people.someone(dice, one.unit.pk, Role.HANDLER)
        with _open(sheet, handler, after(2)) as change:
            actions.sign(change)
        if one.state == S.REPLIED:
            with _open(sheet, handler, after(3)) as change:
                actions.reply(change, reply=REPLY)


def _open(
    sheet: SupervisionSheet, by: Person, now: datetime
) -> AbstractContextManager[actions.SheetChange]:
    return actions.SHEETS.open(sheet.pk, by=by, now=now)
