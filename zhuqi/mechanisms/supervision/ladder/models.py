"""Ladders in editions, standing delegations, and the steps that were taken by them."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.schemes.models import AbstractAdoption, AbstractEdition, AbstractScheme
from zhuqi.ledgers.cases.enums import ClockKind
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.mechanisms.supervision.ladder.enums import DelegationState, Step


class LadderScheme(AbstractScheme):
    """A named ladder."""


class LadderVersion(AbstractEdition):
    """One edition. `reply_days`: how many working days a unit has to answer a sheet of it."""

    scheme = models.ForeignKey(LadderScheme, models.PROTECT, related_name="versions")
    reply_days = models.PositiveSmallIntegerField(default=3)

    class Meta(AbstractEdition.Meta):
        constraints = (
            models.UniqueConstraint(fields=("scheme", "number"), name="ladder_version_number"),
        )


class LadderRule(models.Model):
    """One row, see `rules.Rung`."""

    version = models.ForeignKey(LadderVersion, models.CASCADE, related_name="rules")
    step = models.CharField(max_length=8, choices=Step)
    nth = models.PositiveSmallIntegerField(default=1)
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("version", "step", "nth"), name="one_rung_a_step"),
        )

    def __str__(self) -> str:
        return f"{self.step} {self.nth}: {self.number}"


class OfficeLadder(AbstractAdoption):
    """The ladder an office has adopted; without one nothing goes out by itself."""

    office = models.OneToOneField(Unit, models.CASCADE, related_name="office_ladder")
    scheme = models.ForeignKey(LadderScheme, models.PROTECT)


class DelegationQuerySet(QuerySet["Delegation"]):
    """Delegations, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; those of one's own office."""
        offices = sorted(scope.units(*OFFICE_READERS))
        rows = self.filter(office__in=offices) if offices else self.none()
        return rows.select_related("office")


class Delegation(models.Model):
    """常设授权: an office's signer lets 催办单, 商请函 of the ladder go out without a signature.

    In force from `since` through `until`, unless it was taken back. It is the office's: whoever
    signs there after its giver may take it back, and until then it stays what it is.
    """

    office = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("活动办"), related_name="delegations"
    )
    urgings = models.BooleanField(_("催办单"), default=True)
    requests = models.BooleanField(_("商请函"), default=True)
    since = models.DateField(_("从哪天起"))
    until = models.DateField(_("到哪天止"))
    state = models.CharField(_("状态"), max_length=10, choices=DelegationState)
    grounds = models.CharField(_("授权依据"), max_length=200, blank=True)
    reason = models.CharField(_("收回原因"), max_length=200)
    signer = models.CharField(_("授权人"), max_length=80)
    given_at = models.DateTimeField(_("授权时间"))
    ended_at = models.DateTimeField(_("收回时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager["Delegation"]] = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("office", "state", "until"), name="delegation_of_office"),)

    def __str__(self) -> str:
        return f"{self.signer} {self.since:%Y-%m-%d}–{self.until:%Y-%m-%d}"


class LadderStep(models.Model):
    """A step taken on one run of a clock: what makes that each is taken once.

    `run` and what stands before it name the run as the clock's own row does, `day` the working day
    for which the ladder has the step. `delegation`: under which the sheet went out; None where it
    was drafted for a signature.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="ladder_steps")
    clock = models.CharField(max_length=12, choices=ClockKind)
    sheet = models.PositiveSmallIntegerField(default=0)
    run = models.PositiveSmallIntegerField(default=1)
    step = models.CharField(max_length=8, choices=Step)
    day = models.DateField()
    written = models.OneToOneField(
        "supervision.SupervisionSheet", models.CASCADE, related_name="ladder_step"
    )
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    edition = models.ForeignKey(LadderVersion, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("case", "clock", "sheet", "run", "step", "day"), name="one_step_a_day"
            ),
            # 问效 is recommended once for what is late.
            models.UniqueConstraint(
                fields=("case", "clock", "sheet", "run"),
                condition=Q(step=Step.INQUIRE),
                name="one_inquiry_a_run",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.clock} {self.step} {self.day:%Y-%m-%d}"
