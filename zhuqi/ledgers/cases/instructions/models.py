"""批示: a leader's words on a case, what they ask, and the report that comes back."""

from typing import Self, TypeAlias

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Role, Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.ledgers.cases.enums import InstructionState
from zhuqi.ledgers.cases.models.case import Case


class InstructionQuerySet(models.QuerySet["Instruction"]):
    """Instructions of cases."""

    def of_leader(self, scope: Scope) -> Self:
        """A leader's own, and while they stand in for another leader that one's, in the ledgers
        they stand in for: the report comes back to them, the words do not (`may_be_read_by`)."""
        if not scope.user_id:
            return self.none()
        theirs = models.Q(leader=scope.user_id)
        for absent, office in scope.away_with(Role.LEADER):
            theirs |= models.Q(leader=absent.user_id, case__office=office)
        return self.filter(theirs)


class Instruction(models.Model):
    """One instruction; closed when its leader, or the inspection office, has read the report.

    `text` and its scan are for the leader, whoever entered it and those in `readers` (user ids);
    everyone else who sees the case, a leader's
    deputy too, reads “领导批示件” and, if it is theirs to do, `requirement`.
    `ordinal` counts from 1 within the case and names its clock and its files.
    """

    State: TypeAlias = InstructionState

    case = models.ForeignKey(Case, models.CASCADE, related_name="instructions")
    ordinal = models.PositiveSmallIntegerField()
    leader = models.ForeignKey(User, models.PROTECT, related_name="instructions")
    leader_name = models.CharField(_("批示领导"), max_length=40)
    text = models.TextField(_("批示内容"), blank=True)
    requirement = models.TextField(_("办理要求"))
    readers = models.JSONField(default=list)
    entered_by = models.BigIntegerField()
    entered_by_name = models.CharField(_("录入人"), max_length=40)
    instructed_at = models.DateTimeField(_("批示时间"))
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    report = models.TextField(_("办理情况报告"), blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    reported_by = models.CharField(max_length=40, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.CharField(max_length=40, blank=True)
    read_remark = models.TextField(_("圈阅意见"), blank=True)

    objects = InstructionQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("case", "ordinal"), name="instruction_ordinal"),
        )
        indexes = (
            models.Index(fields=("leader", "state"), name="instruction_of_leader"),
            # Those that have no report yet, whosever.
            models.Index(
                fields=("case",), condition=models.Q(state="open"), name="instruction_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} 批示 {self.ordinal}"

    def may_be_read_by(self, user_id: int) -> bool:
        """Whether the words themselves are for this person.

        By id, so nobody's deputy: a leader who names readers means those, and whoever should
        read on in the leader's absence is named among them.
        """
        return bool(user_id) and user_id in {self.leader_id, self.entered_by, *self.readers}
