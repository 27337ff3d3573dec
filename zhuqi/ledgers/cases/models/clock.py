"""Runs of clocks, derived from events and written beside them, so that lights are a query."""

from django.db import models
from django.db.models import Q

from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.enums import ClockKind
from zhuqi.ledgers.cases.models.case import Case


class Clock(models.Model):
    """One run of one clock; `sheet` 0 is the whole case. Late: stopped or now past `due_at`."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="clocks")
    clock = models.CharField(max_length=12, choices=ClockKind)
    sheet = models.PositiveSmallIntegerField(default=0)
    run = models.PositiveSmallIntegerField(default=1)
    owner = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="clocks")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    warn_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=12, blank=True)
    # Granted on top of `amount`, in the same unit.
    extra = models.PositiveSmallIntegerField(default=0)
    provisional = models.BooleanField(default=False)

    class Meta:
        ordering = ("started_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("case", "clock", "sheet", "run"), name="one_row_a_run"),
        )
        indexes = (
            models.Index(
                fields=("owner", "due_at"),
                condition=Q(stopped_at__isnull=True),
                name="clock_running",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.clock} {self.due_at:%Y-%m-%d %H:%M}"
