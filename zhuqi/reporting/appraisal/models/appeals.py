"""申诉: a unit says why points it was given are wrong."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import OFFICE_ROLES, UNIT_ROLES, Role, Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.reporting.appraisal.enums import AppealState
from zhuqi.reporting.appraisal.models.reviews import Review

# Whoever reads what their unit appealed against; an office below is a ranked unit too.
APPEAL_READERS = (*UNIT_ROLES, *OFFICE_ROLES)


class AppealQuerySet(QuerySet["Appeal"]):
    """Appeals, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default: those of one's unit, and those about one's own office's reviews."""
        units = sorted(scope.units(*APPEAL_READERS))
        judged = sorted(scope.units(*OFFICE_ROLES, Role.LEADER, Role.INSPECTOR))
        if not units and not judged:
            return self.none()
        rows = self.filter(Q(unit__in=units) | Q(review__office__in=judged))
        return rows.select_related("review__office", "unit")


class Appeal(models.Model):
    """One appeal of one unit about a published review; `points` are those given back."""

    review = models.ForeignKey(
        Review, models.PROTECT, verbose_name=_("讲评"), related_name="appeals"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("申诉单位"), related_name="appraisal_appeals"
    )
    about = models.CharField(_("对哪一项"), max_length=500)
    text = models.TextField(_("申诉理由"), max_length=2000)
    state = models.CharField(_("状态"), max_length=10, choices=AppealState)
    submitted_at = models.DateTimeField(_("申诉时间"))
    due_at = models.DateTimeField(_("裁定时限"))
    points = models.DecimalField(_("退回分值"), max_digits=6, decimal_places=2, default=0)
    decision = models.TextField(_("裁定理由"), max_length=1000)
    decided_at = models.DateTimeField(_("裁定时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager["Appeal"]] = AppealQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("review", "unit", "about"),
                condition=Q(state=AppealState.SUBMITTED),
                name="one_open_appeal_a_point",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.about}"
