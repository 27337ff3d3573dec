"""The one on whose behalf something is done."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """Firms and officials act by themselves; the system acts by a standing rule."""

    FIRM = "firm"
    OFFICIAL = "official"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Absent:
    """The one in whose place a deputy acts."""

    user_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: `user_id` is 0 for the system; `name` and `unit` are kept as they were then.

    A deputy stays themself, by id and by name; `acting_for` says in whose place they act.
    So two eyes are never counted as four.
    """

    kind: ActorKind
    user_id: int
    name: str
    unit: str = ""
    acting_for: Absent | None = None

    @property
    def who(self) -> str:
        """The name as rows keep it: 李四, or 李四（代张三）."""
        return f"{self.name}（代{self.acting_for.name}）" if self.acting_for else self.name


SYSTEM = Actor(ActorKind.SYSTEM, 0, "系统")
