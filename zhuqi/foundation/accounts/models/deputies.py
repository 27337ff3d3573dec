"""Who stands in for whom while they are away (代理)."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Role, Scope
from zhuqi.foundation.accounts.models.people import User
from zhuqi.foundation.directory.models import Unit


class DeputyQuerySet(models.QuerySet["Deputy"]):
    """Absences, past and to come."""

    def visible_to(self, scope: Scope) -> Self:
        """One's own, those one stands in for, and those of the units one answers for."""
        if not scope.user_id:
            return self.none()
        headed = scope.own.units(Role.UNIT_HEAD, Role.SIGNER)
        return self.filter(
            Q(absent_id=scope.user_id) | Q(deputy_id=scope.user_id) | Q(unit_id__in=headed)
        )

    def running(self, on: date) -> Self:
        """Those of a day; the last day is inside."""
        return self.filter(since__lte=on, until__gte=on, ended_at__isnull=True)

    def open(self, on: date) -> Self:
        """Those of a day and those to come."""
        return self.filter(until__gte=on, ended_at__isnull=True)


class Deputy(models.Model):
    """`absent` is away from one day to another; `deputy` does their work in `unit` meanwhile.

    `ended_at` is set when they came back earlier. What passes on is decided when it is asked
    (`queries.scope_of`): the absent person's working roles in the unit, as they are then.
    """

    absent = models.ForeignKey(User, models.CASCADE, related_name="deputies")
    deputy = models.ForeignKey(User, models.CASCADE, related_name="acting_for")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="deputies")
    since = models.DateField(_("请假起"))
    until = models.DateField(_("请假止"))
    why = models.CharField(_("事由"), max_length=200)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="deputies_entered")
    entered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DeputyQuerySet.as_manager()

    class Meta:
        ordering = ("since", "id")
        constraints = (
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="absence_period"),
            models.CheckConstraint(condition=~Q(absent=F("deputy")), name="nobodys_own_deputy"),
        )
        indexes = (
            models.Index(
                fields=("deputy", "until"),
                condition=Q(ended_at__isnull=True),
                name="deputy_running",
            ),
        )

    def __str__(self) -> str:
        return f"{self.deputy} 代 {self.absent}"

    @property
    def is_running(self) -> bool:
        """True today."""
        today = timezone.localdate()
        return self.ended_at is None and self.since <= today <= self.until
