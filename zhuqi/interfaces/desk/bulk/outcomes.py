"""The page of a job that did a verb to many rows: what was done, what not and why, the way back."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zhuqi.foundation.access import Person
from zhuqi.foundation.jobs import queries
from zhuqi.foundation.jobs.enums import LineState
from zhuqi.foundation.jobs.models import Job, JobLine
from zhuqi.interfaces.desk.verb_views import RowSection
from zhuqi.interfaces.shell.bulk import jobs
from zhuqi.interfaces.shell.bulk.declared import BulkRows, RowName, Undo
from zhuqi.interfaces.shell.bulk.filtering import JOB, OUTCOME
from zhuqi.interfaces.shell.parts import Action, Cell

# So many rows are told by name; a link leads to all of them.
NAMED = 20
REASONS = 12


def outcome(job: Job) -> str:
    """已办 40 件，未办 2 件."""
    return jobs.outcome(job.figures, _measure(job))


def sections(job: Job, person: Person) -> Sequence[RowSection]:
    """What was not done, by its reasons, most first; then what was done."""
    if job.is_under_way:
        return ()
    rows = jobs.order_of(job).rows
    refused = queries.of_state(job, LineState.REFUSED)
    reasons = list(queries.reasons(job).items())[:REASONS]
    named: dict[str, list[JobLine]] = defaultdict(list)
    for reason, _n in reasons:
        named[reason] = list(refused.filter(reason=reason)[:NAMED])
    done = list(queries.of_state(job, LineState.DONE)[:NAMED])
    known = rows.names(person, [line.ref for lines in (*named.values(), done) for line in lines])
    found = [
        _section(_("未办：%(reason)s") % {"reason": reason}, count, job, named[reason], known)
        for reason, count in reasons
    ]
    if done:
        count = queries.of_state(job, LineState.DONE).count()
        found.append(_section(_("已办"), count, job, done, known))
    return found


def _section(
    title: str, count: int, job: Job, lines: Sequence[JobLine], known: Mapping[int, RowName]
) -> RowSection:
    measure = _measure(job)
    rows: list[list[Cell]] = []
    for line in lines:
        name = known.get(line.ref)
        url, about = (name.url, name.about) if name else ("", "")
        rows.append([Cell(line.label, url=url), Cell(about, clamp=True)])
    said = f"{title}（{count:,} {measure}）"
    if count > len(lines):
        said += _("，前 %(n)s %(measure)s：") % {"n": len(lines), "measure": measure}
    return RowSection(said, jobs.order_of(job).rows.heads, rows)


def actions(job: Job, person: Person) -> Sequence[Action]:
    """The way back where the lifecycle has one, the rows, and the list they are from."""
    order = jobs.order_of(job)
    address = reverse(order.rows.list_url)
    back = f"{address}?{order.query}" if order.query else address
    found = [*_rows_of(job, address, order.rows.beside), *_taking_back(job, person)]
    label = _("返回%(list)s") % {"list": order.rows.listing.label}
    return [*found, Action(label, back, main=not job.is_under_way)]


def _rows_of(job: Job, address: str, beside: str) -> list[Action]:
    if job.is_under_way:
        return []
    counts = queries.counts(job)
    return [
        Action(
            _("查看%(outcome)s的 %(n)s %(measure)s")
            % {"outcome": state.label, "n": f"{counts[state]:,}", "measure": _measure(job)},
            f"{address}?{JOB}={job.pk}&{OUTCOME}={state.value}&{beside}".rstrip("&"),
        )
        for state in (LineState.REFUSED, LineState.DONE)
        if counts[state] > NAMED
    ]


def _taking_back(job: Job, person: Person) -> list[Action]:
    undo = jobs.undo_of(job)
    if undo is None or job.is_under_way:
        return []
    if earlier := jobs.undone_by(job):
        return [Action(_("查看撤销情况"), reverse("desk:job", args=[earlier.pk]))]
    possible, reason, whole = _possible(jobs.way_back(job, undo).rows, undo, job, person)
    if not possible:
        return [Action(str(undo.label), reason=reason)] if reason else []
    label = str(undo.label)
    if whole:
        label += _("（%(n)s %(measure)s）") % {"n": possible, "measure": _measure(job)}
    return [Action(label, reverse("desk:bulk_undo", args=[job.pk]), post=True)]


def _possible(
    rows: BulkRows[Any, Any], undo: Undo, job: Job, person: Person
) -> tuple[int, str, bool]:
    """How many of the first rows can be taken back now, else why not; whether those are all."""
    lines = list(queries.of_state(job, LineState.DONE)[: jobs.AT_ONCE + 1])
    after = jobs.to_take_back(job.pk, undo, lines[: jobs.AT_ONCE])
    standings = list(rows.standings(person, list(after), undo.verb, lambda _change: ""))
    fit = sum(not one.reason and one.version == after[one.pk] for one in standings)
    reasons = [one.reason or _("此后有了变化") for one in standings]
    return fit, reasons[0] if reasons else "", len(lines) <= jobs.AT_ONCE


def _measure(job: Job) -> str:
    return str(jobs.order_of(job).rows.listing.measure)
