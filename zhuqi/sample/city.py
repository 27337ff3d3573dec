"""What every chapter of the sample city is told with."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from zhuqi.foundation.directory.models import Unit
from zhuqi.sample.plan import CITY, Size
from zhuqi.sample.society import Firm, Society


@dataclass(frozen=True, slots=True)
class City:
    """The people and firms there are, how much of everything, and the present moment."""

    society: Society
    seed: int
    size: Size
    now: datetime
    progress: Callable[[str], None]
    ledgers: tuple[str, ...]
    """division codes of the ledgers the chapter is told of"""

    @property
    def begins(self) -> bool:
        """True of the part that is told first."""
        return CITY in self.ledgers

    @property
    def offices(self) -> list[Unit]:
        """Whose ledgers these are."""
        return [self.society.offices[code] for code in self.ledgers]

    @property
    def firms(self) -> list[tuple[str, list[Firm]]]:
        """Their firms, ledger by ledger."""
        return [(code, self.society.firms[code]) for code in self.ledgers]

    def dice(self, name: str) -> random.Random:
        """Dice of that name: what one chapter throws changes nothing in another."""
        return random.Random(f"{self.seed} {name}")
