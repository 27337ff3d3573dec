"""A draw of a month, and the look-back at each case of its sample."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.models import Assignment, Case
from zhuqi.ledgers.cases.models.case import OFFICE_READERS, working_units
from zhuqi.ledgers.cases.secrecy.rows_about import AboutCase, AboutCaseQuerySet
from zhuqi.mechanisms.lookback.enums import DOUBTED, TO_CALL, Chosen, DrawState, LookBackState, Risk
from zhuqi.mechanisms.lookback.models.schemes import LookBackEdition

# What the firm, the unit and the office said: a case's redaction goes over it.


class DrawQuerySet(QuerySet["LookBackDraw"]):
    """Draws, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; those of offices whose ledger one reads."""
        offices = scope.units(*OFFICE_READERS)
        return self.filter(office__in=sorted(offices)) if offices else self.none()


class LookBackDraw(models.Model):
    """抽样: one a month and office. Pool, seed and edition give its sample again, for ever.

    `month`: its first day; in it the cases were completed or struck off. `candidates`: the pool as
    it was, [case, [risk, …]] each.
    """

    office = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("活动办"), related_name="look_back_draws"
    )
    month = models.DateField(_("办结月份"))
    edition = models.ForeignKey(LookBackEdition, models.PROTECT, related_name="draws")
    seed = models.BigIntegerField(_("随机种子"))
    pool = models.PositiveIntegerField(_("可抽诉求数"))
    sample = models.PositiveIntegerField(_("抽取数"))
    drawn_at = models.DateTimeField(_("抽取时间"))
    candidates = models.JSONField(default=list)
    state = models.CharField(_("状态"), max_length=10, choices=DrawState, default=DrawState.DRAWN)
    version = models.PositiveIntegerField(default=0)

    objects = DrawQuerySet.as_manager()

    class Meta:
        ordering = ("-month", "-id")
        constraints = (
            models.UniqueConstraint(fields=("office", "month"), name="one_draw_a_month"),
        )

    def __str__(self) -> str:
        return f"{self.office} {self.month:%Y-%m}"


class LookBackQuerySet(AboutCaseQuerySet["LookBack"]):
    """Look-backs, cut down to those a scope reaches and read as their cases may be read."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default. Those drawn by offices whose ledger one reads; those one is to ring
        up about, or somebody one stands in for; and once the firm has said that it is not so,
        those of one's unit, and of one's ledger where another office drew.

        Never one from which one has to keep away. Rows come redacted in memory, as their cases do.
        """
        offices, units = sorted(scope.units(*OFFICE_READERS)), sorted(working_units(scope))
        if not (offices or units):
            return self.none()
        of_others = Q(unit__in=units) | Q(case__office__in=offices)
        reach = Q(office__in=offices) | Q(state__in=sorted(DOUBTED)) & of_others
        reach |= called_by(scope)
        seen = Case.objects.all().read_by(scope).filter(pk=OuterRef("case"))
        rows = self.filter(reach, Exists(seen.order_by()))
        rows = rows.read_as(scope).select_related("case__office", "office", "unit", "caller")
        return rows.select_related("caller_unit", "draw")


def in_place_of(scope: Scope) -> list[int]:
    """One's own id and those of the people one stands in for."""
    return [scope.user_id, *(one.absent.user_id for one in scope.acting_for)]


def called_by(scope: Scope) -> Q:
    """One's own calls, less those about cases one's own unit answered or helped with."""
    answered = Assignment.objects.filter(case=OuterRef("case"), unit__in=sorted(scope.belongs))
    return Q(caller__in=in_place_of(scope)) & ~Q(Exists(answered.order_by()))


class LookBack(AboutCase):
    """回头看: one case of a sample: the call, what the firm said, the unit's word, the finding.

    `unit` answered; it is heard where the firm says otherwise. `round`: which answer is looked
    back at. `tries` counts calls in vain, `days_tried` the days they were made on.
    """

    TEXTS = ("said", "statement", "finding", "reason")
    NAMES = ("spoken_to",)

    draw = models.ForeignKey(LookBackDraw, models.PROTECT, related_name="look_backs")
    office = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("抽样活动办"), related_name="look_backs_drawn"
    )
    case = models.ForeignKey(
        Case, models.PROTECT, verbose_name=_("诉求"), related_name="look_backs"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("原主办单位"), related_name="looked_back_at"
    )
    round = models.PositiveSmallIntegerField(_("第几轮办理"))
    chosen = models.CharField(_("怎样抽中"), max_length=8, choices=Chosen)
    risks = models.CharField(_("风险"), max_length=80, blank=True)
    state = models.CharField(
        _("状态"), max_length=12, choices=LookBackState, default=LookBackState.DRAWN
    )
    caller = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("回访人"), null=True, blank=True,
        related_name="look_backs",
    )  # fmt: skip
    caller_unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("回访人单位"), null=True, blank=True, related_name="+"
    )
    tries = models.PositiveSmallIntegerField(_("没打通次数"), default=0)
    days_tried = models.PositiveSmallIntegerField(_("没打通天数"), default=0)
    tried_at = models.DateTimeField(_("上次没打通"), null=True, blank=True)
    call_again_at = models.DateTimeField(_("约定再打时间"), null=True, blank=True)
    called_at = models.DateTimeField(_("回访时间"), null=True, blank=True)
    spoken_to = models.CharField(_("接听人"), max_length=40, blank=True)
    said = models.TextField(_("企业怎么说"), max_length=2000, blank=True)
    due_at = models.DateTimeField(_("说明时限"), null=True, blank=True)
    statement = models.TextField(_("单位说明"), max_length=2000)
    stated_at = models.DateTimeField(_("说明时间"), null=True, blank=True)
    finding = models.TextField(_("认定理由"), max_length=1000)
    found_at = models.DateTimeField(_("认定时间"), null=True, blank=True)
    reason = models.CharField(_("原因"), max_length=200)
    version = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager["LookBack"]] = LookBackQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("office", "state", "id"), name="lookback_of_office"),
            models.Index(fields=("unit", "state", "due_at"), name="lookback_of_unit"),
            models.Index(
                fields=("caller", "call_again_at", "id"),
                condition=Q(state__in=sorted(TO_CALL)),
                name="lookback_to_call",
            ),
        )
        constraints = (models.UniqueConstraint(fields=("draw", "case"), name="drawn_once_a_draw"),)

    def __str__(self) -> str:
        return f"回头看 {self.case_id}"

    @property
    def risk_kinds(self) -> list[Risk]:
        """The risks that applied when it was drawn."""
        return [Risk(one) for one in self.risks.split()]

    @property
    def why(self) -> str:
        """Why it was drawn, in words."""
        named = "、".join(str(risk.label) for risk in self.risk_kinds)
        label = str(Chosen(self.chosen).label)
        if self.chosen == Chosen.RANDOM:
            return f"{label}（另有：{named}）" if named else label
        return f"{label}：{named}"


class DeclaredAway(models.Model):
    """声明回避: somebody who was to ring up about a case and said that they must not."""

    look_back = models.ForeignKey(LookBack, models.CASCADE, related_name="declared_away")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("look_back", "user"), name="declared_away_once"),
        )

    def __str__(self) -> str:
        return f"{self.look_back_id} {self.user_id}"
