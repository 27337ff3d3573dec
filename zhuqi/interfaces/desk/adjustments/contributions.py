"""What batches add to pages of others: navigation, home, search, the log, their work."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.directory.models import Enterprise, LiaisonLink, Official, Unit
from zhuqi.foundation.jobs.models import Job
from zhuqi.foundation.notices import links
from zhuqi.interfaces.desk import home_queues, navigation, nouns
from zhuqi.interfaces.desk.adjustments.covering import COVERAGE
from zhuqi.interfaces.desk.adjustments.entering import reads_adjustments
from zhuqi.interfaces.desk.adjustments.lines import IN_BULK, MOVE_VIEWS, MOVES
from zhuqi.interfaces.desk.adjustments.roll import ROLL
from zhuqi.interfaces.desk.adjustments.views import ADJUSTMENT_VIEWS, ADJUSTMENTS
from zhuqi.interfaces.desk.home_queues import (
    MOST_COUNTED,
    HomeQueues,
    Times,
    WorkQueue,
    excerpt_queue,
)
from zhuqi.interfaces.desk.job_pages import JOB_PAGES, JobPage
from zhuqi.interfaces.shell import event_words, wording
from zhuqi.interfaces.shell.bulk.declared import BULKS
from zhuqi.interfaces.shell.listing import exporting
from zhuqi.interfaces.shell.navigation import Entry
from zhuqi.interfaces.shell.parts import Action
from zhuqi.mechanisms.adjustments import queries
from zhuqi.mechanisms.adjustments.actions.batches import NOTIFY, OBJECT, PROPOSED_NOW, WORK
from zhuqi.mechanisms.adjustments.actions.lines import LIST
from zhuqi.mechanisms.adjustments.enums import Ground
from zhuqi.mechanisms.adjustments.models import Adjustment
from zhuqi.mechanisms.adjustments.notifications import MOVED
from zhuqi.mechanisms.adjustments.searching import ADJUSTMENT_TEXTS


def _waiting(scope: Scope, _at: Times) -> QuerySet[Any, Any]:
    mine = queries.to_approve(scope) | queries.to_finish(scope)
    return Adjustment.objects.visible_to(scope).filter(mine).order_by().values_list("pk")


def _queues(person: Person, _at: datetime) -> list[WorkQueue]:
    found = list[WorkQueue]()
    for label, which, state in (
        (_now("待批准的动态调整"), queries.to_approve(person.scope), "submitted"),
        (_now("拟定中的动态调整"), queries.to_finish(person.scope), "draft"),
    ):
        rows = queries.adjustments(person.scope).filter(which).order_by("since", "pk")
        first = list(rows[:MOST_COUNTED])
        table = ADJUSTMENTS.excerpt(person, first, "title", "since", "moves")
        url = f"{reverse('desk:adjustments')}?state={state}"
        found += excerpt_queue(label, table, [row.since for row in first], url)
    return found


def _note(row: Adjustment) -> str:
    return f"{row.office} · {wording.day(row.since, weekday=False)}"


def _proposed(job: Job) -> str:
    figures = job.figures
    parts = [
        f"{ground.label} {figures[ground.value]} 项"
        for ground in Ground
        if figures.get(ground.value)
    ]
    total = _now("共 %(n)s 项建议") % {"n": figures.get("proposed", 0)}
    return "，".join([total, *parts])


def _to_batch(job: Job, person: Person) -> Sequence[Action]:
    pk = job.figures.get("adjustment") or job.order.get("adjustment")
    if not queries.adjustments(person.scope).filter(pk=pk).exists():
        return ()
    url = reverse("desk:adjustment", args=[pk])
    return [Action(_now("看这一批调整"), url, "users", main=True)]


def register() -> None:
    """Called once, when Django has loaded every room."""
    nouns.offer(ADJUSTMENT_VIEWS, nouns.Standing("liaison", "users", 46, start=42))
    nouns.name(ADJUSTMENT_VIEWS, **{PROPOSED_NOW: _("生成了建议")})
    nouns.find(ADJUSTMENT_VIEWS, ADJUSTMENT_TEXTS, _note, order=9)
    exporting.offer(MOVES, reads_adjustments)
    nouns.tell(MOVE_VIEWS)
    nouns.name(MOVE_VIEWS, **{LIST: _("列入")})
    BULKS.register(MOVES.name, IN_BULK)
    navigation.offer(
        Entry(_("联系名册"), "desk:liaison_roll", "list-details", 47, "liaison"), reads_adjustments
    )
    exporting.offer(ROLL, reads_adjustments)
    navigation.offer(
        Entry(_("走访覆盖"), "desk:visit_coverage", "eye", 30, "liaison"), reads_adjustments
    )
    exporting.offer(COVERAGE, reads_adjustments)
    home_queues.HOME_QUEUES.register(
        "adjustments", HomeQueues(_queues, waiting=_waiting, seldom=True)
    )
    JOB_PAGES.register(WORK, JobPage(_proposed, actions=_to_batch))
    event_words.register_work({NOTIFY: _("告知动态调整")})
    event_words.register_fields(
        {
            "adjustment": _("动态调整"), "about": _("为哪些情况"), "proposed": _("建议"),
            "ground": _("为什么"), "held": _("原干部联系家数"), "near": _("远近"),
            "skilled": _("同行业"), "reverses": _("撤销的批次"), "ends": _("解除的联系"),
            "most": _("每人最多家数"), "moves": _("事项"), "drafted_by": _("拟定人"),
        },
        {
            "adjustment": Adjustment, "reverses": Adjustment, "ends": LiaisonLink,
            "official": Official, "unit": Unit, "enterprise": Enterprise,
        },
    )  # fmt: skip
    links.register(OBJECT, lambda pk: reverse("desk:adjustment", args=[int(pk)]), firm=False)
    links.register(MOVED, lambda _pk: reverse("desk:my_enterprises"), firm=False)
