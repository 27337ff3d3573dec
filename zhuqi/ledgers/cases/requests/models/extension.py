"""延期: more time for one sheet's answer, asked before it is due, once a sheet and round."""

from typing import TypeAlias

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuqi.ledgers.cases.enums import ExtensionOutcome
from zhuqi.ledgers.cases.models.case import Case
from zhuqi.ledgers.cases.sheets.models import Assignment


class Extension(models.Model):
    """One request. `amount` and `granted` are in the unit of the clock it is about."""

    Outcome: TypeAlias = ExtensionOutcome

    case = models.ForeignKey(Case, models.CASCADE, related_name="extensions")
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="extensions")
    round = models.PositiveSmallIntegerField()
    reason = models.TextField(_("延期理由"))
    amount = models.PositiveSmallIntegerField(_("申请延长"))
    unit = models.CharField(max_length=12)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40)
    asked_by_id = models.BigIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    granted = models.PositiveSmallIntegerField(_("批准延长"), default=0)
    decision = models.TextField(_("审批意见"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("assignment", "round"), name="extension_once_a_round"),
        )
        indexes = (models.Index(fields=("outcome", "case"), name="extension_open"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.amount} {self.unit} {self.outcome}"

    @property
    def open(self) -> bool:
        """Waiting for the office."""
        return self.outcome == self.Outcome.WAITING
