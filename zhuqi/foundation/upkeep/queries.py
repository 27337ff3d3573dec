"""What was last done to keep the site in order."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q

from zhuqi.foundation.upkeep.models import UpkeepRun

BACKUP = "backup"
CHECK = "check:"


@dataclass(frozen=True, slots=True)
class Last:
    """The newest run of a name, and when one last went well."""

    name: str
    ended_at: datetime
    good: bool
    sentence: str
    good_at: datetime | None


def last_runs() -> dict[str, Last]:
    """By name. Two queries."""
    names = (
        UpkeepRun.objects.order_by("name")
        .values("name")
        .annotate(newest=Max("pk"), good_at=Max("ended_at", filter=Q(good=True)))
    )
    found = {row["newest"]: row["good_at"] for row in names}
    rows = UpkeepRun.objects.filter(pk__in=found).order_by("name")
    return {
        row.name: Last(row.name, row.ended_at, row.good, row.sentence, found[row.pk])
        for row in rows
    }
