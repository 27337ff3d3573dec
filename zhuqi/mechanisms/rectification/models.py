"""A problem of the action's own, and how far the unit responsible has come with it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.models.case import OFFICE_READERS, READING_ROLES
from zhuqi.mechanisms.inspections.models import Finding
from zhuqi.mechanisms.rectification.enums import RectificationState


class RectificationQuerySet(models.QuerySet["Rectification"]):
    """Problems, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; those of one's office's ledger, and those of one's unit."""
        office = Q(office__in=sorted(scope.units(*OFFICE_READERS)))
        return self.filter(office | Q(unit__in=sorted(scope.units(*READING_ROLES))))


class Rectification(models.Model):
    """专项整治台账: what is wrong with the action itself, what is done about it, by whom, by when.

    `post`: the post responsible, never a name. `due`: the last day.
    """

    office = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("列账单位"), related_name="rectifications_kept"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("责任单位"), related_name="rectifications"
    )
    finding = models.OneToOneField(
        Finding, models.PROTECT, null=True, blank=True, verbose_name=_("检查发现的问题"),
        related_name="rectification",
    )  # fmt: skip
    state = models.CharField(_("状态"), max_length=10, choices=RectificationState, default="open")
    problem = models.TextField(_("存在问题"), max_length=1000)
    measure = models.TextField(_("整改措施"), max_length=2000)
    post = models.CharField(_("责任人职务"), max_length=60)
    due = models.DateField(_("整改期限"))
    proof = models.TextField(_("整改结果"), max_length=2000)
    reason = models.CharField(_("说明"), max_length=200)
    entered_at = models.DateTimeField(_("列账时间"))
    proven_at = models.DateTimeField(_("申请销号时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("销号时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = RectificationQuerySet.as_manager()

    class Meta:
        ordering = ("due", "id")
        indexes = (
            models.Index(fields=("office", "state", "due"), name="rectification_of_office"),
            models.Index(fields=("unit", "state", "due"), name="rectification_of_unit"),
        )

    def __str__(self) -> str:
        return self.problem[:30]


class Progress(models.Model):
    """整改进展: what the unit reported, when."""

    rectification = models.ForeignKey(Rectification, models.CASCADE, related_name="reports")
    at = models.DateTimeField(_("报告时间"))
    text = models.TextField(_("整改进展"), max_length=2000)
    by = models.CharField(_("报告人"), max_length=200)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
