"""The one on whose behalf something is done."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """Firms and officials act by themselves; the system acts by a standing rule."""

    FIRM = "firm"
    OFFICIAL = "official"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: `user_id` is 0 for the system; `name` and `unit` are kept as they were then."""

    kind: ActorKind
    user_id: int
    name: str
    unit: str = ""


SYSTEM = Actor(ActorKind.SYSTEM, 0, "系统")
