"""Who was charged with a case from when to when: what figures count by."""

from django.db import models
from django.db.models import Q

from zhuqi.foundation.directory.enums import Level
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.enums import Disposition, State, Verdict
from zhuqi.ledgers.cases.models.case import Case

# A change in any of these begins a new interval.
FACT_FIELDS = ("state", "level", "office_id", "lead_unit_id", "disposition", "verdict", "round")


class CaseFact(models.Model):
    """One interval of a case's life, [since, until); the open one is how it stands.

    Written in the transaction of the event that began it. `office` and `level` answer for the
    case in their ledger, `lead_unit` for its handling (charges.py says for which figure). Not
    kept for historical imports, which are out of all rates.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="case_facts")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State)
    level = models.CharField(max_length=10, choices=Level)
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    lead_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    disposition = models.CharField(max_length=14, choices=Disposition, blank=True)
    verdict = models.CharField(max_length=12, choices=Verdict, blank=True)
    round = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("case",), condition=Q(until__isnull=True), name="one_open_fact"
            ),
        )
        indexes = (models.Index(fields=("office", "state", "since"), name="fact_of_office"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.state} {self.since:%Y-%m-%d}"
