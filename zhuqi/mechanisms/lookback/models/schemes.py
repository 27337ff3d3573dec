"""How offices look back, as versioned data: how many, which risks, when, by whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.schemes.models import AbstractAdoption, AbstractEdition, AbstractScheme
from zhuqi.mechanisms.lookback.enums import Risk


class LookBackScheme(AbstractScheme):
    """A named way of looking back."""


class LookBackEdition(AbstractEdition):
    """One edition; a draw keeps the one it was made by.

    The sample: see `rules.SampleTerms`. `rest`: months in which a case is not drawn again. `day`:
    of the month on which the worker draws. `cross`: callers of another office go first. `below`:
    what the offices below closed by themselves is in the pool. `limit`: working days in which the
    unit is heard.
    """

    scheme = models.ForeignKey(LookBackScheme, models.PROTECT, related_name="versions")
    size = models.PositiveSmallIntegerField(_("每月抽取"), default=0)
    share = models.PositiveSmallIntegerField(_("或按比例抽取"), default=10)
    floor = models.PositiveSmallIntegerField(_("至少"), default=5)
    cap = models.PositiveSmallIntegerField(_("至多"), default=30)
    at_random = models.PositiveSmallIntegerField(_("其中随机抽取"), default=50)
    rest = models.PositiveSmallIntegerField(_("不重复抽取"), default=12)
    day = models.PositiveSmallIntegerField(_("每月几日抽取"), default=5)
    cross = models.BooleanField(_("优先由其他活动办回访"), default=True)
    below = models.BooleanField(_("包括下级活动办办结的"), default=False)
    limit = models.PositiveSmallIntegerField(_("单位说明时限"), default=3)

    class Meta(AbstractEdition.Meta):
        constraints = (
            models.UniqueConstraint(fields=("scheme", "number"), name="lookback_edition_number"),
        )


class LookBackRule(models.Model):
    """One risk and what it weighs."""

    version = models.ForeignKey(LookBackEdition, models.CASCADE, related_name="rules")
    risk = models.CharField(_("风险"), max_length=10, choices=Risk)
    weight = models.PositiveSmallIntegerField(_("权重"))
    threshold = models.PositiveSmallIntegerField(_("界限"), default=0)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("version", "risk"), name="one_weight_a_risk"),
        )

    def __str__(self) -> str:
        return f"{self.risk} {self.weight}"


class OfficeLookBack(AbstractAdoption):
    """The scheme an office has adopted; without one it draws no samples."""

    office = models.OneToOneField(Unit, models.CASCADE, related_name="+")
    scheme = models.ForeignKey(LookBackScheme, models.PROTECT)
