"""The invented people one can sign in as, shown on the sign-in page of a sample city only."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.conf import settings
from django.core.cache import cache


@dataclass(frozen=True, slots=True)
class SampleSignIn:
    """A person of the sample city. `group` is the heading they are listed under."""

    role: str
    username: str
    password: str
    name: str
    unit: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class SampleGroup:
    """People under one heading."""

    label: str
    people: Sequence[SampleSignIn]


# While the city is being filled: how far it is. Whoever fills it says so again within the time.
_FILLING: Final = "sample.filling"
_STILL_SECONDS: Final = 60


def say_filling(words: str) -> None:
    """What the pages tell of a sample city that is not yet whole; "" when it is."""
    cache.set(_FILLING, words, _STILL_SECONDS)


def filling() -> str:
    """How far the sample city is; "" when it is whole, or nobody is filling it any more."""
    return str(cache.get(_FILLING, "")) if settings.SAMPLE_MODE else ""


_providers: list[Callable[[], Iterable[SampleSignIn]]] = []


def provide(people: Callable[[], Iterable[SampleSignIn]]) -> None:
    """Register the sample room's list (once; called when the sign-in page is drawn)."""
    _providers[:] = [people]


def groups() -> list[SampleGroup]:
    """The list in its order, cut into its groups; empty outside sample mode, whoever provides."""
    if not settings.SAMPLE_MODE or not _providers:
        return []
    return [
        SampleGroup(label, list(people))
        for label, people in groupby(_providers[0](), key=lambda person: person.group)
    ]
