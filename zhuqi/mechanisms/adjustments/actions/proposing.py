"""生成建议: what the worker does, begun anew after a kill."""

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import SYSTEM_PERSON, NotYours
from zhuqi.foundation.changes import save
from zhuqi.foundation.directory.enums import LiaisonKind
from zhuqi.foundation.jobs.kinds import JobKind, Result, Run, Stopped
from zhuqi.mechanisms.adjustments import queries
from zhuqi.mechanisms.adjustments.actions.batches import (
    ADJUSTMENTS,
    NOT_YOURS,
    PROPOSED_NOW,
)
from zhuqi.mechanisms.adjustments.actions.lines import (
    MOVES,
    MoveChange,
    list_moves,
    roles_in,
)
from zhuqi.mechanisms.adjustments.enums import (
    PROPOSED,
    AdjustmentRole,
    AdjustmentState,
    Ground,
    MoveVerb,
)
from zhuqi.mechanisms.adjustments.models import Adjustment, Move
from zhuqi.mechanisms.adjustments.rules import Proposal, propose

_BATCH = 500


def fill(run: Run) -> Result:
    """Proposals of a batch in the place of those before; begun anew after a kill.

    NotNow where the batch is not drawn up any more; NotYours where who asked may no longer.
    """
    order = run.job.order
    row = _still_drawn_up(run)
    there = queries.situation(row, timezone.localdate())
    about = frozenset(Ground(one) for one in order["about"])
    found = propose(there.firms, there.carers, there.held, order["most"], about)
    _replace_earlier(run)
    for at, some in enumerate(_chunks(found)):
        with transaction.atomic():
            row = _still_drawn_up(run)
            list_moves([_proposed(row, one) for one in some], run.person, timezone.now())
        run.progress(min(len(found), (at + 1) * _BATCH))
    counted = {ground.value: sum(one.ground == ground for one in found) for ground in PROPOSED}
    with ADJUSTMENTS.open(row.pk, by=run.person) as change:
        change.record(PROPOSED_NOW, {"proposed": len(found)})
    return Result({"proposed": len(found), **counted, "adjustment": row.pk})


def _still_drawn_up(run: Run) -> Adjustment:
    """The batch, locked where a transaction runs; Stopped where newer work took its place."""
    rows = Adjustment.objects.select_related("office__region", "proposing")
    if transaction.get_connection().in_atomic_block:
        rows = rows.select_for_update(of=("self",))
    row = rows.get(pk=run.job.order["adjustment"])
    if row.proposing_id != run.job.pk or row.state != AdjustmentState.DRAFT:
        raise Stopped
    if AdjustmentRole.DRAFTER not in roles_in(row.office_id, run.person):
        raise NotYours(NOT_YOURS)
    return row


def _replace_earlier(run: Run) -> None:
    """What was proposed before, of this batch, and not left out."""
    while True:
        with transaction.atomic():
            row = _still_drawn_up(run)
            old = queries.listed(row).filter(ground__in=PROPOSED).select_related("adjustment")
            aggregates = MOVES.load(list(old.select_for_update(of=("self",))[:_BATCH]))
            for one in aggregates:
                MoveChange(one, SYSTEM_PERSON, timezone.now(), noun=MOVES).step(MoveVerb.REPLACE)
            save(MOVES, aggregates)
        if len(aggregates) < _BATCH:
            return


def _chunks(found: Sequence[Proposal]) -> Iterator[Sequence[Proposal]]:
    for start in range(0, len(found), _BATCH):
        yield found[start : start + _BATCH]


def _proposed(row: Adjustment, one: Proposal) -> Move:
    return Move(
        adjustment=row, enterprise_id=one.firm, kind=LiaisonKind.OFFICIAL, ends_id=one.ends,
        official_id=one.official, ground=one.ground, load=one.load, held=one.held, near=one.near,
        skilled=one.skilled,
    )  # fmt: skip


KIND = JobKind("生成动态调整建议", fill)
