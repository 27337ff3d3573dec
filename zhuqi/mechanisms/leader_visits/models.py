"""A leader's visit with its plan, who may read it, and what the leader demanded."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.mechanisms.leader_visits.enums import LeaderVisitState


class LeaderVisitQuerySet(models.QuerySet["LeaderVisit"]):
    """Leaders' visits, cut down to those one is named for."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; what one is named for oneself: no office, no post and no deputy
        reads what others were named for."""
        if not scope.user_id:
            return self.none()
        named = LeaderVisit.readers.through.objects.filter(user=scope.user_id)
        return self.filter(pk__in=named.order_by().values("leadervisit"))


class LeaderVisit(models.Model):
    """调研预案: where the leader goes when, who attends, what may be asked; then what was said."""

    office = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("活动办"), related_name="leader_visits"
    )
    leader = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("领导"), related_name="leader_visits"
    )
    writer = models.ForeignKey(User, models.PROTECT, related_name="leader_visits_written")
    state = models.CharField(
        _("状态"), max_length=10, choices=LeaderVisitState, default=LeaderVisitState.DRAFTED
    )
    day = models.DateField(_("日期"))
    purpose = models.CharField(_("调研主题"), max_length=200)
    route = models.TextField(_("路线和时间"), max_length=2000, blank=True)
    attends = models.TextField(_("参加人员"), max_length=1000, blank=True)
    may_ask = models.TextField(_("可能问到的"), max_length=3000, blank=True)
    said = models.TextField(_("调研情况"), max_length=5000)
    reason = models.CharField(_("原因"), max_length=200)
    firms = models.ManyToManyField(Enterprise, related_name="leader_visits")
    readers = models.ManyToManyField(User, related_name="leader_visits_read")
    version = models.PositiveIntegerField(default=0)

    objects = LeaderVisitQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "-id")
        indexes = (models.Index(fields=("leader", "day"), name="leader_visit_of_leader"),)

    def __str__(self) -> str:
        # As the log calls it, whose readers are not named: neither day nor leader.
        return f"调研预案 {self.pk}"

    @property
    def unsettled(self) -> "list[Demand]":
        """What is still to be done, the first due first."""
        return [one for one in self.demands.all() if one.done_on is None]


class Demand(models.Model):
    """领导要求: what the leader demanded, of which unit, by when, and what came of it."""

    visit = models.ForeignKey(LeaderVisit, models.CASCADE, related_name="demands")
    what = models.CharField(_("领导要求"), max_length=300)
    unit = models.CharField(_("责任单位"), max_length=80, blank=True)
    due = models.DateField(_("完成期限"))
    done_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(_("落实情况"), max_length=300)

    class Meta:
        ordering = ("due", "id")

    def __str__(self) -> str:
        return self.what
