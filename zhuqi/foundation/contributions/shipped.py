"""What comes with the software and `zhuqi migrate` puts in where it is missing: by each room."""

from collections.abc import Callable
from dataclasses import dataclass

from zhuqi.foundation.contributions import Registry


@dataclass(frozen=True, slots=True)
class Shipped:
    """`load` puts in what is missing, never changes what is there, and says how many it put in.
    `label` is what officials call them: 考评方案."""

    label: str
    load: Callable[[], int]


SHIPPED: Registry[Shipped] = Registry("what is shipped")
