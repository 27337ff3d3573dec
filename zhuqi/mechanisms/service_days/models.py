"""A service day, the firms asked to it, and what each of them said."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.mechanisms.service_days.enums import DayState, GuestState, WordState


class ServiceDayQuerySet(models.QuerySet["ServiceDay"]):
    """Service days, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; those of one's office, and those one's own firm is asked to."""
        asked = Guest.objects.filter(
            service_day=OuterRef("pk"), enterprise__in=sorted(scope.enterprises)
        )
        return self.filter(Q(office__in=sorted(scope.units(*OFFICE_READERS))) | Exists(asked))


class ServiceDay(models.Model):
    """企业服务日: at a place, with a few topics, a line each."""

    office = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("活动办"), related_name="service_days"
    )
    state = models.CharField(_("状态"), max_length=10, choices=DayState, default=DayState.PLANNED)
    day = models.DateField(_("日期"))
    at = models.TimeField(_("几点"))
    place = models.CharField(_("地点"), max_length=100)
    topics = models.TextField(_("议题"), max_length=400)
    summary = models.TextField(_("小结"), max_length=2000)
    reason = models.CharField(_("取消原因"), max_length=200)
    version = models.PositiveIntegerField(default=0)

    objects = ServiceDayQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "-id")
        indexes = (models.Index(fields=("office", "state", "day"), name="service_day_of_office"),)

    def __str__(self) -> str:
        return f"{self.day.year}年{self.day.month}月{self.day.day}日企业服务日"

    @property
    def topic_lines(self) -> list[str]:
        """Its topics, in order."""
        return self.topics.splitlines()


class Guest(models.Model):
    """受邀企业: a firm asked to a day, and what it answered."""

    service_day = models.ForeignKey(ServiceDay, models.CASCADE, related_name="guests")
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, verbose_name=_("企业"), related_name="service_days"
    )
    state = models.CharField(
        _("回复"), max_length=10, choices=GuestState, default=GuestState.INVITED
    )
    attendee = models.CharField(_("谁来参加"), max_length=80, blank=True)
    question = models.TextField(_("想说的事"), max_length=1000, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("service_day", "enterprise"), name="asked_once_to_a_service_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.service_day_id}: {self.enterprise_id}"


class ServiceWordQuerySet(models.QuerySet["ServiceWord"]):
    """Words, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; those said at days of one's office, and one's own firm's."""
        offices, firms = sorted(scope.units(*OFFICE_READERS)), sorted(scope.enterprises)
        return self.filter(Q(service_day__office__in=offices) | Q(enterprise__in=firms))


class ServiceWord(models.Model):
    """发言: what a firm said on a topic, and what became of it."""

    service_day = models.ForeignKey(
        ServiceDay, models.PROTECT, verbose_name=_("企业服务日"), related_name="said"
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, verbose_name=_("企业"), related_name="service_words"
    )
    state = models.CharField(_("结果"), max_length=10, choices=WordState, default=WordState.OPEN)
    topic = models.CharField(_("议题"), max_length=60)
    body = models.TextField(_("企业说了什么"), max_length=2000)
    answer = models.TextField(_("答复"), max_length=2000)
    reason = models.CharField(_("说明"), max_length=200)
    case = models.ForeignKey(
        Case, models.PROTECT, verbose_name=_("诉求"), null=True, blank=True,
        related_name="service_words",
    )  # fmt: skip
    version = models.PositiveIntegerField(default=0)

    objects = ServiceWordQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("service_day", "state"), name="word_of_service_day"),)

    def __str__(self) -> str:
        return f"{self.body[:30]}…" if len(self.body) > 30 else self.body  # noqa: PLR2004 (a title)
