"""表彰与问责登记: what was decided about a unit, by whom, on what grounds. Units, never persons."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import OFFICE_ROLES, UNIT_ROLES, Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.reporting.appraisal.enums import MeritKind, MeritState


class MeritQuerySet(QuerySet["Merit"]):
    """Entries, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default: those of one's own office, and those about one's own unit."""
        offices = sorted(scope.units(*OFFICE_READERS))
        units = sorted(scope.units(*UNIT_ROLES, *OFFICE_ROLES))
        if not offices and not units:
            return self.none()
        rows = self.filter(Q(office__in=offices) | Q(unit__in=units))
        return rows.select_related("office", "unit")


class Merit(models.Model):
    """One entry of the register; a withdrawn one stays, with the reason."""

    office = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("活动办"), related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), related_name="merits")
    kind = models.CharField(_("类别"), max_length=8, choices=MeritKind)
    title = models.CharField(_("事项"), max_length=100)
    text = models.TextField(_("事由"), max_length=1000)
    basis = models.CharField(_("依据"), max_length=200)
    decided_by = models.CharField(_("决定机关"), max_length=60)
    decided_on = models.DateField(_("决定日期"))
    state = models.CharField(_("状态"), max_length=10, choices=MeritState)
    reason = models.CharField(_("撤销原因"), max_length=200)
    entered_at = models.DateTimeField(_("登记时间"))
    ended_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager["Merit"]] = MeritQuerySet.as_manager()

    class Meta:
        ordering = ("-decided_on", "-id")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.title}"
