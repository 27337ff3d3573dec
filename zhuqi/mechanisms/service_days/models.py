"""A service day, its topics, the firms invited, and what each of them said."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.mechanisms.service_days.enums import ServiceDayState


class ServiceDayQuerySet(models.QuerySet["ServiceDay"]):
    """Service days, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; those of one's office."""
        return self.filter(office__in=sorted(scope.units(*OFFICE_READERS)))


class ServiceDay(models.Model):
    """企业服务日: a few fixed topics, a line each; firms speak."""

    office = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("活动办"), related_name="service_days"
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=ServiceDayState, default=ServiceDayState.PLANNED
    )
    day = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=100)
    topics = models.TextField(_("议题"), max_length=500)
    minutes = models.TextField(_("会议情况"), max_length=3000, blank=True)
    reason = models.CharField(_("取消原因"), max_length=200)
    invited = models.ManyToManyField(Enterprise, related_name="service_days")
    attended = models.ManyToManyField(Enterprise, related_name="service_days_attended")
    version = models.PositiveIntegerField(default=0)

    objects = ServiceDayQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "-id")
        indexes = (models.Index(fields=("office", "day"), name="service_day_of_office"),)

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} 企业服务日"

    @property
    def pending(self) -> "list[Speech]":
        """What is neither solved nor a case."""
        return [one for one in self.speeches.all() if not one.solved and one.case_id is None]


class Speech(models.Model):
    """企业发言: what one firm said on a topic; solved on the spot, or a case with its consent."""

    service_day = models.ForeignKey(ServiceDay, models.CASCADE, related_name="speeches")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="speeches")
    topic = models.CharField(_("议题"), max_length=100, blank=True)
    said = models.TextField(_("说了什么"), max_length=3000)
    solved = models.CharField(_("解决情况"), max_length=300, blank=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="speeches")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.enterprise}：{self.said[:30]}"
