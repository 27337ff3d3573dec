"""What a meeting decided, who does it by when, how far it is, and which firms were answered."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.models.case import READING_ROLES
from zhuqi.ledgers.cases.secrecy.rows_about import AboutCase
from zhuqi.mechanisms.meetings.enums import DecisionKind, DecisionState
from zhuqi.mechanisms.meetings.models.bodies import of_body
from zhuqi.mechanisms.meetings.models.items import AwayQuerySet, Item
from zhuqi.mechanisms.meetings.models.meetings import Invitation, Meeting


class DecisionQuerySet(AwayQuerySet["Decision"]):
    """Decisions, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; those of bodies of one's office and of those one chairs, those one's
        unit leads or helps with, and those of meetings it was invited to."""
        if not scope.user_id:
            return self.none()
        units = sorted(scope.units(*READING_ROLES))
        invited = Invitation.objects.filter(meeting=OuterRef("meeting"), unit__in=units)
        helps = CoUnit.objects.filter(decision=OuterRef("pk"), unit__in=units)
        mine = of_body(scope, "meeting__body__") | Q(lead__in=units)
        return self.filter(mine | Exists(invited) | Exists(helps)).away_from(scope)


class Decision(AboutCase):
    """决定事项: about an item of a meeting; with a lead unit and a last day where it asks for work.

    `to_firm`: what firms are told of it, in plain words.
    """

    TEXTS = ("text", "to_firm", "result", "reason")

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name=_("会议"), related_name="decisions"
    )
    item = models.ForeignKey(Item, models.PROTECT, verbose_name=_("议题"), related_name="decisions")
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, verbose_name=_("诉求"),
        related_name="meeting_decisions",
    )  # fmt: skip
    kind = models.CharField(_("决定"), max_length=10, choices=DecisionKind)
    text = models.TextField(_("决定内容"), max_length=2000)
    to_firm = models.TextField(_("给企业的答复"), max_length=1000, blank=True)
    lead = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, verbose_name=_("牵头单位"),
        related_name="meeting_decisions",
    )  # fmt: skip
    due = models.DateField(_("完成期限"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=DecisionState)
    result = models.TextField(_("落实情况"), max_length=2000)
    reason = models.CharField(_("说明"), max_length=200)
    decided_at = models.DateTimeField(_("决定时间"))
    signed_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    signed_by = models.CharField(_("签收人"), max_length=200, blank=True)
    reported_at = models.DateTimeField(_("报告落实时间"), null=True, blank=True)
    done_at = models.DateTimeField(_("认定落实时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager["Decision"]] = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("lead", "state", "due"), name="decision_of_lead"),
            models.Index(fields=("state", "due"), name="decision_due"),
        )

    def __str__(self) -> str:
        return self.text[:30]


class CoUnit(models.Model):
    """配合单位."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="co_units")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("配合单位"), related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("decision", "unit"), name="helps_once"),)

    def __str__(self) -> str:
        return str(self.unit)


class Progress(AboutCase):
    """落实进展: what a unit reported, when."""

    TEXTS = ("text",)

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="reports")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("报告时间"))
    text = models.TextField(_("落实进展"), max_length=2000)
    by = models.CharField(_("报告人"), max_length=200)

    objects: ClassVar[models.Manager["Progress"]] = AwayQuerySet["Progress"].as_manager()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"


class ReplyQuerySet(AwayQuerySet["Reply"]):
    """Replies, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; those of one's own firm, and of the office and chair of the body."""
        if not scope.user_id:
            return self.none()
        firm = Q(case__enterprise__in=sorted(scope.enterprises))
        return self.filter(of_body(scope, "decision__meeting__body__") | firm).away_from(scope)


class Reply(AboutCase):
    """对一家企业的答复: a decision told to the firm of a case; never twice."""

    TEXTS = ("text",)

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="replies")
    case = models.ForeignKey(Case, models.PROTECT, related_name="meeting_replies")
    text = models.TextField(_("答复"), max_length=1000)
    at = models.DateTimeField(_("答复时间"))
    by = models.CharField(_("答复人"), max_length=200)

    objects: ClassVar[models.Manager["Reply"]] = ReplyQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("decision", "case"), name="told_once_a_case"),
        )

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.case_id}"
