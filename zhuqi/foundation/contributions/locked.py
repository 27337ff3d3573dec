"""What lies encrypted under the secret key, so that a change of the key can take it along."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from zhuqi.foundation.contributions import Registry


@dataclass(frozen=True, slots=True)
class Locked:
    """Secrets of one kind, called `label`. `old` gives those under a key used before; `renew`
    locks them with the key in use: how many, and how many no key opens any more."""

    label: str
    old: Callable[[], Sequence[object]]
    renew: Callable[[], tuple[int, int]]


LOCKED: Registry[Locked] = Registry("what lies encrypted")
