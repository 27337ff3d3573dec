"""Ready answers with their editions, and grounds of law to quote beside them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import OFFICE_ROLES, UNIT_ROLES, Scope
from zhuqi.foundation.directory import codes
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Item, Unit
from zhuqi.mechanisms.ready_answers.enums import ReadyState


class ReadyAnswerQuerySet(models.QuerySet["ReadyAnswer"]):
    """Ready answers, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; those of one's own units and offices, and those of the offices of the
        places one's units lie in, which are shared."""
        own = scope.units(*UNIT_ROLES, *OFFICE_ROLES)
        if not own:
            return self.none()
        units = Unit.objects.filter(pk__in=own).order_by().values_list("region__code", flat=True)
        above = sorted({code for one in units for code in codes.lineage(one)})
        shared = Q(unit__kind=UnitKind.OFFICE, unit__region__code__in=above)
        return self.filter(Q(unit__in=own) | shared)


class ReadyAnswer(models.Model):
    """常用答复: a unit's own, or shared where an office keeps it. `text`: of the newest edition."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="ready_answers", db_index=False)
    item = models.ForeignKey(
        Item, models.PROTECT, null=True, blank=True, related_name="ready_answers"
    )
    name = models.CharField(_("名称"), max_length=40)
    text = models.TextField(_("答复"), max_length=3000)
    state = models.CharField(_("状态"), max_length=10, choices=ReadyState, default="in_use")
    edition = models.PositiveIntegerField(_("版"), default=0)
    used = models.PositiveIntegerField(_("用过几次"), default=0)
    used_at = models.DateTimeField(_("最近一次"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = ReadyAnswerQuerySet.as_manager()

    class Meta:
        ordering = ("-used", "-id")
        constraints = (
            models.UniqueConstraint(fields=("unit", "name"), name="ready_answer_name_in_unit"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def shared(self) -> bool:
        """True where an office keeps it for the units of its place."""
        return self.unit.kind == UnitKind.OFFICE


class ReadyEdition(models.Model):
    """One edition of a ready answer, as it was kept; never changed."""

    answer = models.ForeignKey(ReadyAnswer, models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField(_("版"))
    text = models.TextField(_("答复"), max_length=3000)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        ordering = ("answer", "-number")
        constraints = (
            models.UniqueConstraint(fields=("answer", "number"), name="ready_edition_once"),
        )

    def __str__(self) -> str:
        return f"{self.answer_id}-{self.number}"


class LawGround(models.Model):
    """法律依据: an article to quote, for answers about one matter or about any."""

    title = models.CharField(_("法规名称"), max_length=80)
    number = models.CharField(_("文号"), max_length=40, blank=True)
    article = models.CharField(_("条款"), max_length=30)
    text = models.TextField(_("条文"), max_length=2000)
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="grounds")
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)
    active = models.BooleanField(_("在用"), default=True)

    class Meta:
        ordering = ("order", "title", "id")
        constraints = (
            models.UniqueConstraint(fields=("title", "article"), name="law_ground_once"),
        )

    def __str__(self) -> str:
        number = f"（{self.number}）" if self.number else ""
        return f"《{self.title}》{number}{self.article}"

    @property
    def quoted(self) -> str:
        """As it stands in an answer."""
        return f"{self}规定：“{self.text}”"
