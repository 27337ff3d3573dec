"""移交全部在办: the open work of somebody who leaves, handed on case by case."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Role, Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.models.case import Case


class HandOverQuerySet(models.QuerySet["HandOver"]):
    """Hand-overs one may follow."""

    def visible_to(self, scope: Scope) -> Self:
        """One's own, those one receives or ordered, and those of the units one heads."""
        if not scope.user_id:
            return self.none()
        me = Q(leaver=scope.user_id) | Q(to=scope.user_id) | Q(ordered_by=scope.user_id)
        return self.filter(me | Q(unit__in=scope.units(Role.UNIT_HEAD)))


class HandOver(models.Model):
    """One order: everything open in the leaver's name in one unit goes to another person."""

    leaver = models.ForeignKey(User, models.PROTECT, related_name="hand_overs")
    to = models.ForeignKey(User, models.PROTECT, related_name="taken_over")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="hand_overs")
    reason = models.CharField(_("移交原因"), max_length=200)
    ordered_by = models.ForeignKey(User, models.PROTECT, related_name="hand_overs_ordered")
    ordered_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("leaver", "unit"),
                condition=Q(done_at__isnull=True),
                name="one_hand_over_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.leaver} → {self.to}"


class HandOverLine(models.Model):
    """One case of it: waiting, done, or why it was not."""

    class Status(models.TextChoices):
        """What came of it."""

        WAITING = "waiting", _("等待移交")
        DONE = "done", _("已移交")
        REFUSED = "refused", _("未移交")

    order = models.ForeignKey(HandOver, models.CASCADE, related_name="lines")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("order", "case"), name="handed_over_once_an_order"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.status}"
