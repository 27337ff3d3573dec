"""The verbs of a look-back and of a draw; the only place that writes them."""

from zhuqi.mechanisms.lookback.actions.calls import (
    assign,
    call_anew,
    declare,
    doubt,
    drop,
    give_up,
    miss,
    verify,
)
from zhuqi.mechanisms.lookback.actions.draws import draw, edition_for, owed_draws
from zhuqi.mechanisms.lookback.actions.findings import (
    drop_for,
    erase_about,
    find_fault,
    find_no_fault,
    state,
)
from zhuqi.mechanisms.lookback.actions.noun import LOOK_BACKS, LookBackChange
from zhuqi.mechanisms.lookback.actions.schemes import load_look_back_schemes

__all__ = [
    "LOOK_BACKS",
    "LookBackChange",
    "assign",
    "call_anew",
    "declare",
    "doubt",
    "draw",
    "drop",
    "drop_for",
    "edition_for",
    "erase_about",
    "find_fault",
    "find_no_fault",
    "give_up",
    "load_look_back_schemes",
    "miss",
    "owed_draws",
    "state",
    "verify",
]
