"""异议: a unit says that a sheet is not its matter; once, decided by the office, final."""

from typing import TypeAlias

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.enums import ObjectionOutcome
from zhuqi.ledgers.cases.models.case import Case
from zhuqi.ledgers.cases.sheets.models import Assignment


class Objection(models.Model):
    """One unit's objection to one sheet.

    `fallback_unit` (兜底) handles the case while its ownership is argued; `given_to` is whose it
    is in the end. Only a waiting or consulting one is open.
    """

    Outcome: TypeAlias = ObjectionOutcome

    case = models.ForeignKey(Case, models.CASCADE, related_name="objections")
    assignment = models.OneToOneField(Assignment, models.CASCADE, related_name="objection")
    reason = models.TextField(_("异议理由"))
    suggested_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("建议单位")
    )
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40)
    asked_by_id = models.BigIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    decision = models.TextField(_("裁定意见"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=40, blank=True)
    fallback_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("兜底单位")
    )
    consult_until = models.DateField(_("会商期限"), null=True, blank=True)
    given_to = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("裁定单位")
    )

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("outcome", "case"), name="objection_open"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"

    @property
    def open(self) -> bool:
        """Not decided for good."""
        return self.outcome in {self.Outcome.WAITING, self.Outcome.CONSULTING}
