"""提级: a county hands a case up; the city takes it or returns it with a reason."""

from typing import TypeAlias

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.enums import EscalationOutcome
from zhuqi.ledgers.cases.models.case import Case


class Escalation(models.Model):
    """One hand-up. While it waits the county stays charged; a returned one may be tried again."""

    Outcome: TypeAlias = EscalationOutcome

    case = models.ForeignKey(Case, models.CASCADE, related_name="escalations")
    from_office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    to_office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    reason = models.TextField(_("提级理由"))
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    decision = models.TextField(_("研判意见"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("case",), condition=Q(outcome="waiting"), name="one_waiting_escalation"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"
