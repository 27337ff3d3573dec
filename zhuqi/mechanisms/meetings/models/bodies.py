"""A body that meets: who is in it, who advises it, what it takes up by rule."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.ledgers.cases.models.case import OFFICE_READERS, READING_ROLES
from zhuqi.mechanisms.direct_line.models import in_place_of
from zhuqi.mechanisms.meetings.enums import AdviserKind, BodyKind, BodyState, Proposers


def of_body(scope: Scope, path: str) -> Q:
    """Rows of bodies whose office one reads for, or that oneself (or somebody one stands in for)
    chairs; `path` leads to the body, "" from itself."""
    offices = Q(**{f"{path}office__in": sorted(scope.units(*OFFICE_READERS))})
    return offices | Q(**{f"{path}chair__in": in_place_of(scope)})


class BodyQuerySet(models.QuerySet["Body"]):
    """Bodies, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; those of one's office, those one chairs or advises, those one's unit
        is or was a member of, and those any unit of one's level may put items to."""
        if not scope.user_id:
            return self.none()
        units = sorted(scope.units(*READING_ROLES))
        member = Member.objects.filter(body=OuterRef("pk"), unit__in=units)
        adviser = Adviser.objects.filter(body=OuterRef("pk"), user=scope.user_id)
        level = Unit.objects.filter(
            pk__in=units,
            region=OuterRef("office__region"),
            level=OuterRef("office__level"),
        )
        anybody = Q(Exists(level.order_by()), proposers=Proposers.ANY)
        return self.filter(of_body(scope, "") | Exists(member) | Exists(adviser) | anybody)


class Body(models.Model):
    """会议机构: 联席会议、专项工作小组、行业专班、办公室例会、集团会商, and
    指导服务: heads of departments who go to the counties and study hard cases there [S4].

    `group`: of a consultation, the group company whose firms' cases are put to it.
    `by_scheme`: it takes up what its office's scheme (办理去向) sends to bodies of its kind.
    `takes_*`: which cases of its office's ledger it takes up by rule; of common topics those with
    so many firms' cases, of urged ones those with so many urgings; 0: none.
    """

    office = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("活动办"), related_name="bodies"
    )
    kind = models.CharField(_("类别"), max_length=10, choices=BodyKind)
    name = models.CharField(_("名称"), max_length=60)
    duty = models.TextField(_("职责"), max_length=500, blank=True)
    cadence = models.CharField(_("多久开一次"), max_length=40)
    every = models.PositiveSmallIntegerField(_("间隔天数"), null=True, blank=True)
    chair = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, verbose_name=_("召集人"),
        related_name="bodies_chaired",
    )  # fmt: skip
    group = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, verbose_name=_("会商的集团企业"),
        related_name="consultations",
    )  # fmt: skip
    proposers = models.CharField(
        _("谁可以提议题"), max_length=10, choices=Proposers, default=Proposers.OFFICE
    )
    by_scheme = models.BooleanField(_("按办理去向方案"), default=False)
    takes_disputed = models.BooleanField(_("有争议的诉求"), default=False)
    takes_major = models.BooleanField(_("重大诉求"), default=False)
    takes_common = models.PositiveSmallIntegerField(_("共性问题满几件"), default=0)
    takes_urged = models.PositiveSmallIntegerField(_("催办满几次"), default=0)
    state = models.CharField(_("状态"), max_length=10, choices=BodyState, default="active")
    reason = models.CharField(_("说明"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ("office", "id")
        constraints = (
            models.UniqueConstraint(fields=("office", "name"), name="body_once_an_office"),
        )

    def __str__(self) -> str:
        return self.name


def current_on(day: object) -> Q:
    """Members and advisers of a day."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))


class Member(models.Model):
    """成员单位: from a day on; one that leaves keeps its row."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="members")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("成员单位"), related_name="+")
    since = models.DateField(_("加入日期"))
    until = models.DateField(_("退出日期"), null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("body", "unit"), condition=Q(until__isnull=True), name="member_once"
            ),
        )

    def __str__(self) -> str:
        return str(self.unit)


class Adviser(models.Model):
    """专家、法律顾问: a person who gives written opinions, from a day on."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="advisers")
    user = models.ForeignKey(User, models.PROTECT, verbose_name=_("姓名"), related_name="+")
    kind = models.CharField(_("身份"), max_length=10, choices=AdviserKind)
    since = models.DateField(_("聘请日期"))
    until = models.DateField(_("解聘日期"), null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("body", "user", "kind"),
                condition=Q(until__isnull=True),
                name="adviser_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user.name}（{self.get_kind_display()}）"
