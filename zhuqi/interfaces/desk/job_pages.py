"""What rooms add to the page of a job of theirs: what came of it, and what can be done next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.http import FileResponse

from zhuqi.foundation.access import Person
from zhuqi.foundation.contributions import Registry
from zhuqi.foundation.jobs import actions, files
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


def file_of(pk: int, by: Person) -> FileResponse:
    """The file of one's own job, which is taken with this: an event. NotYours, or NotNow where
    there is none."""
    with actions.JOBS.open(pk, by=by) as change:
        actions.fetch(change)
        name, path = change.row.file_name, files.path_of(change.row.stored_as)
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type=_TYPES[Path(name).suffix]
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
}
