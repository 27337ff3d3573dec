"""Lines of cases for figures, and to which event they are complete. Derived; nothing else is."""

from typing import ClassVar

from django.db import models
from django.db.models import ExpressionWrapper, F
from django.utils.translation import gettext_lazy as _

from zhuqi.ledgers.cases.models import Case
from zhuqi.reporting.statistics.lines import NEVER


class LineQuerySet(models.QuerySet["CaseLine"]):
    """Reads start with `known`."""

    def known(self, event: int) -> "LineQuerySet":
        """What was known once that event was recorded."""
        return self.filter(known_from__lte=event, known_to__gt=event)

    def flagged(self, mask: int) -> "LineQuerySet":
        """Those with all bits of a mask."""
        # Told to be large: of an integer, PostgreSQL knows it never equals a mask of 41 bits.
        has = ExpressionWrapper(F("flags").bitand(mask), models.BigIntegerField())
        return self.alias(has=has).filter(has=mask)


class CaseLine(models.Model):
    """What is true of a case for every figure, from one event to another: see `lines.Line`.

    `part`: as `lines` numbers them, 0 is the case. Months are 202611, 0 where there is none;
    `flags` as `flags` names them; `money` in hundreds of yuan.
    Not rows for people: read cases through `queries.opened`.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="+", db_index=False)
    part = models.PositiveIntegerField(default=0)
    known_from = models.BigIntegerField()
    known_to = models.BigIntegerField(default=NEVER)
    level = models.CharField(max_length=10)
    office = models.BigIntegerField(_("台账"))
    region = models.CharField(max_length=6)
    unit = models.BigIntegerField(default=0)
    sector = models.CharField(max_length=12, blank=True)
    item = models.BigIntegerField(default=0)
    kind = models.CharField(max_length=12, blank=True)
    channel = models.CharField(max_length=12, blank=True)
    tier = models.CharField(max_length=10, blank=True)
    collected = models.PositiveIntegerField(default=0)
    completed = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)
    flags = models.BigIntegerField(default=0)
    days = models.PositiveIntegerField(null=True, blank=True)
    money = models.BigIntegerField(default=0)
    staff = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager["CaseLine"]] = LineQuerySet.as_manager()

    class Meta:
        ordering = ("case_id", "part", "known_from")
        constraints = (
            models.UniqueConstraint(fields=("case", "part", "known_from"), name="line_once"),
        )
        indexes = (
            models.Index(fields=("collected", "known_to"), name="line_collected"),
            models.Index(fields=("completed", "known_to"), name="line_completed"),
            models.Index(fields=("closed", "known_to"), name="line_closed"),
        )

    def __str__(self) -> str:
        return f"{self.case_id}/{self.part} {self.known_from}"


class Tally(models.Model):
    """One cell of `tallying`, as of `Standing.event`; only those of its generation are read."""

    generation = models.PositiveIntegerField()
    dimension = models.CharField(max_length=8, blank=True)
    column = models.CharField(max_length=9)
    month = models.PositiveIntegerField()
    value = models.CharField(max_length=20, blank=True)
    office = models.BigIntegerField()
    counts = models.TextField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("generation", "dimension", "column", "month", "value", "office"),
                name="one_cell",
            ),
        )

    def __str__(self) -> str:
        return f"{self.column} {self.month} {self.dimension}={self.value} {self.office}"


class Standing(models.Model):
    """To which event lines and tallies are complete, and to which moment; one row. `basis`: the
    calendar, the table of boundaries and the definitions they were made by."""

    event = models.BigIntegerField(default=0)
    at = models.DateTimeField()
    basis = models.CharField(max_length=64, blank=True)
    generation = models.PositiveIntegerField(default=0)
    # Of what the cells of that generation count; another program version counts otherwise.
    shape = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"#{self.event}"
