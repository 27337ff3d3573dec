"""挂起: an interval in which the units' clocks stand still, asked for, approved, taken back."""

from typing import TypeAlias

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuqi.ledgers.cases.enums import PauseOutcome
from zhuqi.ledgers.cases.models.case import Case


class Pausing(models.Model):
    """One pause, from the request (if there was one) to its end.

    `since` to `resumed_at` is the interval; the clocks read it from the events of the same
    verbs. One runs at a time, and one request waits at a time.
    """

    Outcome: TypeAlias = PauseOutcome

    case = models.ForeignKey(Case, models.CASCADE, related_name="pausings")
    reason = models.TextField(_("挂起原因"))
    wanted_until = models.DateField(_("申请挂起到"), null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.CharField(max_length=40, blank=True)
    asked_by_id = models.BigIntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    decision = models.TextField(_("审批意见"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=40, blank=True)
    since = models.DateTimeField(_("挂起时间"), null=True, blank=True)
    review_on = models.DateField(_("复核日期"), null=True, blank=True)
    resumed_at = models.DateTimeField(_("恢复时间"), null=True, blank=True)
    resumed_by = models.CharField(max_length=40, blank=True)
    resume_reason = models.TextField(_("恢复原因"), blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("case",), condition=Q(outcome="running"), name="one_running_pause"
            ),
            models.UniqueConstraint(
                fields=("case",), condition=Q(outcome="waiting"), name="one_waiting_pause"
            ),
        )
        indexes = (models.Index(fields=("outcome", "case"), name="pausing_open"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"
