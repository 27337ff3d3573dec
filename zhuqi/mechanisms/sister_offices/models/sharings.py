"""A case of one office that a sister reads, and what both say to it."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.ledgers.cases.secrecy.models import recused_from
from zhuqi.mechanisms.sister_offices.enums import (
    IN_THE_BALANCE,
    RUNNING,
    Beginning,
    SharingState,
    SharingVerb,
)
from zhuqi.mechanisms.sister_offices.models.alliances import Alliance


class SharingQuerySet(models.QuerySet["Sharing"]):
    """Shared cases, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; those of which one's office owns the case, shared it or is the
        sister. Never one whose case is confidential, or from which one has to keep away."""
        offices = sorted(scope.units(*OFFICE_READERS))
        ours = Q(case__office__in=offices) | Q(owner__in=offices) | Q(sister__in=offices)
        rows = self.filter(ours, case__confidential=False)
        recused = recused_from(scope)
        if recused is None:
            return rows
        kept_from = Case.objects.filter(recused, pk=OuterRef("case")).order_by()
        return rows.filter(~Exists(kept_from))


class Sharing(models.Model):
    """联动事项: a case shared with a sister. Who owns the case is its own `office`, nobody else.

    `owner`: whose it was when it was shared.
    """

    case = models.ForeignKey(
        Case, models.PROTECT, verbose_name=_("诉求"), related_name="sharings", db_index=False
    )
    alliance = models.ForeignKey(
        Alliance, models.PROTECT, verbose_name=_("联动"), related_name="sharings"
    )
    owner = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("共享方"), related_name="shared_out"
    )
    sister = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("联动活动办"), related_name="shared_in"
    )
    state = models.CharField(_("状态"), max_length=10, choices=SharingState)
    begun_at = models.DateTimeField(_("开始时间"))
    waits_since = models.DateTimeField(_("等待答复自"), null=True, blank=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = SharingQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("case", "sister"), condition=Q(state__in=sorted(RUNNING)),
                name="shared_once_with_a_sister",
            ),
            models.UniqueConstraint(
                fields=("case",), condition=Q(state__in=sorted(IN_THE_BALANCE)),
                name="case_in_the_balance_once",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("case", "state"), name="sharing_of_case"),)

    def __str__(self) -> str:
        return f"{self.case_id} → {self.sister_id}"


class SharingWord(models.Model):
    """意见、理由: what an office said with a step, or as its opinion."""

    sharing = models.ForeignKey(Sharing, models.CASCADE, related_name="words")
    verb = models.CharField(
        _("事项"), max_length=10, choices=[*Beginning.choices, *SharingVerb.choices]
    )
    office = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("活动办"), related_name="+")
    text = models.TextField(_("说明"), max_length=1000)
    at = models.DateTimeField(_("时间"))
    by = models.CharField(_("经办人"), max_length=200)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.sharing_id} {self.verb}"
