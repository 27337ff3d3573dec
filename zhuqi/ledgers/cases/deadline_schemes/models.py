"""Deadline schemes: versioned data. A version is never changed once a case was promised by it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.workdays import Unit as TimeUnit
from zhuqi.ledgers.cases.enums import ClockKind, Kind, Tier


class Scheme(models.Model):
    """A named table of deadlines, such as 13710 or Xuchang 2011."""

    code = models.SlugField(unique=True)
    name = models.CharField(_("名称"), max_length=60)
    source = models.CharField(_("依据"), max_length=200)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class SchemeVersion(models.Model):
    """One edition of a scheme. `redo_cap`: rounds that reopen by themselves."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    since = models.DateTimeField()
    redo_cap = models.PositiveSmallIntegerField(default=2)
    reopen_days = models.PositiveSmallIntegerField(default=30)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("scheme", "number"), name="scheme_version_number"),
        )

    def __str__(self) -> str:
        return f"{self.scheme.name} 第{self.number}版"


class SchemeRule(models.Model):
    """One row: a clock, for a tier or kind (empty: any), an amount of a unit of time."""

    version = models.ForeignKey(SchemeVersion, models.CASCADE, related_name="rules")
    clock = models.CharField(max_length=12, choices=ClockKind)
    tier = models.CharField(max_length=10, choices=Tier, blank=True)
    kind = models.CharField(max_length=12, choices=Kind, blank=True)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=12, choices=[(unit.value, unit.label) for unit in TimeUnit])

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("version", "clock", "tier", "kind"), name="one_rule_a_clock"
            ),
        )

    def __str__(self) -> str:
        return f"{self.clock} {self.amount} {self.unit}"


class LedgerScheme(models.Model):
    """Which scheme an office promises by, unless the registrar chooses another."""

    office = models.OneToOneField(Unit, models.CASCADE, related_name="ledger_scheme")
    scheme = models.ForeignKey(Scheme, models.PROTECT)

    def __str__(self) -> str:
        return f"{self.office}: {self.scheme}"
