"""What the log says of ladders and of what goes out by itself."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.shell import event_words
from zhuqi.interfaces.shell.event_words import ObjectWords, RowNames
from zhuqi.mechanisms.supervision.ladder.actions import DRAFTS
from zhuqi.mechanisms.supervision.ladder.enums import Step
from zhuqi.mechanisms.supervision.ladder.models import (
    Delegation,
    LadderScheme,
    LadderVersion,
)
from zhuqi.mechanisms.supervision.ladder.rules import Rung
from zhuqi.mechanisms.supervision.ladder.schemes import LADDERS

FIELDS = {
    "delegation": _("常设授权"),
    "ladder": _("催办阶梯"),
    "reply_days": _("回复时限（工作日）"),
    "step": _("哪一步"),
}
WORK = {
    "supervision.ladder": _("按催办阶梯催办、问效"),
    DRAFTS: _("告知签发人员有单待签"),
}


def register() -> None:
    """Contribute them to the log."""
    kinds = {"publish": _("发布新版本"), "ladder.added": _("新增")}
    event_words.register("ladder", ObjectWords(_("催办阶梯"), kinds, model=LadderScheme))
    event_words.register_kinds("unit", {"unit.ladder_chosen": _("选定催办阶梯")})
    event_words.register_rows(LadderVersion, RowNames(joins=("scheme",)))
    event_words.register_rows(LadderScheme, RowNames(code="code"))
    event_words.register_fields(FIELDS, {"delegation": Delegation})
    event_words.register_values("ladder", {"rules": _rules_said})
    event_words.register_values("supervision", {"step": lambda step: str(Step(step).label)})
    event_words.register_work(WORK)


def _rules_said(rows: Any) -> str:
    """催办 一逾期就发、…: the rows of an edition as its page says them."""
    rungs = [Rung(Step(step), nth, number) for step, nth, number in rows]
    return "、".join(f"{LADDERS.words.what(one)} {LADDERS.words.says(one)}" for one in rungs)
