"""Common topics and the cases in them, as one may see them."""

from django.db.models import (
    Count,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from zhuqi.foundation.access import Scope
from zhuqi.ledgers.cases.models import (
    FAR,
    Case,
    Topic,
)
from zhuqi.ledgers.cases.models.case import CaseQuerySet


def topics(scope: Scope) -> QuerySet[Topic]:
    """Those one may see, open ones first; `seen_cases`: how many of its cases one may see,
    `until`: when it was closed, later than ever where it is open."""
    seen = Case.objects.filter(topic=OuterRef("pk")).within_reach(scope).order_by()
    counted = seen.values("topic").annotate(n=Count("pk")).values("n")
    return (
        Topic.objects.visible_to(scope)
        .select_related("office")
        .annotate(
            seen_cases=Coalesce(Subquery(counted), 0), until=Coalesce("closed_at", Value(FAR))
        )
        .order_by("-until", "-pk")
    )


def cases_in_topic(scope: Scope, topic: Topic) -> CaseQuerySet:
    """The cases of a topic one may see, as lists show them."""
    rows = Case.objects.filter(topic=topic).within_reach(scope)
    return rows.with_names().order_by("due_at", "pk")
