"""What of a visit is searched: everything, by whoever sees it."""

from collections.abc import Iterable
from typing import Final

from django.db.models import F

from zhuqi.foundation.search.columns import Columns
from zhuqi.foundation.search.kinds import Ids, Kind
from zhuqi.foundation.search.models import SearchText
from zhuqi.foundation.search.normal import normal
from zhuqi.foundation.search.queries import Reading
from zhuqi.mechanisms.liaison.models import FollowUp, Visit

KIND: Final = "visit"
HEADING, TEXT = "va", "vb"
READINGS = (Reading(HEADING, heading=True), Reading(TEXT))


def _renamed(ids: Ids) -> Iterable[int]:
    """Visits whose heading still has a name the firm no longer bears."""
    found: set[int] = set()
    rows = Visit.objects.filter(enterprise__in=ids).order_by()
    names = dict(rows.values_list("pk", F("enterprise__name")))
    headings = SearchText.objects.filter(kind=KIND, object_id__in=names, code=HEADING).order_by()
    for pk, text in headings.values_list("object_id", "text"):
        if normal(names[pk]) not in text:
            found.add(pk)
    return found


VISIT_KIND = Kind(
    rows=Visit.objects.all,
    parts={
        "visit": Columns(
            Visit,
            {
                HEADING: ("enterprise__name", "purpose"),
                TEXT: ("said", "goers", "present", "reason", "visitor__name"),
            },
        ).part,
        "follow_up": Columns(FollowUp, {TEXT: ("what", "outcome")}, "visit_id").part,
    },
    codes=frozenset({HEADING, TEXT}),
    touched={"directory.Enterprise": _renamed},
)
