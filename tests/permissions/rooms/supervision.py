"""Supervision sheets to the units that have cases in hand."""

from collections.abc import Mapping

from tests.permissions.registry import Asked, Found, Room, Row, of, page
from tests.permissions.town import Town, once
from tests.scenes.life import MONDAY
from zhuqi.mechanisms.supervision.enums import SheetKind, SheetState, SheetVerb
from zhuqi.mechanisms.supervision.models import SupervisionSheet


@once
def sheets(town: Town) -> Mapping[str, object]:
    """One about a case of each kind, to whoever leads it, made when the first is asked for."""
    there = dict(SupervisionSheet.objects.values_list("case_id", "pk"))
    for serial, case in enumerate(town.cases.values(), start=1):
        case.refresh_from_db()
        if case.lead_unit and case.pk not in there:
            there[case.pk] = SupervisionSheet.objects.create(
                case=case, office=case.office, unit=case.lead_unit, kind=SheetKind.URGING,
                number=f"〔2026〕{serial}号", state=SheetState.ISSUED, text="请办。", limit=3,
                drafted_at=MONDAY, issued_at=MONDAY, due_at=MONDAY,
            ).pk  # fmt: skip
    return {whose: there[case.pk] for whose, case in town.cases.items() if case.pk in there}


def verb_of(verb: SheetVerb) -> Row:
    """The page of a verb on one of them."""

    def find(asked: Asked) -> Found:
        there = sheets(asked.town)
        return [there[asked.whose], verb.value] if asked.whose in there else None

    return Row(find)


ROOM = Room(
    "supervision",
    {
        "desk:supervision": page(),
        "desk:supervision_board": page(),
        "desk:supervision_board_file": page(),
        "desk:supervision_sheet_new": page(),
        "desk:supervision_sheet": of(sheets),
        "desk:supervision_sheet_verb": verb_of(SheetVerb.SIGN),
    },
)
