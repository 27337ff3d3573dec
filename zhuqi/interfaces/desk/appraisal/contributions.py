"""What appraisal adds to pages of others: navigation, home, the tables, exports, the log."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Role, Scope
from zhuqi.foundation.notices import links
from zhuqi.interfaces.desk import home_queues, navigation, nouns
from zhuqi.interfaces.desk.appraisal import appeal_views, merit_views, scores, views
from zhuqi.interfaces.desk.appraisal.scheme_pages import AppraisalPages, rows_said
from zhuqi.interfaces.desk.home_queues import (
    HOME_LINES,
    MOST_COUNTED,
    HomeLine,
    HomeQueues,
    Times,
    WorkQueue,
    excerpt_queue,
)
from zhuqi.interfaces.desk.tables import reference_tables
from zhuqi.interfaces.shell import event_words, wording
from zhuqi.interfaces.shell.event_words import ObjectWords, RowNames
from zhuqi.interfaces.shell.listing import exporting
from zhuqi.interfaces.shell.navigation import Entry
from zhuqi.reporting.appraisal import queries
from zhuqi.reporting.appraisal.actions import appeals, reviews
from zhuqi.reporting.appraisal.models import Appeal, AppraisalEdition, AppraisalScheme

FIELDS = {
    "appraisal": _("考评方案"),
    "issue": _("第几稿"),
    "points": _("分值"),
    "award": _("加减分"),
    "units": _("单位数"),
    "review": _("讲评"),
}


def _queues(person: Person, _at: datetime) -> list[WorkQueue]:
    if not person.scope.holds(Role.SIGNER):
        return []
    rows: list[Appeal] = list(
        queries.open_appeals(person.scope).order_by("due_at", "pk")[:MOST_COUNTED]
    )
    table = appeal_views.APPEALS.excerpt(person, rows, "unit", "about", "review", "due")
    days = [timezone.localdate(row.due_at) for row in rows]
    url = f"{reverse('desk:appraisal_appeals')}?hand=decide"
    return list(excerpt_queue(_now("待裁定的排名申诉"), table, days, url))


def _waiting(scope: Scope, _times: Times) -> QuerySet[Appeal, tuple[int]]:
    """Appeals for one's decision."""
    return queries.open_appeals(scope).values_list("pk")


def _statement(person: Person) -> HomeLine | None:
    """A published statement of one's own unit, while it may appeal."""
    found = queries.to_read(person.scope, timezone.now())
    if found is None:
        return None
    review, unit, until = found
    words = {"review": review, "until": wording.moment(until)}
    url = reverse("desk:appraisal_statement", args=[review.pk, unit.pk])
    said = _now("%(review)s已公布，有异议的在 %(until)s 前申诉") % words
    return HomeLine("star", said, url, _now("看得分单"))


def register() -> None:
    """Called once, when Django has loaded every room."""
    nouns.offer(views.VIEWS, nouns.Standing("statistics", "star", 30, start=60))
    scored = Entry(scores.SCORES.label, "desk:appraisal_scores", "columns", 31, "statistics")
    navigation.offer(scored, views.reads_reviews)
    exporting.offer(scores.SCORES, views.reads_reviews)
    tried = Entry(_("讲评试算"), "desk:appraisal_try", "search", 32, "statistics")
    navigation.offer(tried, views.prepares_reviews)
    nouns.offer(appeal_views.VIEWS, nouns.Standing("statistics", "message", 33, start=61))
    nouns.offer(merit_views.VIEWS, nouns.Standing("statistics", "note", 34, start=62))
    home_queues.HOME_QUEUES.register(
        "appraisal", HomeQueues(_queues, waiting=_waiting, seldom=True)
    )
    HOME_LINES.register("appraisal", _statement)
    reference_tables.add_pages(AppraisalPages())
    _words()
    links.register(reviews.OBJECT, lambda pk: reverse("desk:appraisal", args=[int(pk)]), firm=False)
    links.register(
        appeals.OBJECT, lambda pk: reverse("desk:appraisal_appeal", args=[int(pk)]), firm=False
    )


def _words() -> None:
    """What the log says of schemes, and of telling people."""
    kinds = {"publish": _("发布新版本"), "appraisal_scheme.added": _("新增")}
    event_words.register(
        "appraisal_scheme", ObjectWords(_("考评方案"), kinds, model=AppraisalScheme)
    )
    event_words.register_kinds("unit", {"unit.appraisal_chosen": _("选定考评方案")})
    event_words.register_rows(AppraisalEdition, RowNames(joins=("scheme",)))
    event_words.register_rows(AppraisalScheme, RowNames(code="code"))
    event_words.register_fields(FIELDS, {"appraisal": AppraisalScheme})
    event_words.register_values("appraisal_scheme", {"rules": rows_said})
    event_words.register_work(
        {reviews.NOTIFY: _("告知讲评公布和更正"), appeals.NOTIFY: _("告知排名申诉")}
    )
