"""What is written on a case: answers, entries of the unit, the firm's ratings, internal notes."""

from typing import TypeAlias

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.enums import AnswerStatus, Disposition, Satisfaction, Verb, Verdict
from zhuqi.ledgers.cases.models.case import Case
from zhuqi.ledgers.cases.sheets.models import Assignment


class Answer(models.Model):
    """A unit's answer in one round. The firm sees it once the office has completed the case."""

    Status: TypeAlias = AnswerStatus

    case = models.ForeignKey(Case, models.CASCADE, related_name="answers")
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="answers")
    round = models.PositiveSmallIntegerField()
    text = models.TextField(_("答复意见"))
    disposition = models.CharField(_("办理结果"), max_length=14, choices=Disposition)
    signed_by = models.CharField(_("签发人"), max_length=40)
    # How it is known that they signed: here, on a paper whose scan lies with it, or only said.
    proof = models.CharField(max_length=8, blank=True)
    answered_at = models.DateTimeField()
    answered_by = models.CharField(max_length=40)
    # The user who wrote it, so that nobody lets their own answer through.
    author = models.BigIntegerField(default=0)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    return_reason = models.TextField(_("退回原因"), blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.case_id} 第{self.round}轮"


class Entry(models.Model):
    """What firm or unit add on the way: supplement, contact, progress, opinion."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="entries")
    assignment = models.ForeignKey(
        Assignment, models.CASCADE, null=True, blank=True, related_name="entries"
    )
    verb = models.CharField(max_length=24, choices=Verb)
    text = models.TextField(_("内容"))
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    # Counts from 1 within the case; the event that logged it names it, the timeline joins them.
    ordinal = models.PositiveIntegerField()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("case", "ordinal"), name="entry_ordinal"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.verb}"


class Rating(models.Model):
    """The firm's verdict on a round; `heard_by` is set where the office took it by phone."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="ratings")
    round = models.PositiveSmallIntegerField()
    verdict = models.CharField(_("是否解决"), max_length=12, choices=Verdict)
    satisfaction = models.CharField(_("满意程度"), max_length=1, choices=Satisfaction)
    comment = models.TextField(_("意见"), blank=True)
    rated_at = models.DateTimeField()
    rated_by = models.CharField(max_length=40)
    heard_by = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("case", "round"), name="one_rating_a_round"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.verdict}"


class Note(models.Model):
    """内部备注: stays inside the unit or office that wrote it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    text = models.TextField(_("备注"))
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d}"
