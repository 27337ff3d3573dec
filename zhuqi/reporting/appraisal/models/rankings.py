"""What a review froze when it was published, and each time it was corrected."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.directory.models import Unit
from zhuqi.reporting.appraisal.enums import MarkPart
from zhuqi.reporting.appraisal.models.reviews import Review
from zhuqi.reporting.appraisal.models.schemes import AppraisalEdition


class Ranking(models.Model):
    """An issue of a review: number 1 is what was published, later ones correct it. Never changed.

    It holds all that its points and ranks follow from, so that they can be worked out again.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="rankings")
    number = models.PositiveSmallIntegerField(_("第几稿"))
    edition = models.ForeignKey(AppraisalEdition, models.PROTECT, related_name="+")
    as_of_event = models.BigIntegerField(_("数据截至事件"))
    as_of_at = models.DateTimeField(_("数据截至"))
    issued_at = models.DateTimeField(_("公布时间"))
    issued_by = models.CharField(_("公布人"), max_length=40)
    reason = models.CharField(_("更正原因"), max_length=500, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("review", "number"), name="ranking_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.review_id}-{self.number}"


class Standing(models.Model):
    """Where a unit stands in an issue; `rank` is None for one too small to be ranked."""

    ranking = models.ForeignKey(Ranking, models.CASCADE, related_name="standings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="standings")
    name = models.CharField(_("单位"), max_length=80)
    group = models.CharField(_("分组"), max_length=40)
    total = models.DecimalField(_("总分"), max_digits=8, decimal_places=2)
    rank = models.PositiveSmallIntegerField(_("名次"), null=True, blank=True)
    volume = models.PositiveIntegerField(_("基数"))

    class Meta:
        ordering = ("group", "rank", "unit")
        constraints = (
            models.UniqueConstraint(fields=("ranking", "unit"), name="unit_stands_once"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.total}"


class Mark(models.Model):
    """One line of a unit's points: an indicator with what it counted, an item, a correction.

    `awarded` is what was put down for an item, before its cap.
    """

    standing = models.ForeignKey(Standing, models.CASCADE, related_name="marks")
    part = models.CharField(max_length=10, choices=MarkPart)
    code = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=500)
    numerator = models.PositiveIntegerField(default=0)
    denominator = models.PositiveIntegerField(default=0)
    excluded = models.PositiveIntegerField(default=0)
    group_numerator = models.PositiveIntegerField(default=0)
    group_denominator = models.PositiveIntegerField(default=0)
    group_excluded = models.PositiveIntegerField(default=0)
    awarded = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    points = models.DecimalField(_("得分"), max_digits=8, decimal_places=2)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.name} {self.points}"
