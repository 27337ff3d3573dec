"""Which life tells which turn of the plan."""

import random

from zhuqi.sample.across import (
    CountyLead,
    Forwarded,
    HandedDown,
    HandedUp,
    Helpers,
    InParts,
    PassedOn,
)
from zhuqi.sample.agenda import Matter
from zhuqi.sample.begun import Stage
from zhuqi.sample.disputes import (
    Extending,
    HandlerLeaves,
    Objecting,
    Pausing,
    TakenAfterAll,
    Terminated,
    Twin,
    Unsigned,
    Withdrawing,
)
from zhuqi.sample.lives import AtWork, Life
from zhuqi.sample.words import Confidential, HandedOver, Instructed, Kept

TURNS: dict[str, type[Life]] = {
    "hand_up": HandedUp,
    "forward": Forwarded,
    "handed_down": HandedDown,
    "county_lead": CountyLead,
    "passed_on": PassedOn,
    "parts": InParts,
    "helpers": Helpers,
    "objection": Objecting,
    "extension": Extending,
    "pause": Pausing,
    "instruction": Instructed,
    "withdrawal": Withdrawing,
    "handler_leaves": HandlerLeaves,
    "declined_then_taken": TakenAfterAll,
    "terminated": Terminated,
    "twin": Twin,
    "unsigned": Unsigned,
    "confidential": Confidential,
    "concealed": Kept,
    "recused": Kept,
    "handed_over": HandedOver,
    "at_work": AtWork,
}


def life_of(stage: Stage, rng: random.Random, matter: Matter) -> Life:
    """The life that tells the matter's turn, an ordinary one if it has none."""
    kind = TURNS[matter.turn.name] if matter.turn else Life
    return kind(stage, rng, matter)
