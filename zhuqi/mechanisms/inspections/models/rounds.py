"""A round of inspections: its plan, its team, its checklist."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.mechanisms.inspections.enums import RoundState

# What is done there is done by the unit above.
INSIDE = (UnitKind.SECTION, UnitKind.SUBORDINATE)


def works_for(scope: Scope, unit: Unit) -> bool:
    """True if the person is of the unit, of one below it, or of the one above a section: they
    neither inspect it nor judge what was found there."""
    return unit.pk in scope.belongs or (
        unit.kind in INSIDE and unit.parent_id is not None and unit.parent_id in scope.belongs
    )


def of_own_unit(scope: Scope) -> Q:
    """The same of rows with a `unit`."""
    own = sorted(scope.belongs)
    return Q(unit__in=own) | Q(unit__kind__in=INSIDE, unit__parent__in=own)


class InspectionRoundQuerySet(models.QuerySet["InspectionRound"]):
    """Rounds, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; those of one's office, and those in whose team one is. Units that
        are inspected see no plan."""
        if not scope.user_id:
            return self.none()
        member = TeamMember.objects.filter(round=OuterRef("pk"), user=scope.user_id)
        return self.filter(Q(office__in=sorted(scope.units(*OFFICE_READERS))) | Exists(member))


class InspectionRound(models.Model):
    """督导检查轮次: by one office, in a period, with a checklist of its own."""

    office = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("组织单位"), related_name="inspection_rounds"
    )
    title = models.CharField(_("名称"), max_length=80)
    basis = models.CharField(_("检查依据"), max_length=200)
    since = models.DateField(_("开始日期"))
    until = models.DateField(_("结束日期"))
    state = models.CharField(_("状态"), max_length=10, choices=RoundState, default="planned")
    reason = models.CharField(_("取消原因"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = InspectionRoundQuerySet.as_manager()

    class Meta:
        ordering = ("-since", "-id")
        indexes = (models.Index(fields=("office", "state", "since"), name="round_of_office"),)

    def __str__(self) -> str:
        return self.title


class TeamMember(models.Model):
    """检查组成员: of the office, or of a unit and called in for the round."""

    round = models.ForeignKey(InspectionRound, models.CASCADE, related_name="team")
    user = models.ForeignKey(User, models.PROTECT, verbose_name=_("成员"), related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("round", "user"), name="once_in_a_team"),)

    def __str__(self) -> str:
        return f"{self.round_id}: {self.user_id}"


class ChecklistItem(models.Model):
    """检查内容: one thing that is looked at in every unit of the round."""

    round = models.ForeignKey(InspectionRound, models.CASCADE, related_name="items")
    ordinal = models.PositiveSmallIntegerField(_("序号"))
    text = models.CharField(_("检查内容"), max_length=200)

    class Meta:
        ordering = ("ordinal",)
        constraints = (
            models.UniqueConstraint(fields=("round", "ordinal"), name="checklist_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.ordinal}. {self.text}"
