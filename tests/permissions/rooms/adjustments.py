"""Batches of adjustments, their lines, and the roll of a day."""

from collections.abc import Mapping

from tests.permissions.registry import Room, of, page, verb_of
from tests.permissions.town import Town
from tests.scenes.life import MONDAY
from zhuqi.foundation.directory.models import Unit
from zhuqi.mechanisms.adjustments.enums import AdjustmentVerb, Ground, MoveVerb
from zhuqi.mechanisms.adjustments.models import Adjustment, Move


def _of(town: Town) -> Mapping[str, Unit]:
    cast = town.cast
    return {"own": cast.city_office, "other_county": cast.county_office,
            "stranger": cast.other_office}  # fmt: skip


def _batch(office: Unit) -> Adjustment:
    there = Adjustment.objects.filter(office=office).first()
    return there or Adjustment.objects.create(
        office=office, title="动态调整", basis="干部轮岗", since=MONDAY.date(), drafted_at=MONDAY
    )


def batches(town: Town) -> Mapping[str, object]:
    """One of each office."""
    return {whose: _batch(office).pk for whose, office in _of(town).items()}


def moves(town: Town) -> Mapping[str, object]:
    """One line of each, about a firm of its ledger."""
    cast, found = town.cast, dict[str, object]()
    firms = {one.office_id: one for one in (cast.diamond, cast.shoes, cast.stranger_firm)}
    for whose, office in _of(town).items():
        batch = _batch(office)
        there = batch.moves.first()
        found[whose] = (
            there
            or Move.objects.create(
                adjustment=batch,
                enterprise=firms[office.pk],
                kind="official",
                official=cast.lin.official,
                ground=Ground.HAND,
            )
        ).pk
    return found


ROOM = Room(
    "adjustments",
    {
        "desk:adjustments": page(),
        "desk:adjustment_new": page(),
        "desk:adjustment": of(batches),
        "desk:adjustment_verb": verb_of(batches, AdjustmentVerb.VOID.value),
        "desk:adjustment_moves": page(),
        "desk:adjustment_move": of(moves),
        "desk:adjustment_move_verb": verb_of(moves, MoveVerb.LEAVE_OUT.value),
        "desk:liaison_roll": page(),
        "desk:visit_coverage": page(),
    },
)
