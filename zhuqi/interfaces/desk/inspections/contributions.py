"""What inspections add to pages of others: navigation, home, search, the log."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Role, Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.notices import links
from zhuqi.interfaces.desk import home_queues, navigation, nouns
from zhuqi.interfaces.desk.home_queues import (
    MOST_COUNTED,
    HomeQueues,
    Times,
    WorkQueue,
    excerpt_queue,
)
from zhuqi.interfaces.desk.inspections import entering
from zhuqi.interfaces.desk.inspections.views import FINDING_VIEWS, ROUND_VIEWS, VISIT_VIEWS
from zhuqi.interfaces.shell import event_words, wording
from zhuqi.interfaces.shell.listing import exporting
from zhuqi.interfaces.shell.navigation import Entry
from zhuqi.ledgers.cases.models.case import working_units
from zhuqi.mechanisms.inspections import queries
from zhuqi.mechanisms.inspections.actions.findings import FIND, NOTIFY, OBJECT
from zhuqi.mechanisms.inspections.enums import Result
from zhuqi.mechanisms.inspections.handlers import REMIND
from zhuqi.mechanisms.inspections.models import (
    ChecklistItem,
    Finding,
    InspectionRound,
    InspectionVisit,
)
from zhuqi.mechanisms.inspections.searching import FINDING_TEXTS, ROUND_TEXTS


def _visits_waiting(scope: Scope, at: Times) -> QuerySet[Any, Any]:
    rows = InspectionVisit.objects.visible_to(scope)
    return rows.filter(queries.to_inspect(scope, at.today)).order_by().values_list("pk")


def _findings_waiting(scope: Scope, _at: Times) -> QuerySet[Any, Any]:
    mine = queries.to_draft(scope) | queries.to_sign(scope)
    mine |= queries.to_rectify(scope) | queries.to_recheck(scope)
    return Finding.objects.visible_to(scope).filter(mine).order_by().values_list("pk")


def _queues(person: Person, _at: datetime) -> list[WorkQueue]:
    scope, found = person.scope, list[WorkQueue]()
    if scope.holds(Role.SIGNER):
        found += _queue(person, _now("待签发的整改通知"), "sign")
    if scope.holds(*queries.WRITERS):
        found += _queue(person, _now("待拟整改通知的问题"), "draft")
    if working_units(scope):
        found += _queue(person, _now("待签收、待整改的问题"), "rectify")
    # Whoever was in the team, of whichever unit.
    return [*found, *_queue(person, _now("待复查的整改"), "recheck")]


def _to_inspect(person: Person, now: datetime) -> list[WorkQueue]:
    which = queries.to_inspect(person.scope, timezone.localdate(now))
    rows = list(queries.visits(person.scope).filter(which).order_by("day", "pk")[:MOST_COUNTED])
    table = VISIT_VIEWS.its_list.excerpt(person, rows, "unit", "day", "state", "round")
    url = f"{reverse('desk:inspection_visits')}?mine=on"
    return list(excerpt_queue(_now("今天该去检查的单位"), table, [row.day for row in rows], url))


def _queue(person: Person, label: str, hand: str) -> Iterator[WorkQueue]:
    which = queries.IN_HAND[hand](person.scope)
    rows = list(
        queries.findings(person.scope).filter(which).order_by("due_at", "pk")[:MOST_COUNTED]
    )
    table = FINDING_VIEWS.its_list.excerpt(person, rows, "text", "number", "state", "unit", "due")
    days = [timezone.localdate(row.due_at or row.found_at) for row in rows]
    return excerpt_queue(label, table, days, f"{reverse('desk:findings')}?hand={hand}")


def _note(finding: Finding) -> str:
    return f"{finding.unit} · {finding.visit.round.title}"


def _round_note(row: InspectionRound) -> str:
    return f"{row.office} · {row.since:%Y-%m-%d}"


def _enter() -> None:
    """The rounds in the navigation for those who follow them; units come by what waits for them."""
    entry = Entry(_("督导检查"), ROUND_VIEWS.list_url, "flag", 60, "supervision")
    navigation.offer(entry, entering.follows_rounds)
    start = Entry(_("拟定督导检查"), ROUND_VIEWS.new_url, "flag", 40)
    navigation.offer_start(start, entering.plans_rounds)
    exporting.offer(ROUND_VIEWS.its_list, ROUND_VIEWS.allowed)
    exporting.offer(VISIT_VIEWS.its_list, VISIT_VIEWS.allowed)
    nouns.tell(ROUND_VIEWS)
    nouns.tell(VISIT_VIEWS)
    nouns.name(ROUND_VIEWS)
    nouns.name(VISIT_VIEWS, plan=_("安排检查"))
    nouns.offer(FINDING_VIEWS, nouns.Standing("supervision", "file-text", 62))
    nouns.name(FINDING_VIEWS, **{FIND: _("记录问题")})


def register() -> None:
    """Called once, when Django has loaded every room."""
    _enter()
    nouns.find(ROUND_VIEWS, ROUND_TEXTS, _round_note, order=6)
    nouns.find(FINDING_VIEWS, FINDING_TEXTS, _note, order=7)
    home_queues.HOME_QUEUES.register(
        "inspections", HomeQueues(_to_inspect, waiting=_visits_waiting, seldom=True)
    )
    home_queues.HOME_QUEUES.register(
        "findings", HomeQueues(_queues, waiting=_findings_waiting, seldom=True)
    )
    event_words.register_work({REMIND: _("提醒整改期限"), NOTIFY: _("告知整改通知")})
    event_words.register_fields(
        {
            "checklist": _("检查内容"), "checklist_item": _("检查内容"), "finding": _("问题"),
            "members": _("检查组成员"), "inspected": _("被查单位"), "inspection": _("轮次"),
            "inspection_visit": _("检查记录"), "checked": _("检查结果"),
        },
        {
            "checklist_item": ChecklistItem, "finding": Finding, "members": User,
            "inspected": Unit, "inspection": InspectionRound, "inspection_visit": InspectionVisit,
        },
    )  # fmt: skip
    said = {"checked": lambda result: wording.label(Result, result)}
    event_words.register_values("inspection_visit", said)
    links.register(OBJECT, lambda pk: reverse("desk:finding", args=[int(pk)]), firm=False)
