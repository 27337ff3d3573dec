"""A sheet by which an office urges a unit about a case."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Role, Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.models import Case, Involvement
from zhuqi.ledgers.cases.models.case import OFFICE_READERS, READING_ROLES
from zhuqi.ledgers.cases.secrecy.rows_about import AboutCase, AboutCaseQuerySet
from zhuqi.mechanisms.supervision.enums import SheetKind, SheetState
from zhuqi.mechanisms.supervision.ladder.models import Delegation, LadderScheme, LadderStep

__all__ = ["Delegation", "LadderScheme", "LadderStep", "SupervisionSheet"]

# A draft has no number, and is nobody's but the office's.
ISSUED = ~Q(number="")


class SheetQuerySet(AboutCaseQuerySet["SupervisionSheet"]):
    """Sheets, cut down to those a scope reaches and read as their cases may be read."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default. Of cases one sees: those of one's office, and, once they are issued,
        those to one's unit and those on cases one follows as a leader or an inspector.

        Rows come redacted in memory, as their cases do; their case is read with them.
        """
        watched = Involvement.objects.filter(
            case=OuterRef("case"), unit__in=sorted(scope.units(Role.LEADER, Role.INSPECTOR))
        )
        units = sorted(scope.units(*READING_ROLES))
        if not units:
            return self.none()
        own = Q(office__in=sorted(scope.units(*OFFICE_READERS)))
        seen = Case.objects.within_reach(scope).filter(pk=OuterRef("case"))
        rows = self.filter(own | ISSUED & (Q(unit__in=units) | Exists(watched)), Exists(seen))
        return rows.read_as(scope).select_related("office", "unit")


class SupervisionSheet(AboutCase):
    """催办单、问效建议单、督办通知、商请函: about one case, to one unit.

    `number` and `due_at` are given at issuing; `limit` is in working days of the addressee.
    """

    TEXTS = ("text", "reply", "reason")

    kind = models.CharField(_("类别"), max_length=10, choices=SheetKind)
    number = models.CharField(_("文号"), max_length=20, blank=True)
    case = models.ForeignKey(
        Case, models.PROTECT, verbose_name=_("诉求"), related_name="supervision_sheets"
    )
    office = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("发文单位"), related_name="supervision_issued"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("受文单位"), related_name="supervision_received"
    )
    state = models.CharField(_("状态"), max_length=10, choices=SheetState)
    text = models.TextField(_("内容"), max_length=2000)
    limit = models.PositiveSmallIntegerField(_("回复时限（工作日）"))
    due_at = models.DateTimeField(_("要求回复时间"), null=True, blank=True)
    reply = models.TextField(_("回复"), max_length=2000)
    reason = models.CharField(_("撤回原因"), max_length=200)
    drafted_at = models.DateTimeField(_("拟稿时间"))
    issued_at = models.DateTimeField(_("发出时间"), null=True, blank=True)
    signed_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    replied_at = models.DateTimeField(_("回复时间"), null=True, blank=True)
    ended_at = models.DateTimeField(_("撤回或免回复时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager["SupervisionSheet"]] = SheetQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("unit", "state", "due_at"), name="sheet_of_addressee"),
            models.Index(fields=("office", "state", "due_at"), name="sheet_of_office"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("office", "kind", "number"), condition=ISSUED, name="sheet_number_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.number}"
