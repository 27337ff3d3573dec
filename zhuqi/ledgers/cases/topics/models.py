"""共性问题: what several firms share, looked into once; their cases go on one by one."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.enums import TopicState

if TYPE_CHECKING:
    from zhuqi.ledgers.cases.models.case import Case


class TopicQuerySet(QuerySet["Topic"]):
    """Reads start here."""

    def visible_to(self, scope: Scope) -> "TopicQuerySet":
        """Those of one's office, and those with a case one may see: by their title alone."""
        from zhuqi.ledgers.cases.models.case import OFFICE_READERS, Case  # it points here

        # Asked of each topic: there are few, and a list of all cases in reach is long.
        seen = Case.objects.filter(topic=OuterRef("pk")).within_reach(scope).order_by()
        return self.filter(Q(office__in=scope.units(*OFFICE_READERS)) | Q(Exists(seen)))


class Topic(models.Model):
    """One common topic of one office's ledger. `outcome`: what came of it, told at its close."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="topics")
    title = models.CharField(_("共性问题"), max_length=60)
    summary = models.TextField(_("情况和研究方向"), blank=True)
    opened_at = models.DateTimeField(_("立项时间"))
    opened_by = models.CharField(max_length=40)
    closed_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    closed_by = models.CharField(max_length=40, blank=True)
    outcome = models.TextField(_("研究结果"), blank=True)

    objects: ClassVar[models.Manager["Topic"]] = TopicQuerySet.as_manager()

    cases: "models.Manager[Case]"

    class Meta:
        ordering = ("closed_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("office", "title"), name="topic_once_an_office"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> TopicState:
        """As its table names it."""
        return TopicState.OPEN if self.open else TopicState.CLOSED

    @property
    def open(self) -> bool:
        """Cases may still be put into it."""
        return self.closed_at is None
