"""The case: one row of the ledger."""

from datetime import UTC, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Role, Scope
from zhuqi.foundation.directory.enums import Level, Sector
from zhuqi.foundation.directory.models import Enterprise, Item, Region, Unit
from zhuqi.ledgers.cases.enums import (
    Channel,
    Disposition,
    Kind,
    Nature,
    Satisfaction,
    State,
    Tier,
    Urgency,
    Verdict,
)
from zhuqi.ledgers.cases.models.scheme import SchemeVersion

# Sorts cases without a running clock behind all others, so that one index serves the queue.
FAR = datetime(9999, 1, 1, tzinfo=UTC)

READING_ROLES = (
    Role.HANDLER,
    Role.UNIT_HEAD,
    Role.REGISTRAR,
    Role.REVIEWER,
    Role.SIGNER,
    Role.LEADER,
    Role.INSPECTOR,
)


class CaseQuerySet(QuerySet["Case"]):
    """Reads start here."""

    def visible_to(self, scope: Scope) -> "CaseQuerySet":
        """The rows a person may see: their units', their firms', those granted. Else nothing.

        Ids come from narrow tables by UNION: an OR across joins costs four times as much at a
        million rows (measured.md). An office alone is a column of the row itself, so its pages
        come straight from an index and do not grow with the ledger.
        """
        firms, granted = scope.enterprises | scope.liaised, scope.granted.get("case")
        units = scope.units(*READING_ROLES)
        if units and units == scope.offices and not firms and not granted:
            return self.filter(office_id__in=units)
        from zhuqi.ledgers.cases.models.assignment import Involvement  # it points back to Case

        parts: list[QuerySet[models.Model, int]] = []
        if units:
            parts.append(Involvement.objects.filter(unit_id__in=units).values_list("case_id"))  # type: ignore[arg-type]
        if firms:
            parts.append(Case.objects.filter(enterprise_id__in=firms).order_by().values_list("pk"))  # type: ignore[arg-type]
        if granted:
            parts.append(Case.objects.filter(pk__in=granted).order_by().values_list("pk"))  # type: ignore[arg-type]
        if not parts:
            return self.none()
        return self.filter(pk__in=parts[0].union(*parts[1:]) if parts[1:] else parts[0])


class Case(models.Model):
    """诉求: what a firm raised, where it stands, and what came of it.

    `due_at` and `warn_at` repeat the earliest running clock of the officials', so that lights
    and queues are one indexed read; they are derived from events and checked by
    `zhuqi check clocks`. `historical` rows were imported: no clocks, out of rates and samples.
    `version` counts changes, so that a stale page is told so. `effect_*`: what solving it brought.
    """

    number = models.CharField(_("编号"), max_length=24, unique=True)
    office = models.ForeignKey(Unit, models.PROTECT, related_name="ledger")
    level = models.CharField(_("台账"), max_length=10, choices=Level)
    region = models.ForeignKey(Region, models.PROTECT, related_name="cases")
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="cases"
    )
    reporter_name = models.CharField(_("反映人"), max_length=40, blank=True)
    reporter_phone = models.CharField(_("反映人电话"), max_length=30, blank=True)
    submitted_by = models.BigIntegerField(default=0)
    channel = models.CharField(_("来源"), max_length=12, choices=Channel)
    foreign_number = models.CharField(_("来源编号"), max_length=60, blank=True)
    submission_key = models.CharField(max_length=64, unique=True, null=True, blank=True)

    title = models.CharField(_("诉求"), max_length=120)
    body = models.TextField(_("具体情况"))
    wish = models.TextField(_("希望怎样解决"), blank=True)

    kind = models.CharField(_("类型"), max_length=12, choices=Kind, blank=True)
    tier = models.CharField(_("难易"), max_length=10, choices=Tier, blank=True)
    nature = models.CharField(_("性质"), max_length=12, choices=Nature, blank=True)
    urgency = models.CharField(
        _("紧急程度"), max_length=10, choices=Urgency, default=Urgency.NORMAL
    )
    sector = models.CharField(_("行业台账"), max_length=12, choices=Sector, blank=True)
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="cases")
    scheme_version = models.ForeignKey(
        SchemeVersion, models.PROTECT, null=True, blank=True, related_name="cases"
    )

    state = models.CharField(_("状态"), max_length=12, choices=State)
    disposition = models.CharField(_("办理结果"), max_length=14, choices=Disposition, blank=True)
    verdict = models.CharField(_("企业评价"), max_length=12, choices=Verdict, blank=True)
    satisfaction = models.CharField(max_length=1, choices=Satisfaction, blank=True)
    round = models.PositiveSmallIntegerField(default=0)
    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="led_cases"
    )
    handler_name = models.CharField(_("经办人"), max_length=40, blank=True)
    handler_phone = models.CharField(_("经办人电话"), max_length=30, blank=True)
    withdrawal_asked_at = models.DateTimeField(null=True, blank=True)
    refused_by_organ = models.CharField(_("答复机关"), max_length=80, blank=True)
    refusal_ground = models.TextField(_("不予受理依据"), blank=True)
    where_to_go = models.TextField(_("可以去哪里办"), blank=True)
    effect_money = models.DecimalField(
        _("涉及资金（万元）"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    effect_staff = models.PositiveIntegerField(_("惠及员工（人）"), null=True, blank=True)

    submitted_at = models.DateTimeField(_("提出时间"))
    accepted_at = models.DateTimeField(_("受理时间"), null=True, blank=True)
    assigned_at = models.DateTimeField(_("交办时间"), null=True, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    completed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("销号时间"), null=True, blank=True)
    carried_until = models.DateField(_("挂账复核日"), null=True, blank=True)

    due_at = models.DateTimeField(_("时限"), default=FAR)
    warn_at = models.DateTimeField(default=FAR)
    due_clock = models.CharField(max_length=10, blank=True)
    due_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")

    historical = models.BooleanField(default=False)
    is_sample = models.BooleanField(default=False)
    source_note = models.CharField(_("出处"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager["Case"]] = CaseQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("office", "due_at", "id"), name="case_queue"),
            models.Index(fields=("office", "state", "due_at", "id"), name="case_state_queue"),
            models.Index(fields=("office", "-submitted_at", "-id"), name="case_newest"),
            models.Index(fields=("enterprise", "-submitted_at", "-id"), name="case_of_firm"),
            models.Index(fields=("due_at", "id"), name="case_due"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("office", "channel", "foreign_number"),
                condition=~Q(foreign_number=""),
                name="foreign_number_once",
            ),
        )

    def __str__(self) -> str:
        return self.number


class CaseSeries(models.Model):
    """The last serial given by an office in a year."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("office", "year"), name="one_series_a_year"),
        )

    def __str__(self) -> str:
        return f"{self.office_id}-{self.year}: {self.last}"
