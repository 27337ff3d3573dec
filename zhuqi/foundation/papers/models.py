"""The series that number papers, and the papers that were issued."""

from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.papers.enums import PaperState
from zhuqi.foundation.papers.kinds import PAPER_SOURCES


class Series(models.Model):
    """文号系列: the last number a unit gave to its papers of a series in a year, and when.

    `code` is the series' own: a kind of sheet, or one body's meetings.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    code = models.CharField(_("系列"), max_length=40)
    year = models.PositiveSmallIntegerField(_("年"))
    last = models.PositiveIntegerField(_("末号"), default=0)
    given_at = models.DateTimeField(_("最近编号时间"), null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "code", "year"), name="one_series_of_papers_a_year"
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id}-{self.code}-{self.year}: {self.last}"


class PaperQuerySet(models.QuerySet["Paper"]):
    """Issued papers, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; a paper is seen by whoever may read the row it was issued with."""
        if not PAPER_SOURCES:
            return self.none()
        seen = (
            Q(object_type=name, object_id__in=source.seen(scope))
            for name, source in PAPER_SOURCES.items()
        )
        return self.filter(reduce(or_, seen))


class Paper(models.Model):
    """公文: what went out, word for word, frozen when it was issued.

    `content` is the document as `stored.as_data` writes it, {} once it had to be erased; `digest`,
    of it, stands in the log. `code` is printed on it: by it anybody can ask whether it is genuine.
    One paper an event.
    """

    kind = models.CharField(_("类别"), max_length=40)
    office = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("发文单位"), related_name="papers_issued"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, verbose_name=_("受文单位"),
        related_name="papers_received",
    )  # fmt: skip
    to = models.CharField(_("主送"), max_length=200)
    number = models.CharField(_("文号"), max_length=60, blank=True)
    title = models.CharField(_("标题"), max_length=300)
    object_type = models.CharField(max_length=40)
    object_id = models.PositiveBigIntegerField()
    event_id = models.PositiveBigIntegerField(unique=True)
    content = models.JSONField(_("内容"))
    digest = models.CharField(_("内容摘要值"), max_length=64)
    code = models.CharField(_("核验码"), max_length=14, unique=True)
    state = models.CharField(_("状态"), max_length=10, choices=PaperState, default="issued")
    issued_at = models.DateTimeField(_("印发时间"))
    issued_by = models.CharField(_("发出人"), max_length=200)
    filed_at = models.DateTimeField(_("用印件存入时间"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("object_type", "object_id"), name="paper_of_row"),
            models.Index(fields=("office", "-id"), name="paper_of_office"),
        )

    def __str__(self) -> str:
        return f"{self.title}{self.number}"
