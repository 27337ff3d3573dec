"""The series that number papers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.directory.models import Unit


class Series(models.Model):
    """文号系列: the last number a unit gave to its papers of a series in a year, and when.

    `code` is the series' own: a kind of sheet, or one body's meetings.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    code = models.CharField(_("系列"), max_length=40)
    year = models.PositiveSmallIntegerField(_("年"))
    last = models.PositiveIntegerField(_("末号"), default=0)
    given_at = models.DateTimeField(_("最近编号时间"), null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "code", "year"), name="one_series_of_papers_a_year"
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id}-{self.code}-{self.year}: {self.last}"
