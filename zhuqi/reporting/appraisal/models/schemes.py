"""Schemes of appraisal, in editions that never change, adopted by offices."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.schemes.models import AbstractAdoption, AbstractEdition, AbstractScheme
from zhuqi.reporting.appraisal.enums import Better, Part


class AppraisalScheme(AbstractScheme):
    """A named way to rank."""


class AppraisalEdition(AbstractEdition):
    """One edition; what was published by it is judged by it for ever."""

    scheme = models.ForeignKey(AppraisalScheme, models.PROTECT, related_name="versions")
    least = models.PositiveSmallIntegerField(_("参加排名的最低基数"))
    strength = models.PositiveSmallIntegerField(_("小单位折算强度"))
    month_share = models.PositiveSmallIntegerField(_("月讲评在全年中的权重"))
    half_share = models.PositiveSmallIntegerField(_("半年评在全年中的权重"))
    year_share = models.PositiveSmallIntegerField(_("年终评在全年中的权重"))
    appeal_days = models.PositiveSmallIntegerField(_("申诉期"))
    decide_days = models.PositiveSmallIntegerField(_("裁定期"))
    red = models.PositiveSmallIntegerField(_("红榜"))
    black = models.PositiveSmallIntegerField(_("黑榜"))

    class Meta(AbstractEdition.Meta):
        constraints = (
            models.UniqueConstraint(fields=("scheme", "number"), name="appraisal_edition_number"),
        )


class AppraisalRule(models.Model):
    """One row of an edition: a kind of unit in a group, an indicator, a plus or minus item."""

    version = models.ForeignKey(AppraisalEdition, models.CASCADE, related_name="rules")
    part = models.CharField(max_length=10, choices=Part)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=40, blank=True)
    points = models.DecimalField(max_digits=6, decimal_places=2)
    better = models.CharField(max_length=6, choices=Better)
    zero = models.DecimalField(max_digits=6, decimal_places=2)
    full = models.DecimalField(max_digits=6, decimal_places=2)
    cap = models.DecimalField(max_digits=6, decimal_places=2)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("version", "part", "code"), name="appraisal_row_once"),
        )

    def __str__(self) -> str:
        return f"{self.part} {self.code}"


class OfficeAppraisal(AbstractAdoption):
    """The scheme an office ranks by; without one it holds no reviews."""

    office = models.OneToOneField(Unit, models.CASCADE, related_name="office_appraisal")
    scheme = models.ForeignKey(AppraisalScheme, models.PROTECT)
