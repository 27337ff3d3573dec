"""Who signs an answer, by scheme; and the drafts that wait for a signature."""

from typing import TypeAlias

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.schemes.models import AbstractAdoption, AbstractEdition, AbstractScheme
from zhuqi.ledgers.cases.enums import Disposition, DraftState, Rank, Tier
from zhuqi.ledgers.cases.models.case import Case
from zhuqi.ledgers.cases.sheets.models import Assignment


class ApprovalScheme(AbstractScheme):
    """A named table of who signs which answer."""

    class Meta(AbstractScheme.Meta):
        db_table = "cases_signingscheme"


class ApprovalVersion(AbstractEdition):
    """One edition; never changed, so an answer is judged by the one of its day."""

    scheme = models.ForeignKey(ApprovalScheme, models.PROTECT, related_name="versions")

    class Meta(AbstractEdition.Meta):
        db_table = "cases_signingversion"
        constraints = (
            models.UniqueConstraint(fields=("scheme", "number"), name="signing_version_number"),
        )


class ApprovalRule(models.Model):
    """One row: for a tier and a disposition (empty: any), the lowest rank that may sign."""

    version = models.ForeignKey(ApprovalVersion, models.CASCADE, related_name="rules")
    tier = models.CharField(max_length=10, choices=Tier, blank=True)
    disposition = models.CharField(max_length=14, choices=Disposition, blank=True)
    rank = models.CharField(max_length=8, choices=Rank)

    class Meta:
        db_table = "cases_signingrule"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("version", "tier", "disposition"), name="one_signer_a_row"
            ),
        )

    def __str__(self) -> str:
        return f"{self.tier or '*'} {self.disposition or '*'} {self.rank}"


class OfficeApproval(AbstractAdoption):
    """The signing scheme an office has adopted; without one the signer's name is only written."""

    office = models.OneToOneField(Unit, models.CASCADE, related_name="office_signing")
    scheme = models.ForeignKey(ApprovalScheme, models.PROTECT)

    class Meta(AbstractAdoption.Meta):
        db_table = "cases_officesigning"


class Draft(models.Model):
    """拟稿: an answer that waits for its signature; nobody outside the unit reads it before."""

    State: TypeAlias = DraftState

    case = models.ForeignKey(Case, models.CASCADE, related_name="drafts")
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="drafts")
    round = models.PositiveSmallIntegerField()
    text = models.TextField(_("答复意见"))
    disposition = models.CharField(_("办理结果"), max_length=14, choices=Disposition)
    rank = models.CharField(_("签发层级"), max_length=8, choices=Rank)
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=40)
    author = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    return_reason = models.TextField(_("退回原因"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("assignment", "state"), name="draft_of_sheet"),)
        constraints = (
            models.UniqueConstraint(
                fields=("case",), condition=models.Q(state="waiting"), name="one_waiting_draft"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"
