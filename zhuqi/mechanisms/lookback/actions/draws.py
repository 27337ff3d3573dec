"""抽样: the draw of a month, made by the worker or by hand, once."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import SYSTEM_PERSON, NotNow, NotYours, Person
from zhuqi.foundation.changes import save
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.reference_tables.rows import locked_row
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.lookback import queries
from zhuqi.mechanisms.lookback.actions.noun import (
    DRAWN,
    DRAWS,
    LOOK_BACKS,
    LookBackChange,
)
from zhuqi.mechanisms.lookback.models import LookBack, LookBackDraw, LookBackEdition
from zhuqi.mechanisms.lookback.queries import pool as pools
from zhuqi.mechanisms.lookback.queries import schemes
from zhuqi.mechanisms.lookback.rules import Drawn, hand_out, month_before
from zhuqi.mechanisms.lookback.rules import draw as drawn_from

# Seeds are read out and typed in again: nine digits.
_SEEDS = 10**9


def draw(
    *, office: Unit, month: date, by: Person, now: datetime | None = None, seed: int | None = None
) -> LookBackDraw:
    """Draw the sample of a month that is over, and hand the calls out.

    The seed is thrown here, so that nobody tries seeds until one suits; given only for a past that
    is written down now (the sample city). NotYours for who neither receives nor reviews in the
    office; NotNow where it has no scheme, the month is not over, or its sample is drawn already.
    """
    if by is not SYSTEM_PERSON and office.pk not in by.scope.units(*queries.KEEPERS):
        raise NotYours("只有活动办受理、审核人员可以抽样")
    moment = now or timezone.now()
    with transaction.atomic():
        locked_row(office)
        edition = edition_for(office, month, moment)
        row = LookBackDraw(office=office, month=month, edition=edition, drawn_at=moment)
        row.seed = secrets.randbelow(_SEEDS) if seed is None else seed
        _draw(row, by.holding(office.pk, *queries.KEEPERS))
    return row


def edition_for(office: Unit, month: date, now: datetime | None = None) -> LookBackEdition:
    """What a draw of that month would go by; NotNow where nothing can be drawn."""
    if month > month_before(timezone.localdate(now or timezone.now())):
        raise NotNow(f"{month.year} 年 {month.month} 月还没有过完，下月才能抽样")
    if LookBackDraw.objects.filter(office=office, month=month).exists():
        raise NotNow(
            f"{month.year} 年 {month.month} 月的样本已经抽取，每月只抽一次", state="已抽取"
        )
    edition = schemes.LOOK_BACKS.newest_for(office)
    if edition is None:
        raise NotNow("活动办还没有选用回头看方案，请系统管理员在“基础数据”中选用")
    return edition


def _draw(row: LookBackDraw, by: Person) -> None:
    pool, edition = pools.pool(row.office, row.month, row.edition), row.edition
    found = drawn_from(pool, schemes.risk_rows(edition), schemes.sample_terms(edition), row.seed)
    row.pool, row.sample = len(pool), len(found)
    row.candidates = [[one.case, [risk.value for risk in one.risks]] for one in pool]
    with DRAWS.new(row, by=by, now=row.drawn_at) as change:
        change.record(DRAWN)
    _open(row, found, by)


def _open(row: LookBackDraw, found: Sequence[Drawn], by: Person) -> None:
    """One for each case drawn, in the order of their numbers, with whoever is to ring up."""
    rows = Case.objects.filter(pk__in=[one.case for one in found]).order_by("pk")
    cases = list(rows.select_related("lead_unit"))
    matters = pools.matters_of(cases)
    people = pools.callers(row.office, row.drawn_at)
    chosen = hand_out(
        [matters[case.pk] for case in cases], [one.caller for one in people],
        row.office_id, cross=row.edition.cross, waiting=pools.calls_waiting(),
    )  # fmt: skip
    asked = pools.named(people, set(chosen.values()))
    why = {one.case: one for one in found}
    aggregates = LOOK_BACKS.load(
        [_made(row, case, why[case.pk], asked.get(chosen.get(case.pk, 0))) for case in cases]
    )
    for one in aggregates:
        about = one.row
        LookBackChange(one, by, row.drawn_at, noun=LOOK_BACKS).record(
            DRAWN,
            {"case": about.case_id, "draw": row.pk, "office": row.office_id, "unit": about.unit_id},
        )
    save(LOOK_BACKS, aggregates)


def _made(row: LookBackDraw, case: Case, why: Drawn, asked: pools.Asked | None) -> LookBack:
    assert case.lead_unit is not None  # noqa: S101 (for the type checker: the pool has no other)
    return LookBack(
        draw=row, office=row.office, case=case, unit=case.lead_unit, round=case.round,
        chosen=why.chosen, risks=" ".join(risk.value for risk in why.risks),
        caller=asked.user if asked else None, caller_unit=asked.unit if asked else None,
    )  # fmt: skip


def owed_draws(now: datetime) -> list[tuple[int, date]]:
    """Offices whose day of the month has come and whose sample of the month before is not drawn."""
    today = timezone.localdate(now)
    month = month_before(today)
    done = LookBackDraw.objects.filter(month=month).order_by().values_list("office_id", flat=True)
    adopted = schemes.LOOK_BACKS.adoptions().filter(
        office__kind=UnitKind.OFFICE, office__active=True
    )
    newest = schemes.newest_by_scheme()
    return [
        (row.office_id, month)
        for row in adopted.exclude(office__in=list(done)).order_by("office_id")
        if newest[row.scheme_id].day <= today.day
    ]
