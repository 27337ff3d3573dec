"""What is put to a body, what advisers wrote about it, what units said."""

from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.accounts.models import Grant, User
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.models import Case, Topic
from zhuqi.ledgers.cases.models.case import READING_ROLES
from zhuqi.ledgers.cases.secrecy.models import recused_from
from zhuqi.ledgers.cases.secrecy.rows_about import AboutCase, AboutCaseQuerySet
from zhuqi.mechanisms.meetings.enums import OPEN_ITEMS, AdviserKind, Ground, ItemState
from zhuqi.mechanisms.meetings.models.bodies import Body, of_body
from zhuqi.mechanisms.meetings.models.meetings import AgendaLine, Invitation, Meeting

M = TypeVar("M", bound=AboutCase)


class AwayQuerySet(AboutCaseQuerySet[M]):
    """Rows that may be about a case: never one from which the reader has to keep away, and read
    without its firm by whoever must not know it."""

    def away_from(self, scope: Scope) -> Self:
        """As somebody may read them."""
        recused = recused_from(scope)
        if recused is None:
            return self.read_as(scope)
        cases = Case.objects.filter(recused, pk=OuterRef("case")).order_by()
        return self.filter(~Exists(cases)).read_as(scope)


class ItemQuerySet(AwayQuerySet["Item"]):
    """Items, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; those of bodies of one's office and of those one chairs, those one's
        unit put, those on the agenda of a meeting it is invited to, and those one is asked an
        opinion of."""
        if not scope.user_id:
            return self.none()
        units = sorted(scope.units(*READING_ROLES))
        invited = Invitation.objects.filter(unit__in=units).order_by().values("meeting")
        listed = AgendaLine.objects.filter(item=OuterRef("pk"), meeting__in=invited)
        asked = Opinion.objects.filter(item=OuterRef("pk"), user=scope.user_id)
        mine = of_body(scope, "body__") | Q(unit__in=units)
        return self.filter(mine | Exists(listed) | Exists(asked)).away_from(scope)


class Item(AboutCase):
    """议题: a case, a common topic, or neither; why it is put to a body, and where it stands.

    `unit` put it by hand; empty where the office or the rule did. `meeting`: whose agenda it is on,
    or was decided by.
    """

    TEXTS = ("title", "text")

    body = models.ForeignKey(Body, models.PROTECT, verbose_name=_("会议机构"), related_name="items")
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, verbose_name=_("诉求"),
        related_name="meeting_items",
    )  # fmt: skip
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, verbose_name=_("共性问题"),
        related_name="meeting_items",
    )  # fmt: skip
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, verbose_name=_("提出单位"),
        related_name="meeting_items",
    )  # fmt: skip
    ground = models.CharField(_("为什么上会"), max_length=10, choices=Ground)
    measured = models.PositiveIntegerField(_("件数、次数"), default=0)
    title = models.CharField(_("议题"), max_length=120)
    text = models.TextField(_("情况和建议"), max_length=3000)
    state = models.CharField(_("状态"), max_length=10, choices=ItemState)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, verbose_name=_("会议"),
        related_name="items",
    )  # fmt: skip
    deferred = models.PositiveSmallIntegerField(_("推迟次数"), default=0)
    reason = models.CharField(_("不上会的原因"), max_length=200, blank=True)
    put_at = models.DateTimeField(_("提出时间"))
    version = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager["Item"]] = ItemQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("body", "state"), name="item_of_body"),)
        constraints = (
            models.UniqueConstraint(
                fields=("body", "case"),
                condition=Q(state__in=sorted(OPEN_ITEMS), case__isnull=False),
                name="case_open_once_a_body",
            ),
            models.UniqueConstraint(
                fields=("body", "topic"),
                condition=Q(state__in=sorted(OPEN_ITEMS), topic__isnull=False),
                name="topic_open_once_a_body",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Opinion(AboutCase):
    """书面意见: of a named adviser about an item; without a text it is asked for."""

    TEXTS = ("text",)

    item = models.ForeignKey(Item, models.CASCADE, related_name="opinions")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, verbose_name=_("专家、顾问"), related_name="+")
    kind = models.CharField(_("身份"), max_length=10, choices=AdviserKind)
    asked_at = models.DateTimeField(_("征求时间"))
    text = models.TextField(_("书面意见"), max_length=3000)
    given_at = models.DateTimeField(_("提出时间"), null=True, blank=True)

    objects: ClassVar[models.Manager["Opinion"]] = AwayQuerySet["Opinion"].as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("item", "user"), name="one_opinion_an_item"),
        )

    def __str__(self) -> str:
        return f"{self.item_id}: {self.user_id}"


class Statement(AboutCase):
    """表态发言: what a unit said about an item at a meeting, as minuted."""

    TEXTS = ("text",)

    item = models.ForeignKey(Item, models.CASCADE, related_name="statements")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="statements")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("发言单位"), related_name="+")
    text = models.TextField(_("表态发言"), max_length=1000)
    at = models.DateTimeField(_("记录时间"))

    objects: ClassVar[models.Manager["Statement"]] = AwayQuerySet["Statement"].as_manager()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.item_id}: {self.unit_id}"


class Lent(models.Model):
    """A grant by which the case of an item of a consultation is open to those who run it."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="lent")
    grant = models.OneToOneField(Grant, models.CASCADE, related_name="+")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.item_id}: {self.grant_id}"
