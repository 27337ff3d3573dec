"""What every chapter of the sample city is told with."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from zhuqi.sample.plan import Size
from zhuqi.sample.society import Society


@dataclass(frozen=True, slots=True)
class City:
    """The people and firms there are, how much of everything, and the present moment."""

    society: Society
    seed: int
    size: Size
    now: datetime
    progress: Callable[[str], None]

    def dice(self, name: str) -> random.Random:
        """Dice of that name: what one chapter throws changes nothing in another."""
        return random.Random(f"{self.seed} {name}")
