"""Deadline schemes: versioned data. A version is never changed once a case was promised by it."""

from django.db import models

from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.schemes.models import AbstractAdoption, AbstractEdition, AbstractScheme
from zhuqi.foundation.workdays import PausedDay, StartRule
from zhuqi.foundation.workdays import Unit as TimeUnit
from zhuqi.ledgers.cases.enums import ClockKind, Kind, Tier


class Scheme(AbstractScheme):
    """A named table of deadlines, such as 13710 or Xuchang 2011."""


class SchemeVersion(AbstractEdition):
    """One edition of a scheme. `redo_cap`: rounds that reopen by themselves.

    How its limits are counted: `start_rule`, `roll`, `paused_day`, see `workdays.Counting`; when
    lights turn yellow: `yellow_days` before the end, after `yellow_percent` of hours.
    """

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="versions")
    redo_cap = models.PositiveSmallIntegerField(default=2)
    reopen_days = models.PositiveSmallIntegerField(default=30)
    start_rule = models.CharField(
        max_length=12, choices=[(r.value, r.label) for r in StartRule], default=StartRule.NEXT_DAY
    )
    roll = models.BooleanField(default=True)
    paused_day = models.CharField(
        max_length=12, choices=[(r.value, r.label) for r in PausedDay], default=PausedDay.HALF
    )
    yellow_days = models.PositiveSmallIntegerField(default=1)
    yellow_percent = models.PositiveSmallIntegerField(default=50)

    class Meta(AbstractEdition.Meta):
        constraints = (
            models.UniqueConstraint(fields=("scheme", "number"), name="scheme_version_number"),
        )


class SchemeRule(models.Model):
    """One row: a clock, for a tier or kind (empty: any), an amount of a unit of time.

    Amount 0 is the same day. `followed`: to zero, without a limit. `ours`: added by this platform.
    """

    version = models.ForeignKey(SchemeVersion, models.CASCADE, related_name="rules")
    clock = models.CharField(max_length=12, choices=ClockKind)
    tier = models.CharField(max_length=10, choices=Tier, blank=True)
    kind = models.CharField(max_length=12, choices=Kind, blank=True)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=12, choices=[(unit.value, unit.label) for unit in TimeUnit])
    followed = models.BooleanField(default=False)
    ours = models.BooleanField(default=False)
    note = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("version", "clock", "tier", "kind"), name="one_rule_a_clock"
            ),
        )

    def __str__(self) -> str:
        return f"{self.clock} {self.amount} {self.unit}"


class LedgerScheme(AbstractAdoption):
    """Which scheme an office promises by, unless the registrar chooses another."""

    office = models.OneToOneField(Unit, models.CASCADE, related_name="ledger_scheme")
    scheme = models.ForeignKey(Scheme, models.PROTECT)
