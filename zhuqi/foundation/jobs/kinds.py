"""What kinds of job there are: each room registers those it does."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Person
from zhuqi.foundation.contributions import Registry
from zhuqi.foundation.jobs.models import Job


class Stopped(Exception):  # noqa: N818 (said to who does the job, not their fault)
    """The job was cancelled, or another run has ended it; nothing more is to be done."""


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file a job made: what people call it, and its name in `files.FILES`."""

    name: str
    stored_as: str


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a job: figures by name, and a file where there is one; `words` tells whoever
    is told that it is over."""

    figures: dict[str, Any] = field(default_factory=dict)
    file: MadeFile | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A job being done for the person who asked, whose rights are those of now.

    `progress(done)` says how far it is; Stopped where the job is over meanwhile.
    """

    job: Job
    person: Person
    progress: Callable[[int], None]


@dataclass(frozen=True, slots=True)
class JobKind:
    """Who does a kind of job. `may_fetch` asks again, when its file is taken, for the right to it.

    `do` may be begun anew after a kill: what it did must not be done twice. `forgets`: parts of
    the order that are dropped when the job is over, as they hold what people typed.
    """

    label: StrOrPromise
    do: Callable[[Run], Result]
    may_fetch: Callable[[Job, Person], bool] = lambda _job, _person: True
    forgets: frozenset[str] = frozenset()


KINDS: Registry[JobKind] = Registry("kind of job")
