"""One unit's sheet (交办单), and the narrow table of who is involved in which case."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.clocks import FAR
from zhuqi.ledgers.cases.enums import AssignmentRole, AssignmentState, InvolvementRole
from zhuqi.ledgers.cases.models.case import Case


class Assignment(models.Model):
    """A sheet, with its own state and clocks; a tree, so that a unit can pass it on inside.

    `sheet` counts from 1 within the case and is what events and clocks name. A sheet with a
    `parent` is a 二次分办: it answers to the parent's unit, never to the office.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="assignments")
    sheet = models.PositiveSmallIntegerField()
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments")
    role = models.CharField(_("分工"), max_length=6, choices=AssignmentRole)
    state = models.CharField(_("状态"), max_length=10, choices=AssignmentState)
    requirement = models.TextField(_("办理要求"), blank=True)
    issued_at = models.DateTimeField(_("下发时间"))
    signed_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    signed_by = models.CharField(_("签收人"), max_length=40, blank=True)
    answered_at = models.DateTimeField(_("反馈时间"), null=True, blank=True)
    # The date the parent's unit gave an inner sheet; it moves no other clock.
    inner_due = models.DateTimeField(_("二次分办时限"), null=True, blank=True)

    # 兜底: held until it is decided whose matter the case is.
    fallback = models.BooleanField(_("兜底"), default=False)
    # Issued by a decision on an objection: it can't be objected to again.
    final = models.BooleanField(default=False)
    # Taken back while it is argued whose the case is; its unit reads on until that is decided.
    contested = models.BooleanField(default=False)

    class Meta:
        ordering = ("sheet",)
        constraints = (models.UniqueConstraint(fields=("case", "sheet"), name="sheet_once_a_case"),)
        indexes = (models.Index(fields=("unit", "state"), name="assignment_of_unit"),)

    def __str__(self) -> str:
        return f"{self.case_id}/{self.sheet}"

    @property
    def in_force(self) -> bool:
        """Neither taken back nor ended."""
        return self.state not in {AssignmentState.RECALLED, AssignmentState.CLOSED}


class Involvement(models.Model):
    """Which unit sees which case and why: narrow, so that scope costs one index read.

    `SORTED_BY` repeats columns of the case, so that a unit's rows come from an index in the order
    lists have; `zhuqi check clocks` compares them.
    """

    SORTED_BY = ("historical", "due_at", "submitted_at")

    case = models.ForeignKey(Case, models.CASCADE, related_name="involvements")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="involvements", db_index=False)
    role = models.CharField(max_length=8, choices=InvolvementRole)
    historical = models.BooleanField(default=False)
    due_at = models.DateTimeField(default=FAR)
    submitted_at = models.DateTimeField(default=FAR)

    class Meta:
        indexes = (
            models.Index(fields=("unit", "historical", "due_at", "case"), name="involved_due"),
            models.Index(
                fields=("unit", "historical", "-submitted_at", "-case"), name="involved_newest"
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("unit", "case", "role"), name="involved_once"),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.role} {self.case_id}"
