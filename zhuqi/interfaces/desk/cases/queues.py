"""Cases on the home page: what waits for one's hand by verb, and what those who look on follow."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from zhuqi.foundation.access import Person, Role, Scope
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases import verb_pages
from zhuqi.interfaces.desk.cases.rows import RowFormatter, case_table, walk_url
from zhuqi.interfaces.desk.home_queues import HomeQueues, Times, WorkQueue
from zhuqi.interfaces.shell.parts import Stat
from zhuqi.ledgers.cases import queries
from zhuqi.ledgers.cases.enums import OPEN_STATES, Light, Verb
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.queries import Filters, Task, Whose
from zhuqi.ledgers.cases.queries.calls import CALLED

WATCHED = 15


def _queues(person: Person, now: datetime) -> list[WorkQueue]:
    formatter = RowFormatter(person, now)
    tasks = [task for task in queries.tasks(person, now) if task.verb != Verb.RATE]
    formatter.look([case for task in tasks for case in task.rows])
    return [_queue(task, formatter) for task in tasks]


def _queue(task: Task, formatter: RowFormatter) -> WorkQueue:
    walk = f"waiting={task.key}"
    rows = [replace(row, url=walk_url(row.number, walk)) for row in formatter.rows(task.rows)]
    return WorkQueue(
        label=str(task.label),
        table=case_table(rows),
        count=f"{len(rows)}{'+' if task.more else ''}",
        due_at=task.rows[0].due_at,
        start_url=start_of(task.verb, rows[0].number),
        start_label=_("逐件办理") if len(rows) > 1 else _start_label(task.verb),
        all_url=f"{reverse('desk:ledger')}?{walk}",
    )


def start_of(verb: Verb, number: str) -> str:
    """Where the queue is gone through from this case on; "" where it is not."""
    if verb in CALLED:
        return reverse("desk:call", args=[number])
    in_queue = verb_pages.VERB_PAGES[verb].in_queue
    return f"{verb_pages.address(verb, number)}?pile=1" if in_queue else ""


def _start_label(verb: Verb) -> str:
    """The verb by name; where it is one of two decisions, a word that suggests neither."""
    return _("裁定") if verb_pages.VERB_PAGES[verb].decision else str(verb.label)


LABELS = {Light.RED: _lazy("件逾期"), Light.YELLOW: _lazy("件临期"), Light.GREEN: _lazy("件正常")}


def light_stats(person: Person, now: datetime) -> list[Stat]:
    """How many rows stand at each light, each with its scope beside it; opens exactly these."""
    return [_stat(person, figure) for figure in queries.figures_by_light(person.scope, now)]


def _stat(person: Person, figure: queries.Figure) -> Stat:
    own = figure.whose is Whose.OWN and not queries.has_ledger(person.scope)
    scope = _("我经手") if own else str(figure.whose.label)
    asked = {"light": figure.light.value, "whose": figure.whose.value}
    query = urlencode({name: value for name, value in asked.items() if value})
    label = _("%(what)s（%(scope)s）") % {"what": LABELS[figure.light], "scope": scope}
    return Stat(label, figure.number, f"{reverse('desk:ledger')}?{query}", figure.light.value)


def _watched(person: Person, now: datetime) -> list[WorkQueue]:
    """Late and due soon; for a liaison every open case of the firms looked after."""
    if not access.watches(person.scope):
        return []
    views = [
        (_("逾期"), Filters(light=Light.RED)),
        (_("临期"), Filters(light=Light.YELLOW)),
    ]
    if person.scope.holds(Role.LIAISON) or person.scope.liaised:
        views = [(_("包联企业的在办诉求"), Filters(state=sorted(OPEN_STATES)))]
    elif person.scope.holds(Role.CHAMBER):
        views = [(_("代会员反映、正在办的诉求"), Filters(state=sorted(OPEN_STATES)))]
    formatter = RowFormatter(person, now)
    return [
        queue
        for label, filters in views
        if (queue := _view(person, formatter, now, label, filters))
    ]


def _view(
    person: Person, formatter: RowFormatter, now: datetime, label: str, filters: Filters
) -> WorkQueue | None:
    page = queries.page_of(queries.ledger(person.scope, filters, now), "due", size=WATCHED)
    if not page.rows:
        return None
    query = urlencode(
        {"light": filters.light} if filters.light else {"state": filters.state}, doseq=True
    )
    return WorkQueue(
        label,
        case_table(formatter.rows(page.rows)),
        f"{len(page.rows)}{'+' if page.after else ''}",
        page.rows[0].due_at,
        all_url=f"{reverse('desk:ledger')}?{query}",
    )


def next_in_queue(person: Person, verb: Verb, done: Case) -> Case | None:
    """The case after this one in its queue, else the first; None where the queue is empty."""
    rows = [
        case
        for task in queries.tasks(person, timezone.now())
        if task.verb == verb
        for case in task.rows
    ]
    place = (done.due_at, done.pk)
    rest = [case for case in rows if case.pk != done.pk]
    return next((case for case in rest if (case.due_at, case.pk) > place), next(iter(rest), None))


def _waiting(scope: Scope, times: Times) -> QuerySet[Any, Any]:
    return queries.waiting(scope, times.now)


CASE_QUEUES = HomeQueues(_queues, _watched, light_stats, _waiting, for_leaders=False)
