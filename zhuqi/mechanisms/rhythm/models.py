"""What comes round, each time it did, and whom it told what."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.mechanisms.rhythm.enums import Pace, RhythmKind, RhythmState


class RhythmQuerySet(models.QuerySet["Rhythm"]):
    """Rhythms, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; those of one's office."""
        return self.filter(office__in=sorted(scope.units(*OFFICE_READERS)))


class Rhythm(models.Model):
    """日程安排: of one office, by days of the week or month, at a time; `days` as in "10,20"."""

    office = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("活动办"), related_name="rhythms"
    )
    kind = models.CharField(_("事项"), max_length=10, choices=RhythmKind)
    pace = models.CharField(_("周期"), max_length=8, choices=Pace)
    days = models.CharField(_("哪几天"), max_length=40)
    at = models.TimeField(_("几点"))
    state = models.CharField(
        _("状态"), max_length=10, choices=RhythmState, default=RhythmState.RUNNING
    )
    since = models.DateTimeField(_("从何时起"))
    version = models.PositiveIntegerField(default=0)

    objects = RhythmQuerySet.as_manager()

    class Meta:
        ordering = ("office", "kind")
        constraints = (
            models.UniqueConstraint(fields=("office", "kind"), name="one_rhythm_of_a_kind"),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())


class RhythmRun(models.Model):
    """It came round on a day; never twice on one."""

    rhythm = models.ForeignKey(Rhythm, models.PROTECT, related_name="runs")
    day = models.DateField(_("日期"))
    ran_at = models.DateTimeField(_("办理时间"))
    told = models.PositiveIntegerField(_("告知人数"), default=0)

    class Meta:
        ordering = ("-day", "-id")
        constraints = (
            models.UniqueConstraint(fields=("rhythm", "day"), name="comes_round_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.rhythm} {self.day:%Y-%m-%d}"


class RhythmNoteQuerySet(models.QuerySet["RhythmNote"]):
    """What people were told, cut down to what a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; one's own, and those of one's office."""
        if not scope.user_id:
            return self.none()
        mine = Q(run__rhythm__office__in=sorted(scope.units(*OFFICE_READERS)))
        return self.filter(Q(user=scope.user_id) | mine)


class RhythmNote(models.Model):
    """What one person was told by a run: figures as they were then, by their own rights."""

    run = models.ForeignKey(RhythmRun, models.CASCADE, related_name="notes")
    user = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("告知谁"), related_name="rhythm_notes"
    )
    firms = models.PositiveIntegerField(_("联系企业"), default=0)
    open = models.PositiveIntegerField(_("在办诉求"), default=0)
    late = models.PositiveIntegerField(_("逾期诉求"), default=0)

    objects = RhythmNoteQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("run", "user"), name="told_once_a_run"),)

    def __str__(self) -> str:
        return f"{self.run_id}: {self.user_id}"
