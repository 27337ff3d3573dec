"""What was found in a unit, the rectification notice about it, and its re-checks."""

from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.models.case import OFFICE_READERS, READING_ROLES
from zhuqi.mechanisms.inspections.enums import FindingState
from zhuqi.mechanisms.inspections.models.rounds import ChecklistItem, TeamMember, of_own_unit
from zhuqi.mechanisms.inspections.models.visits import InspectionVisit

# Before it is issued it has no number, and is nobody's but the office's and the team's.
NUMBERED = ~Q(number="")


def answered_by(units: Collection[int]) -> Q:
    """Findings that one of these units answers: its own, and those about a section or body below
    that were made at its inspection."""
    below = Q(visit__unit__in=sorted(units), unit__parent=F("visit__unit"))
    return Q(unit__in=sorted(units)) | below


class FindingQuerySet(models.QuerySet["Finding"]):
    """Findings, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; those of one's office's rounds and of the rounds in whose team one
        is, and, once they are issued, those one's unit answers. About one's own unit nobody
        reads a draft."""
        if not scope.user_id:
            return self.none()
        member = TeamMember.objects.filter(round=OuterRef("visit__round"), user=scope.user_id)
        office = Q(office__in=sorted(scope.units(*OFFICE_READERS)))
        mine = NUMBERED & answered_by(scope.units(*READING_ROLES))
        return self.filter((office | Exists(member)) & ~of_own_unit(scope) | mine)


class Finding(models.Model):
    """检查发现的问题 and its 整改通知: `demand` is what is to be put right, within `limit` working
    days. `number` is given at signing; `due_at` then, and again when a re-check is not passed.

    A body that can't be commanded is asked, not ordered: `request` says that it is a 商请函.
    """

    visit = models.ForeignKey(
        InspectionVisit, models.PROTECT, verbose_name=_("检查记录"), related_name="findings"
    )
    item = models.ForeignKey(
        ChecklistItem, models.PROTECT, null=True, blank=True, verbose_name=_("检查内容"),
        related_name="findings",
    )  # fmt: skip
    office = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("发文单位"), related_name="findings_made"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("责任单位"), related_name="findings_about"
    )
    request = models.BooleanField(_("商请"), default=False)
    state = models.CharField(_("状态"), max_length=10, choices=FindingState, default="found")
    text = models.TextField(_("发现的问题"), max_length=1000)
    demand = models.TextField(_("整改要求"), max_length=2000)
    limit = models.PositiveSmallIntegerField(_("整改时限（工作日）"), default=0)
    number = models.CharField(_("文号"), max_length=20, blank=True)
    due_at = models.DateTimeField(_("要求整改时间"), null=True, blank=True)
    reply = models.TextField(_("整改情况"), max_length=2000)
    reason = models.CharField(_("原因"), max_length=200)
    found_at = models.DateTimeField(_("发现时间"))
    issued_at = models.DateTimeField(_("签发时间"), null=True, blank=True)
    signed_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    signed_by = models.CharField(_("签收人"), max_length=200, blank=True)
    replied_at = models.DateTimeField(_("回复时间"), null=True, blank=True)
    ended_at = models.DateTimeField(_("销号或撤销时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("unit", "state", "due_at"), name="finding_of_unit"),
            models.Index(fields=("office", "state", "due_at"), name="finding_of_office"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("office", "request", "number"),
                condition=NUMBERED,
                name="finding_number_once",
            ),
        )

    def __str__(self) -> str:
        paper = "商请函" if self.request else "整改通知"
        return f"{paper}{self.number}" if self.number else f"{paper}（未编号）"

    @property
    def answering(self) -> frozenset[int]:
        """The units that answer it: as `answered_by` has it."""
        above = {self.unit.parent_id} & {self.visit.unit_id}
        return frozenset({self.unit_id, *(pk for pk in above if pk)})


class Recheck(models.Model):
    """复查: what the unit had answered, and whether it holds."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="rechecks")
    passed = models.BooleanField(_("复查通过"))
    day = models.DateField(_("复查日期"))
    remark = models.CharField(_("复查情况"), max_length=500)
    reply = models.TextField(_("整改情况"), max_length=2000)
    replied_at = models.DateTimeField(_("回复时间"))
    due_at = models.DateTimeField(_("要求整改时间"))
    by = models.CharField(_("复查人"), max_length=200)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {'通过' if self.passed else '未通过'}"
