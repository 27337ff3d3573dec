"""A visit, who goes along, what is to follow from it, and the needs and cases that came of it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.liaison.enums import Basis, VisitState


class VisitQuerySet(models.QuerySet["Visit"]):
    """Visits, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; those to firms one looks after, and to firms one's office serves."""
        if not (scope.liaised or scope.offices):
            return self.none()
        served = Q(enterprise__office__in=scope.offices)
        return self.filter(Q(enterprise__in=scope.liaised) | served)


class Visit(models.Model):
    """An official goes to see a firm. `day`: the one planned, then the one it took place on."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="visits")
    visitor = models.ForeignKey(User, models.PROTECT, related_name="visits")
    state = models.CharField(_("状态"), max_length=10, choices=VisitState, default="planned")
    day = models.DateField(_("日期"))
    purpose = models.CharField(_("走访目的"), max_length=200)
    goers = models.CharField(_("同行人员"), max_length=200, blank=True)
    present = models.CharField(_("企业在场人员"), max_length=200, blank=True)
    said = models.TextField(_("谈了什么"), max_length=5000)
    reason = models.CharField(_("取消原因"), max_length=200)
    basis = models.CharField(_("再去的依据"), max_length=10, choices=Basis, blank=True)
    why = models.CharField(_("再去的理由"), max_length=200, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    cases = models.ManyToManyField(Case, related_name="visits")
    version = models.PositiveIntegerField(default=0)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "-id")
        indexes = (models.Index(fields=("visitor", "state", "day"), name="visit_of_visitor"),)

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} 走访"

    @property
    def unsettled(self) -> "list[FollowUp]":
        """What is still to be done, the first due first."""
        return [one for one in self.follow_ups.all() if one.done_on is None]

    @property
    def unreported(self) -> "list[VisitNeed]":
        """What the firm did not want reported yet."""
        return [one for one in self.needs.all() if one.case_id is None]

    @property
    def who(self) -> str:
        """All who go, by name."""
        names = [self.visitor.name, self.goers, *(one.user.name for one in self.joined.all())]
        return "、".join(filter(None, names))


class FollowUp(models.Model):
    """后续事项: what was promised at a visit, by when, and what came of it."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="follow_ups")
    what = models.CharField(_("后续事项"), max_length=200)
    due = models.DateField(_("完成期限"))
    done_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(_("办理情况"), max_length=200)

    class Meta:
        ordering = ("due", "id")

    def __str__(self) -> str:
        return self.what


class Goer(models.Model):
    """同去的人: somebody who goes along instead of going another day."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="joined")
    user = models.ForeignKey(User, models.PROTECT, related_name="visits_joined")
    unit = models.CharField(_("单位"), max_length=80, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("visit", "user"), name="goes_along_once"),)

    def __str__(self) -> str:
        return f"{self.user.name}（{self.unit}）" if self.unit else self.user.name


class VisitNeed(models.Model):
    """企业暂不同意上报的困难: kept with the visit until the firm agrees, then a case."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="needs")
    title = models.CharField(_("遇到的困难"), max_length=60)
    body = models.TextField(_("具体情况"), max_length=5000)
    wish = models.CharField(_("希望怎样解决"), max_length=500, blank=True)
    reporter_name = models.CharField(_("反映人"), max_length=80, blank=True)
    reporter_phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="visit_needs"
    )

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.title


class VisitAccount(models.Model):
    """补充记录: what somebody else wrote down of the same visit; it replaces nothing."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="accounts")
    user = models.ForeignKey(User, models.PROTECT, related_name="visit_accounts")
    day = models.DateField(_("日期"))
    present = models.CharField(_("企业在场人员"), max_length=200, blank=True)
    said = models.TextField(_("谈了什么"), max_length=5000)
    at = models.DateTimeField(_("记录时间"))

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.visit}（补充）"


class SentRecord(models.Model):
    """A record that was written without signal and taken: by its own number never a second time.

    `digest` stands for all that it said; `stated` is the phone's own clock, as the phone said it.
    Kept as long as the visit, for a phone may lie in a drawer for longer than forms are remembered.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="visit_records")
    key = models.UUIDField(_("记录编号"))
    digest = models.CharField(max_length=64)
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="sent")
    stated = models.CharField(_("手机上的时间"), max_length=40, blank=True)
    taken_at = models.DateTimeField(_("收到时间"))

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("user", "key"), name="record_taken_once"),)

    def __str__(self) -> str:
        return str(self.key)


class VisitCap(models.Model):
    """走访次数规定: of one office from a day on, at most so many visits to a firm in a month, and
    within how many days those of others are shown to whoever plans one."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="visit_caps")
    since = models.DateField(_("从哪天起"))
    most = models.PositiveSmallIntegerField(_("每月最多次数"))
    near = models.PositiveSmallIntegerField(_("提示前后天数"))
    active = models.BooleanField(_("在用"), default=True)

    class Meta:
        ordering = ("office", "-since")
        constraints = (
            models.UniqueConstraint(fields=("office", "since"), name="one_visit_cap_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.office} {self.since:%Y-%m-%d}"
