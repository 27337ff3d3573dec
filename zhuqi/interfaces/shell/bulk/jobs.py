"""Many rows as a job: asked for, done row by row, and taken back where the lifecycle allows.

Every row is a transaction of its own and goes the way it would go by hand: seen by the person as
they are now, decided by the verb's own table, refused where it was changed since it was looked at.
What became of it is settled in that very transaction, so that a killed worker does none twice.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuqi.foundation.access import NotNow, NotValid, NotYours, Person, Refusal
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import person_of
from zhuqi.foundation.changes import Change
from zhuqi.foundation.jobs import actions as jobs
from zhuqi.foundation.jobs import queries
from zhuqi.foundation.jobs.actions import NewLine
from zhuqi.foundation.jobs.enums import JobState, LineState
from zhuqi.foundation.jobs.kinds import JobKind, Result, Run
from zhuqi.foundation.jobs.models import Job, JobLine
from zhuqi.interfaces.shell.bulk.declared import BulkRows, Undo, work_with
from zhuqi.interfaces.shell.forms import ShellForm

BULK = "bulk"
# So many rows are done while one waits.
AT_ONCE = 50
# The worker leaves those to who does them at once, and takes them up where their process died.
_MEANWHILE = timedelta(minutes=5)
_CHUNK = 500
Act = Callable[[Any], object]
Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done to which list's rows; kept with the job as plain JSON.

    `typed` is the form as it was sent, dropped when the job is over. `query`: the filters of the
    list, to lead back by. `undoes`: the job that is taken back.
    """

    listing: str
    verb: str
    query: str = ""
    undoes: int = 0
    typed: Typed = field(default_factory=dict)

    @property
    def rows(self) -> BulkRows[Any, Any]:
        """The list; NotNow where it is none any more."""
        found = work_with(self.listing, self.verb)
        if found is None:
            raise NotNow(_("这张表已经不能批量办理"))
        return found


def order_of(job: Job) -> Order:
    """As it was kept."""
    return Order(**job.order)


def ask(order: Order, *, title: str, words: str, lines: Sequence[NewLine], by: Person) -> Job:
    """The job with its rows; whoever asked for few of them does them with `do_at_once`."""
    return jobs.ask(
        kind=BULK,
        title=title,
        words=words,
        order=asdict(order),
        lines=lines,
        wait=_MEANWHILE if len(lines) <= AT_ONCE else timedelta(0),
        by=by,
    )


def do_at_once(job: Job) -> Job:
    """Few rows are done while one waits; the others are the worker's."""
    if job.total <= AT_ONCE:
        jobs.carry_on(job.pk)
        job.refresh_from_db()
    return job


def lines_of(rows: BulkRows[Any, Any], person: Person, seen: Mapping[int, int]) -> list[NewLine]:
    """A line for each of these rows that the person sees."""
    ids, lines = list(seen), list[NewLine]()
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        named = rows.names(person, chunk)
        lines += [NewLine(pk, named[pk].label, seen[pk]) for pk in chunk if pk in named]
    return lines


def form_of(
    rows: BulkRows[Any, Any], verb: Any, person: Person, ids: Sequence[int], typed: Any = None
) -> ShellForm:
    """What is asked once for all of these rows. NotNow where the person sees none of them."""
    about = rows.about(person, ids)
    if about is None:
        raise NotNow(_("选中的都看不到了，可能已经移交或转出"))
    return rows.page(verb).make(typed, **about)


# As many try what was typed before all of them do.
_TRIED = 3


def try_first(
    rows: BulkRows[Any, Any], verb: Any, form: ShellForm, lines: Sequence[NewLine], by: Person
) -> None:
    """NotValid where the first of them refuse what was typed; nothing is done by it.

    So what is wrong for all is said at its field, and not ten thousand times afterwards.
    """
    act, refused = _acting(rows, verb, form), list[NotValid]()
    for line in lines[:_TRIED]:
        try:
            with transaction.atomic():
                with rows.open(by, line.ref, line.seen) as change:
                    act(change)
                transaction.set_rollback(True)
        except NotValid as wrong:
            refused.append(wrong)
        except Refusal:
            continue
        else:
            return
    if refused:
        raise refused[0]


# The way back ---------------------------------------------------------------------------------


def undo_of(job: Job) -> Undo | None:
    """How the rows of a job can be taken back; None where its verb has no way back, or it is one
    itself."""
    name = str(job.order.get("verb", ""))
    rows = work_with(str(job.order.get("listing", "")), name)
    if rows is None or job.order.get("undoes"):
        return None
    verb = next(one for one in rows.pages if one.value == name)
    undo: Undo | None = rows.bulk(verb).undo
    return undo


def undone_by(job: Job) -> Job | None:
    """The job that takes it back, or took it back, if there is one."""
    found = Job.objects.filter(user_id=job.user_id, kind=BULK, order__undoes=job.pk)
    return found.exclude(state__in=(JobState.FAILED, JobState.CANCELLED)).first()


def ask_undo(pk: int, *, by: Person) -> Job:
    """撤销: the rows of a job one by one by its way back; pressed twice, the same job.

    NotYours for all but who asked for it; NotNow where there is no way back, or nothing to undo.
    """
    with transaction.atomic():
        job = queries.jobs(by.scope).select_for_update().filter(pk=pk, kind=BULK).first()
        if job is None:
            raise NotYours(_("没有这项任务"))
        undo, earlier = undo_of(job), undone_by(job)
        if earlier is not None:
            return earlier
        if undo is None or job.is_under_way:
            raise NotNow(_("这项任务没有可以撤销的"))
        order = way_back(job, undo)
        lines = _to_take_back(order, undo, queries.of_state(job, LineState.DONE), by)
        if not lines:
            raise NotNow(_("这项任务没有可以撤销的"))
        title = _("%(undo)s（任务 %(job)s）") % {"undo": undo.label, "job": job.pk}
        return ask(order, title=title, words=job.title, lines=lines, by=by)


def way_back(job: Job, undo: Undo) -> Order:
    """What takes it back, on which list."""
    before = order_of(job)
    query = "" if undo.of else before.query
    return Order(undo.of or before.listing, undo.verb.value, query, undoes=job.pk)


def to_take_back(job: int, undo: Undo, lines: Sequence[JobLine]) -> dict[int, int]:
    """By the row that is taken back, the version the job left it with."""
    made = undo.made(job, [line.ref for line in lines])
    return {made[line.ref]: line.after for line in lines if line.ref in made}


def _to_take_back(order: Order, undo: Undo, done: Iterable[JobLine], by: Person) -> list[NewLine]:
    if not undo.of:
        return [NewLine(line.ref, line.label, line.after) for line in done]
    return lines_of(order.rows, by, to_take_back(order.undoes, undo, list(done)))


# The doing ------------------------------------------------------------------------------------


def _do(run: Run) -> Result:
    """Every row that waits, one after the other, for the person as they are at that moment."""
    order = order_of(run.job)
    rows = order.rows
    act = _undoing(order) if order.undoes else _doing(order, run)
    for line in queries.waiting(run.job):
        _do_line(rows, act, line, run.job)
        run.progress(line.place)
    counts = queries.counts(run.job)
    figures = {"done": counts[LineState.DONE], "refused": counts[LineState.REFUSED]}
    return Result(figures, words=outcome(figures, str(rows.listing.measure)))


def outcome(figures: Mapping[str, Any], measure: str) -> str:
    """已办 40 件，未办 2 件."""
    done, refused = figures.get("done", 0), figures.get("refused", 0)
    words = _("已办 %(n)s %(measure)s") % {"n": f"{done:,}", "measure": measure}
    if not refused:
        return words
    return words + _("，未办 %(n)s %(measure)s") % {"n": f"{refused:,}", "measure": measure}


def _doing(order: Order, run: Run) -> Act:
    """The verb with what was typed, judged anew. NotValid where it does not hold any more, NotYours
    for who may not do it to many any more."""
    rows, verb = order.rows, order.rows.verb(run.person.scope, order.verb)
    if verb is None:
        raise NotYours(_("您的角色已经变化，不能再办这件事"))
    ids = list(run.job.lines.order_by("place").values_list("ref", flat=True)[:_CHUNK])
    typed = MultiValueDict({name: list(values) for name, values in order.typed.items()})
    form = form_of(rows, verb, run.person, ids, typed)
    if not form.is_valid():
        wrong = [error for errors in form.errors.values() for error in errors]
        raise NotValid("；".join(map(str, wrong)))
    return _acting(rows, verb, form)


def _acting(rows: BulkRows[Any, Any], verb: Any, form: ShellForm) -> Act:
    page, bulk = rows.page(verb), rows.bulk(verb)
    given = page.given(form)

    def act(change: Any) -> None:
        if why := bulk.alone(change):
            raise NotNow(why)
        page.act(change, bulk.given(change, given))

    return act


def _undoing(order: Order) -> Act:
    rows, undo = order.rows, undo_of(Job.objects.get(pk=order.undoes))
    if undo is None:
        raise NotNow(_("这项任务没有可以撤销的"))
    action = rows.pages[undo.verb].action
    return lambda change: action(change, **undo.given(change, order.undoes))


def _do_line(rows: BulkRows[Any, Any], act: Act, line: JobLine, job: Job) -> None:
    # Asked for every row: who has lost a right meanwhile does no more by it.
    person = person_of(User.objects.get(pk=job.user_id, is_active=True))
    try:
        with transaction.atomic():
            with rows.open(person, line.ref, line.seen) as change:
                act(change)
                change.remark(job=job.pk)
            jobs.settle(line, after=_version(change))
    except Refusal as refusal:
        jobs.settle(line, refused=refusal.reason)


def _version(change: Change[Any]) -> int:
    version = change.aggregate.version
    return -1 if version is None else int(version)


KIND = JobKind(gettext_lazy("批量办理"), _do, forgets=frozenset({"typed"}))
