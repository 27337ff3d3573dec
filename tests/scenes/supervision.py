"""Supervision sheets written by 何帆 to the industry bureau, which leads 钻石公司's case."""

from datetime import datetime, timedelta

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from tests.scenes.life import MONDAY
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.supervision import actions
from zhuqi.mechanisms.supervision.enums import SheetKind, SheetState
from zhuqi.mechanisms.supervision.models import SupervisionSheet

URGED = MONDAY + timedelta(hours=2)
TEXT = "请抓紧办理，并书面回复进展。"


def in_hand(cast: Cast) -> Case:
    """Led by the industry bureau, which has signed; the power company has yet to."""
    return scenes.case_in(cast, State.IN_PROGRESS, now=MONDAY)


def written(
    cast: Cast,
    kind: SheetKind = SheetKind.URGING,
    *,
    case: Case | None = None,
    unit: Unit | None = None,
    now: datetime | None = URGED,
) -> SupervisionSheet:
    """As 何帆 writes it; 督办通知 and 问效建议单 wait for 陆远."""
    return actions.write(
        case=case or in_hand(cast), kind=kind, unit=unit or cast.industry, text=TEXT, limit=3,
        by=person(cast.he_fan), now=now,
    )  # fmt: skip


def sheet_in(cast: Cast, state: SheetState, now: datetime | None = URGED) -> SupervisionSheet:
    """A sheet that has come so far, through its verbs."""
    if state == SheetState.DRAFTED:
        return written(cast, SheetKind.NOTICE, now=now)
    sheet = written(cast, now=now)
    if state == SheetState.WITHDRAWN:
        with actions.SHEETS.open(sheet.pk, by=person(cast.he_fan), now=now) as change:
            actions.withdraw(change, reason="发错单位")
    if state in {SheetState.SIGNED, SheetState.REPLIED}:
        with actions.SHEETS.open(sheet.pk, by=person(cast.zhou), now=now) as change:
            actions.sign(change)
    if state == SheetState.REPLIED:
        with actions.SHEETS.open(sheet.pk, by=person(cast.zhou), now=now) as change:
            actions.reply(change, reply="变压器周五到货。")
    sheet.refresh_from_db()
    return sheet
