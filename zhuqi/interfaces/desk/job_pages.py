"""What rooms add to the page of a job of theirs: what came of it, and what can be done next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from zhuqi.foundation.access import Person
from zhuqi.foundation.contributions import Registry
from zhuqi.foundation.jobs.models import Job
from zhuqi.interfaces.desk.verb_views import RowSection
from zhuqi.interfaces.shell.parts import Action


def _nothing(_job: Job, _person: Person) -> Sequence[RowSection]:
    return ()


def _no_more(_job: Job, _person: Person) -> Sequence[Action]:
    return ()


@dataclass(frozen=True, slots=True)
class JobPage:
    """The part of one kind of job on its page. `outcome` says in a line what came of it."""

    outcome: Callable[[Job], str]
    sections: Callable[[Job, Person], Sequence[RowSection]] = _nothing
    actions: Callable[[Job, Person], Sequence[Action]] = _no_more


JOB_PAGES: Registry[JobPage] = Registry("page of a job")
