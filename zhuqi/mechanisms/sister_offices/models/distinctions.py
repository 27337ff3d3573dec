"""That a case of one's office and a sister's are two matters, though they read alike."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.mechanisms.sister_offices.enums import DistinctionState


class DistinctionQuerySet(models.QuerySet["Distinction"]):
    """Judgements, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; those of one's office, and those about a case of its ledger. None
        about a case that is confidential now."""
        offices = sorted(scope.units(*OFFICE_READERS))
        ours = Q(office__in=offices) | Q(other__office__in=offices)
        return self.filter(ours, case__confidential=False, other__confidential=False)


class Distinction(models.Model):
    """不是同一件事: said by the office of `case`, which may assign it then."""

    office = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("作出判定的活动办"), related_name="+"
    )
    case = models.ForeignKey(
        Case, models.PROTECT, verbose_name=_("本活动办的诉求"), related_name="distinguished"
    )
    other = models.ForeignKey(
        Case, models.PROTECT, verbose_name=_("对方的诉求"), related_name="distinguished_from"
    )
    state = models.CharField(_("状态"), max_length=10, choices=DistinctionState, default="holds")
    text = models.CharField(_("为什么不是同一件事"), max_length=500)
    reason = models.CharField(_("撤销原因"), max_length=200, blank=True)
    said_at = models.DateTimeField(_("判定时间"))
    version = models.PositiveIntegerField(default=0)

    objects = DistinctionQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("case", "other"), condition=Q(state="holds"), name="distinguished_once"
            ),
            models.CheckConstraint(condition=~Q(case=F("other")), name="distinguished_from_other"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} ≠ {self.other_id}"
