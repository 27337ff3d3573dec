"""Which offices of a place stand together, from a day to a day."""

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.mechanisms.sister_offices.enums import AllianceState


class AllianceQuerySet(models.QuerySet["Alliance"]):
    """Alliances, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; those one's office is in, was in, or is asked to join."""
        offices = sorted(scope.units(*OFFICE_READERS))
        there = AllianceMember.objects.filter(alliance=OuterRef("pk"), office__in=offices)
        return self.filter(Exists(there))


class Alliance(models.Model):
    """活动办联动 (三办联动): offices of one place that look after the same firms.

    `keeper` set it up, by `source`, the paper that says so. `until`: the last day, where one is
    set; it ends by itself then.
    """

    keeper = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("建立联动的活动办"), related_name="alliances_kept"
    )
    name = models.CharField(_("名称"), max_length=60)
    source = models.CharField(_("依据"), max_length=200)
    since = models.DateField(_("起始日期"))
    until = models.DateField(_("截止日期"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=AllianceState, default="running")
    reason = models.CharField(_("说明"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = AllianceQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="alliance_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return self.name


class AllianceMember(models.Model):
    """A member office: asked, joined by its own word, left. A new time is a new row."""

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="members")
    office = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("活动办"), related_name="alliances"
    )
    asked_at = models.DateTimeField(_("邀请时间"))
    joined_at = models.DateTimeField(_("加入时间"), null=True, blank=True)
    left_at = models.DateTimeField(_("退出时间"), null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("alliance", "office"), condition=Q(left_at=None), name="member_of_alliance"
            ),
        )

    def __str__(self) -> str:
        return f"{self.alliance_id}: {self.office_id}"
