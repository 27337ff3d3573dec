"""The verbs of a visit, a file each for what they are about; the only places that write one."""

from zhuqi.mechanisms.liaison.actions.caps import CAPS
from zhuqi.mechanisms.liaison.actions.erasing import erase_about
from zhuqi.mechanisms.liaison.actions.joining import join, merge
from zhuqi.mechanisms.liaison.actions.making import add, make
from zhuqi.mechanisms.liaison.actions.needs import (
    Need,
    agree,
    hear,
    keep_need,
    raise_need,
)
from zhuqi.mechanisms.liaison.actions.planning import cancel, plan, unplanned
from zhuqi.mechanisms.liaison.actions.promises import Promise, follow_up, settle
from zhuqi.mechanisms.liaison.actions.sending import Record, Taken, take
from zhuqi.mechanisms.liaison.actions.visits import OBJECT, VISITS, VisitChange

__all__ = [
    "CAPS",
    "OBJECT",
    "VISITS",
    "Need",
    "Promise",
    "Record",
    "Taken",
    "VisitChange",
    "add",
    "agree",
    "cancel",
    "erase_about",
    "follow_up",
    "hear",
    "join",
    "keep_need",
    "make",
    "merge",
    "plan",
    "raise_need",
    "settle",
    "take",
    "unplanned",
]
