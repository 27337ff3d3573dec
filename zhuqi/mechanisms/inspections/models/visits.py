"""The inspection of one unit in a round, and the result of each thing on the checklist."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.models.case import OFFICE_READERS, READING_ROLES
from zhuqi.mechanisms.inspections.enums import Result, VisitState
from zhuqi.mechanisms.inspections.models.rounds import (
    ChecklistItem,
    InspectionRound,
    TeamMember,
    of_own_unit,
)


class InspectionVisitQuerySet(models.QuerySet["InspectionVisit"]):
    """Inspections of units, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; those of one's office's rounds and of the rounds in whose team one
        is. Of one's own unit nothing before it is over: checks need no announcement."""
        if not scope.user_id:
            return self.none()
        member = TeamMember.objects.filter(round=OuterRef("round"), user=scope.user_id)
        office = Q(round__office__in=sorted(scope.units(*OFFICE_READERS)))
        over = Q(state=VisitState.VISITED, unit__in=sorted(scope.units(*READING_ROLES)))
        return self.filter((office | Exists(member)) & ~of_own_unit(scope) | over)


class InspectionVisit(models.Model):
    """检查记录: one unit of a round, on its day."""

    round = models.ForeignKey(
        InspectionRound, models.PROTECT, verbose_name=_("轮次"), related_name="visits"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("被查单位"), related_name="inspections"
    )
    day = models.DateField(_("检查日期"))
    state = models.CharField(_("状态"), max_length=10, choices=VisitState, default="planned")
    summary = models.TextField(_("总的情况"), max_length=2000, blank=True)
    reason = models.CharField(_("说明"), max_length=200, blank=True)
    visited_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = InspectionVisitQuerySet.as_manager()

    class Meta:
        ordering = ("day", "id")
        indexes = (models.Index(fields=("state", "day"), name="inspection_by_day"),)
        constraints = (
            models.UniqueConstraint(fields=("round", "unit"), name="inspected_once_a_round"),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.day:%Y-%m-%d}"


class Answer(models.Model):
    """What was found of one thing on the checklist in one unit."""

    visit = models.ForeignKey(InspectionVisit, models.CASCADE, related_name="answers")
    item = models.ForeignKey(
        ChecklistItem, models.PROTECT, verbose_name=_("检查内容"), related_name="answers"
    )
    result = models.CharField(_("检查结果"), max_length=10, choices=Result)
    remark = models.CharField(_("情况说明"), max_length=500, blank=True)
    by = models.CharField(_("填写人"), max_length=200)

    class Meta:
        ordering = ("item__ordinal",)
        constraints = (
            models.UniqueConstraint(fields=("visit", "item"), name="one_answer_an_item"),
        )

    def __str__(self) -> str:
        return f"{self.item_id}: {self.get_result_display()}"
