"""A visit, what is to follow from it, and the cases that came of it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.liaison.enums import VisitState


class VisitQuerySet(models.QuerySet["Visit"]):
    """Visits, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; those to firms one looks after, and to firms one's office serves."""
        if not (scope.liaised or scope.offices):
            return self.none()
        served = Q(enterprise__office__in=scope.offices)
        return self.filter(Q(enterprise__in=scope.liaised) | served)


class Visit(models.Model):
    """An official goes to see a firm. `day`: the one planned, then the one it took place on."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="visits")
    visitor = models.ForeignKey(User, models.PROTECT, related_name="visits")
    state = models.CharField(_("状态"), max_length=10, choices=VisitState, default="planned")
    day = models.DateField(_("日期"))
    purpose = models.CharField(_("走访目的"), max_length=200)
    goers = models.CharField(_("同行人员"), max_length=200, blank=True)
    present = models.CharField(_("企业在场人员"), max_length=200, blank=True)
    said = models.TextField(_("谈了什么"), max_length=5000)
    reason = models.CharField(_("取消原因"), max_length=200)
    cases = models.ManyToManyField(Case, related_name="visits")
    version = models.PositiveIntegerField(default=0)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "-id")
        indexes = (models.Index(fields=("visitor", "state", "day"), name="visit_of_visitor"),)

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} 走访"

    @property
    def unsettled(self) -> "list[FollowUp]":
        """What is still to be done, the first due first."""
        return [one for one in self.follow_ups.all() if one.done_on is None]


class FollowUp(models.Model):
    """后续事项: what was promised at a visit, by when, and what came of it."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="follow_ups")
    what = models.CharField(_("后续事项"), max_length=200)
    due = models.DateField(_("完成期限"))
    done_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(_("办理情况"), max_length=200)

    class Meta:
        ordering = ("due", "id")

    def __str__(self) -> str:
        return self.what
