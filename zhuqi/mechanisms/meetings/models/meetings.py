"""A meeting of a body: its agenda, who was invited, who came."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.models.case import READING_ROLES
from zhuqi.mechanisms.meetings.enums import Attending, MeetingState
from zhuqi.mechanisms.meetings.models.bodies import Body, of_body


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; those of one's office and those one chairs, and those one's unit is
        invited to: before it is called nobody is."""
        if not scope.user_id:
            return self.none()
        invited = Invitation.objects.filter(
            meeting=OuterRef("pk"), unit__in=sorted(scope.units(*READING_ROLES))
        )
        return self.filter(of_body(scope, "body__") | Exists(invited))


class Meeting(models.Model):
    """会议: planned, called with a number of its body's year, held, minuted.

    `opening`: what the minutes begin with. `year` and `number` are given at calling.
    """

    body = models.ForeignKey(
        Body, models.PROTECT, verbose_name=_("会议机构"), related_name="meetings"
    )
    at = models.DateTimeField(_("开会时间"))
    place = models.CharField(_("地点"), max_length=60)
    subject = models.CharField(_("会议主题"), max_length=80, blank=True)
    year = models.PositiveSmallIntegerField(_("年度"), null=True, blank=True)
    number = models.PositiveSmallIntegerField(_("第几次"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=MeetingState, default="planned")
    reason = models.CharField(_("改期、取消的原因"), max_length=200, blank=True)
    opening = models.TextField(_("纪要开头"), max_length=2000, blank=True)
    called_at = models.DateTimeField(_("通知时间"), null=True, blank=True)
    held_at = models.DateTimeField(_("召开时间"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("纪要确认时间"), null=True, blank=True)
    confirmed_by = models.CharField(_("纪要确认人"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("body", "state", "at"), name="meeting_of_body"),)
        constraints = (
            models.UniqueConstraint(
                fields=("body", "year", "number"),
                condition=models.Q(number__isnull=False),
                name="meeting_number_once",
            ),
        )

    def __str__(self) -> str:
        if self.number:
            return f"{self.body.name} {self.year} 年第 {self.number} 次会议"
        return f"{self.body.name}（未编次）"


class Invitation(models.Model):
    """参会单位: a member, or a guest called in; what it said, and whether it came."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitations")
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("单位"), related_name="invitations"
    )
    guest = models.BooleanField(_("列席"), default=False)
    answer = models.CharField(_("参会情况"), max_length=10, choices=Attending, blank=True)
    remark = models.CharField(_("谁参加、为什么不能参加"), max_length=100, blank=True)
    answered_at = models.DateTimeField(_("报名时间"), null=True, blank=True)
    present = models.BooleanField(_("到会"), null=True, blank=True)

    class Meta:
        ordering = ("guest", "id")
        constraints = (models.UniqueConstraint(fields=("meeting", "unit"), name="invited_once"),)

    def __str__(self) -> str:
        return str(self.unit)


class AgendaLine(models.Model):
    """议程: an item's place in a meeting; it stays when the item is put off to the next."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="lines")
    item = models.ForeignKey("meetings.Item", models.CASCADE, related_name="lines")
    ordinal = models.PositiveSmallIntegerField(_("序号"))

    class Meta:
        ordering = ("ordinal", "id")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "item"), name="once_on_an_agenda"),
        )

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.ordinal}"
