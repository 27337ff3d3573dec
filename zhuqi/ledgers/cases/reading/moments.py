"""What happened to a case, moment by moment, as values: who, which sheets, what came of it.

Everything is read off the event itself and off what the events before it said, in their order;
nothing is found by its time, which two events may share. Each way in has words of its own.
"""

from dataclasses import dataclass
from datetime import date, datetime

from zhuqi.foundation.access import ActorKind
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.ledgers.cases.enums import (
    AssignmentRole,
    ClockKind,
    Disposition,
    Satisfaction,
    State,
    Verb,
    Verdict,
)
from zhuqi.ledgers.cases.models import RecusalKind


@dataclass(frozen=True, slots=True)
class Signature:
    """Who did it, as they signed then; without a kind where the reader must not know who it was."""

    kind: ActorKind | None = None
    user_id: int = 0
    unit: str = ""
    name: str = ""

    def __str__(self) -> str:
        """Unit and name."""
        return " ".join(filter(None, (self.unit, self.name)))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that a moment is about."""

    number: int
    role: AssignmentRole
    unit: str
    unit_id: int


@dataclass(frozen=True, slots=True)
class Started:
    """A clock that began to run with a moment, and by when it is due as it stands today."""

    clock: ClockKind
    due_at: datetime


# What a verb says of itself -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer: its number within the case, what it claims, and whose hand signed it."""

    number: int
    disposition: Disposition
    signed_by: str


@dataclass(frozen=True, slots=True)
class Rated:
    """The firm's verdict; `disposition` is what the rated answer claimed, "" for none."""

    verdict: Verdict
    satisfaction: Satisfaction
    disposition: Disposition | str


@dataclass(frozen=True, slots=True)
class Objected:
    """A unit that thinks the matter another's; `suggested` is "" where it names none."""

    suggested: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The unit that the office found it to be a matter of."""

    unit: str


@dataclass(frozen=True, slots=True)
class MoreTime:
    """More time, asked for or granted on the sheet of `whose`."""

    amount: int
    unit: str
    whose: str


@dataclass(frozen=True, slots=True)
class PausedUntil:
    """The day on which a pause is looked at again."""

    day: date


@dataclass(frozen=True, slots=True)
class CallAgain:
    """A call nobody answered: the how many-eth of the round, and when the next one is."""

    tries: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Merged:
    """The number of the case it is handled as, or is no longer."""

    number: str


@dataclass(frozen=True, slots=True)
class Split:
    """The number of the case that was taken out of this one, or that this one came out of; "" for
    who may not be told."""

    number: str


@dataclass(frozen=True, slots=True)
class Bundled:
    """The topic it went into."""

    title: str


@dataclass(frozen=True, slots=True)
class HandedOver:
    """From one handler to another."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Why it is not, or no longer, handled, and where to go with it."""

    ground: str
    where_to_go: str


@dataclass(frozen=True, slots=True)
class Instructed:
    """A leader's paper. Not `named`: the reader may not know whose it is."""

    named: bool
    leader: str
    requirement: str


@dataclass(frozen=True, slots=True)
class HandedToOrgan:
    """A transfer sheet, with the organ it went to or the receipt that came back."""

    number: str
    organ: str = ""
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class Disclosed:
    """The units that were told the firm's name."""

    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recused:
    """Somebody who keeps away, and why."""

    who: str
    kind: RecusalKind


@dataclass(frozen=True, slots=True)
class Covered:
    """How many words that may tell the firm were covered, and how many left as they are."""

    covered: int
    uncovered: int


@dataclass(frozen=True, slots=True)
class CameIn:
    """Whether the firm asked to stay unknown when the case came in."""

    confidential: bool


@dataclass(frozen=True, slots=True)
class Tagged:
    """Tags put on and taken off."""

    added: tuple[str, ...]
    removed: tuple[str, ...]


Details = (
    Answered | Rated | Objected | Moved | MoreTime | PausedUntil | CallAgain | Merged | Bundled
    | HandedOver | Refused | Instructed | HandedToOrgan | Disclosed | Recused | Tagged | CameIn
    | Covered | Split
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of the timeline. `text` is what was written, `reason` what was given as a reason.

    `sheets`: those it is about; `office`: whose ledger the case was in then; `before` and `after`:
    the states it led from and to, "" where it led to none; `started`: clocks that began with it.
    `inside`: not for the firm.
    """

    seq: int
    at: datetime
    verb: Verb
    by: Signature
    text: str = ""
    reason: str = ""
    details: Details | None = None
    files: tuple[Attachment, ...] = ()
    inside: bool = False
    sheets: tuple[Sheet, ...] = ()
    office: int = 0
    before: State | str = ""
    after: State | str = ""
    started: tuple[Started, ...] = ()

    @property
    def who(self) -> str:
        """Unit and name of whoever did it."""
        return str(self.by)

    def with_role(self, *roles: AssignmentRole) -> list[Sheet]:
        """Its sheets of these roles."""
        return [sheet for sheet in self.sheets if sheet.role in roles]

    def due(self, clock: ClockKind) -> datetime | None:
        """By when a clock that began with it is due; None where it began none of that kind."""
        return next((one.due_at for one in self.started if one.clock == clock), None)
