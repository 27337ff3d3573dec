"""Write down what was done, and when."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.upkeep.models import UpkeepRun

# Of one name; older ones say nothing any more.
KEPT = 50


@transaction.atomic
def record_run(*, name: str, started_at: datetime, good: bool, sentence: str = "") -> UpkeepRun:
    """Remember that it was done, and how it went."""
    run = UpkeepRun.objects.create(
        name=name, started_at=started_at, ended_at=timezone.now(), good=good, sentence=sentence
    )
    rows = UpkeepRun.objects.filter(name=name).order_by("-pk")
    old = list(rows.values_list("pk", flat=True)[KEPT : KEPT * 2])
    if old:
        UpkeepRun.objects.filter(pk__in=old).delete()
    return run
