"""A review of a month, half-year or year, and the plus and minus points put down for it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import OFFICE_ROLES, Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.models.case import OFFICE_READERS, READING_ROLES
from zhuqi.reporting.appraisal.enums import ReviewState, Span
from zhuqi.reporting.appraisal.models.schemes import AppraisalEdition


class ReviewQuerySet(QuerySet["Review"]):
    """Reviews, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default. All of one's own office's for those who work in it; published ones
        for its leaders and inspectors, and for whoever works in a unit that stands in them."""
        reading = sorted(scope.units(*READING_ROLES))
        if not reading:
            return self.none()
        own = Q(office__in=sorted(scope.units(*OFFICE_ROLES)))
        watched = Q(office__in=sorted(scope.units(*OFFICE_READERS)))
        ranked = self.model.objects.filter(rankings__standings__unit__in=reading)
        stands = Q(pk__in=ranked.order_by().values("pk"))
        published = Q(state=ReviewState.PUBLISHED) & (watched | stands)
        return self.filter(own | published).select_related("office", "edition__scheme")


class Review(models.Model):
    """月讲评、半年评、年终评: one office ranks its units over a span of days.

    `edition` is what it is scored by, `as_of_event` up to which event the figures know.
    """

    office = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("活动办"), related_name="+")
    span = models.CharField(_("类别"), max_length=8, choices=Span)
    first = models.DateField(_("从"))
    last = models.DateField(_("到"))
    state = models.CharField(_("状态"), max_length=10, choices=ReviewState)
    edition = models.ForeignKey(
        AppraisalEdition, models.PROTECT, verbose_name=_("方案"), related_name="reviews"
    )
    as_of_event = models.BigIntegerField(_("数据截至事件"))
    as_of_at = models.DateTimeField(_("数据截至"))
    note = models.TextField(_("讲评说明"), max_length=2000, blank=True)
    reason = models.CharField(_("作废原因"), max_length=200)
    drafted_at = models.DateTimeField(_("拟评时间"))
    published_at = models.DateTimeField(_("公布时间"), null=True, blank=True)
    ended_at = models.DateTimeField(_("作废时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager["Review"]] = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ("-last", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("office", "span", "first"),
                condition=~Q(state=ReviewState.DROPPED),
                name="one_review_a_span",
            ),
        )

    def __str__(self) -> str:
        return f"{self.office} {self.when}{self.get_span_display()}"

    @property
    def when(self) -> str:
        """2026年10月; 2026年上半年; 2026年."""
        if self.span == Span.MONTH:
            return f"{self.first.year}年{self.first.month}月"
        if self.span == Span.HALF:
            return f"{self.first.year}年{'上' if self.first.month == 1 else '下'}半年"
        return f"{self.first.year}年"


class Award(models.Model):
    """加减分: points put down for a unit with their evidence. Never changed: struck off, or, once
    published, set right by another.

    `item` names the scheme's; "" is a correction of a published review, whose points are signed.
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="awards")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), related_name="+")
    item = models.CharField(_("加减分项"), max_length=40, blank=True)
    points = models.DecimalField(_("分值"), max_digits=6, decimal_places=2)
    basis = models.CharField(_("依据"), max_length=500)
    entered_at = models.DateTimeField(_("记入时间"))
    entered_by = models.CharField(_("记入人"), max_length=40)
    struck_at = models.DateTimeField(_("划去时间"), null=True, blank=True)
    struck_why = models.CharField(_("划去原因"), max_length=200, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.unit} {self.item} {self.points}"
