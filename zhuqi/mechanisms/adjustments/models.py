"""A batch of adjustments and its lines: who is to look after which firm from a day on."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.enums import LiaisonKind
from zhuqi.foundation.directory.models import Enterprise, LiaisonLink, Official, Unit
from zhuqi.foundation.jobs.models import Job
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.mechanisms.adjustments.enums import AdjustmentState, Ground, MoveState

# Proposals that newer ones took the place of stand in nobody's way.
IN_FORCE = ~Q(state=MoveState.REPLACED)


class AdjustmentQuerySet(models.QuerySet["Adjustment"]):
    """Batches, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; those of one's office. Who is moved learns it when it is approved."""
        return self.filter(office__in=sorted(scope.units(*OFFICE_READERS)))


class Adjustment(models.Model):
    """动态调整批次: by one office, from a day on, approved as a whole.

    `most`: how many firms an official may look after by the last proposals; `proposing`: the work
    that makes them; `reverses`: the batch it takes back.
    """

    office = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("活动办"), related_name="adjustments"
    )
    title = models.CharField(_("名称"), max_length=80)
    basis = models.CharField(_("调整原因"), max_length=200)
    since = models.DateField(_("生效日期"))
    state = models.CharField(
        _("状态"), max_length=10, choices=AdjustmentState, default=AdjustmentState.DRAFT
    )
    most = models.PositiveSmallIntegerField(_("每名干部最多联系几家"), null=True, blank=True)
    drafted_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("拟定人"), related_name="+", null=True
    )
    drafted_at = models.DateTimeField(_("拟定时间"))
    approved_at = models.DateTimeField(_("批准时间"), null=True, blank=True)
    reason = models.CharField(_("退回、作废原因"), max_length=200, blank=True)
    proposing = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    reverses = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reversals"
    )
    version = models.PositiveIntegerField(default=0)

    objects = AdjustmentQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("office", "state", "-id"), name="adjustment_of_office"),)

    def __str__(self) -> str:
        return self.title


class MoveQuerySet(models.QuerySet["Move"]):
    """Lines, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Those of the batches one sees."""
        return self.filter(adjustment__office__in=sorted(scope.units(*OFFICE_READERS)))


class Move(models.Model):
    """调整事项: of one firm, who no longer looks after it (`ends`), who does instead or as well.

    What a proposal was made of is kept as it was: `load`, firms the official looked after then;
    `held`, those the former one looked after; `near`, a `Nearness`; `skilled`, whether the
    official's unit looks after firms of this sector already.
    """

    adjustment = models.ForeignKey(Adjustment, models.CASCADE, related_name="moves")
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, verbose_name=_("企业"), related_name="+"
    )
    kind = models.CharField(_("包联身份"), max_length=10, choices=LiaisonKind)
    ends = models.ForeignKey(LiaisonLink, models.PROTECT, null=True, blank=True, related_name="+")
    official = models.ForeignKey(
        Official, models.PROTECT, verbose_name=_("改由谁联系"), null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("改由哪个单位联系"), null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    ground = models.CharField(_("为什么"), max_length=8, choices=Ground)
    state = models.CharField(
        _("是否列入"), max_length=10, choices=MoveState, default=MoveState.LISTED
    )
    load = models.PositiveSmallIntegerField(null=True, blank=True)
    held = models.PositiveSmallIntegerField(null=True, blank=True)
    near = models.PositiveSmallIntegerField(null=True, blank=True)
    skilled = models.BooleanField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = MoveQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("adjustment", "state", "id"), name="move_of_adjustment"),)
        constraints = (
            models.UniqueConstraint(
                fields=("adjustment", "ends"),
                condition=Q(ends__isnull=False) & IN_FORCE,
                name="ended_once",
            ),
            models.UniqueConstraint(
                fields=("adjustment", "enterprise", "official"),
                condition=Q(official__isnull=False) & IN_FORCE,
                name="begun_once_by_person",
            ),
            models.UniqueConstraint(
                fields=("adjustment", "enterprise", "unit"),
                condition=Q(unit__isnull=False) & IN_FORCE,
                name="begun_once_by_unit",
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=False) | Q(official__isnull=False) | Q(unit__isnull=False),
                name="moves_something",
            ),
        )

    def __str__(self) -> str:
        return f"{self.enterprise}"
