"""Named rosters: their kinds, the rosters, which firm stands on one from when to when, and the
tables by which many enter or leave."""

from dataclasses import replace
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory import codes
from zhuqi.foundation.directory.enums import Level
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.mechanisms.rosters.enums import (
    BatchState,
    BatchWay,
    EntryState,
    LineState,
    RosterState,
)


class RosterKind(models.Model):
    """名单种类: 白名单, 专精特新 …"""

    code = models.SlugField(_("代码"), max_length=12, unique=True)
    name = models.CharField(_("名称"), max_length=30, unique=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)
    active = models.BooleanField(_("在用"), default=True)

    class Meta:
        ordering = ("order", "id")

    def __str__(self) -> str:
        return self.name


def reading_units(scope: Scope) -> list[int]:
    """Offices whose books one reads."""
    return sorted(scope.units(*OFFICE_READERS))


def _ground_of(scope: Scope) -> Scope:
    """What one reaches by reading the books of an office, and by nothing else."""
    posts = frozenset(post for post in scope.posts if post[0] in OFFICE_READERS)
    return replace(
        scope, posts=posts, enterprises=frozenset(), liaised=frozenset(), chambered=frozenset(),
        granted={},
    )  # fmt: skip


class NamedRosterQuerySet(models.QuerySet["NamedRoster"]):
    """Rosters, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; those of one's own offices, of the offices below on their ground,
        and of those above. Which of their firms one reads is each entry's matter."""
        offices = reading_units(scope)
        reach = Q(office__in=offices)
        held = Unit.objects.filter(pk__in=offices).order_by().values_list("region__code", flat=True)
        for code in sorted(set(held)) if offices else ():
            reach |= Q(office__region__code__startswith=codes.prefix(code))
            reach |= Q(office__region__code__in=codes.lineage(code))
        return self.filter(reach)


class NamedRoster(models.Model):
    """名单: one office's, of one level. `shown`: a firm reads that it stands on it. `valid_until`:
    the last day of whatever enters without a day of its own."""

    office = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("维护的活动办"), related_name="named_rosters"
    )
    kind = models.ForeignKey(
        RosterKind, models.PROTECT, verbose_name=_("种类"), related_name="rosters"
    )
    level = models.CharField(_("层级"), max_length=10, choices=Level)
    name = models.CharField(_("名单名称"), max_length=80)
    criteria = models.TextField(_("入选条件"), max_length=1000, blank=True)
    source = models.CharField(_("来源文件"), max_length=120)
    source_number = models.CharField(_("文号"), max_length=60, blank=True)
    source_date = models.DateField(_("发文日期"), null=True, blank=True)
    shown = models.BooleanField(_("企业看得到"), default=False)
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=RosterState, default=RosterState.OPEN
    )
    version = models.PositiveIntegerField(default=0)

    objects = NamedRosterQuerySet.as_manager()

    class Meta:
        ordering = ("kind__order", "level", "id")
        constraints = (
            models.UniqueConstraint(fields=("office", "name"), name="roster_name_in_office"),
        )

    def __str__(self) -> str:
        return self.name


def on_roster(day: date) -> Q:
    """Entries by which a firm stood there on the day; the day of leaving is outside."""
    return (
        ~Q(state=EntryState.VOID)
        & Q(entered_on__lte=day)
        & (Q(left_on=None) | Q(left_on__gt=day))
        & (Q(expires_on=None) | Q(expires_on__gte=day))
    )


class RosterEntryQuerySet(models.QuerySet["RosterEntry"]):
    """Entries, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; all of one's own offices' rosters; of any roster the firms on the
        ground of one's offices; and of firms one sees otherwise, one's own too, only what the firm
        itself may read."""
        kept = Q(roster__office__in=reading_units(scope))
        here = Enterprise.objects.visible_to(_ground_of(scope)).order_by().values("pk")
        seen = Enterprise.objects.visible_to(scope).order_by().values("pk")
        there = ~Q(state=EntryState.VOID)
        shown = Q(roster__shown=True, enterprise__in=seen)
        return self.filter(kept | there & (Q(enterprise__in=here) | shown))


class RosterEntry(models.Model):
    """在册记录: a firm on a roster from a day on. It is never overwritten: who comes back after
    leaving gets another. `remind_on`: from when its office is reminded that it expires; `source`:
    where exactly it stands, as 第 12 行."""

    roster = models.ForeignKey(NamedRoster, models.PROTECT, related_name="entries")
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, verbose_name=_("企业"), related_name="roster_entries"
    )
    state = models.CharField(_("状态"), max_length=10, choices=EntryState, default=EntryState.IN)
    entered_on = models.DateField(_("进入日期"))
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)
    remind_on = models.DateField(_("到期提醒日期"), null=True, blank=True)
    left_on = models.DateField(_("退出日期"), null=True, blank=True)
    ground = models.CharField(_("进入依据"), max_length=200)
    leaving_ground = models.CharField(_("退出依据"), max_length=200, blank=True)
    reason = models.CharField(_("撤销、延长原因"), max_length=200, blank=True)
    source = models.CharField(_("出处"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = RosterEntryQuerySet.as_manager()

    class Meta:
        ordering = ("-entered_on", "-id")
        indexes = (
            models.Index(fields=("roster", "state", "entered_on"), name="entry_of_roster"),
            models.Index(fields=("enterprise", "-entered_on"), name="entry_of_firm"),
            models.Index(
                fields=("remind_on",), condition=Q(state=EntryState.IN), name="entry_expiring"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("roster", "enterprise"),
                condition=Q(state=EntryState.IN),
                name="on_a_roster_once",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("entered_on")),
                name="roster_entry_period",
            ),
        )

    def __str__(self) -> str:
        return f"{self.enterprise} {self.entered_on:%Y-%m-%d}"


class RosterBatchQuerySet(models.QuerySet["RosterBatch"]):
    """Batches, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; those of the offices whose books one reads."""
        return self.filter(roster__office__in=reading_units(scope))


class RosterBatch(models.Model):
    """成批登记: the firms of one table enter or leave a roster on a day."""

    roster = models.ForeignKey(
        NamedRoster, models.PROTECT, verbose_name=_("名单"), related_name="batches"
    )
    way = models.CharField(_("怎样登记"), max_length=10, choices=BatchWay)
    day = models.DateField(_("日期"))
    ground = models.CharField(_("依据"), max_length=200)
    file_name = models.CharField(_("表格"), max_length=160)
    state = models.CharField(_("状态"), max_length=10, choices=BatchState, default=BatchState.DRAFT)
    drafted_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("上传人"), related_name="+", null=True
    )
    drafted_at = models.DateTimeField(_("上传时间"))
    done_at = models.DateTimeField(_("登记时间"), null=True, blank=True)
    reason = models.CharField(_("撤销、放弃原因"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = RosterBatchQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("roster", "state", "-id"), name="batch_of_roster"),)

    def __str__(self) -> str:
        return f"{self.roster} {self.file_name}"


class RosterLineQuerySet(models.QuerySet["RosterLine"]):
    """Rows of tables, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Those of the batches one sees."""
        return self.filter(batch__roster__office__in=reading_units(scope))


class RosterLine(models.Model):
    """表格行: a row of the table as it was read, the firm it means, and the entry it made or
    ended. `note` says why it waits for a person, or why there is nothing to do."""

    batch = models.ForeignKey(RosterBatch, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField(_("行号"))
    name = models.CharField(_("表中名称"), max_length=120, blank=True)
    code = models.CharField(_("表中信用代码"), max_length=30, blank=True)
    day = models.DateField(_("日期"), null=True, blank=True)
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)
    ground = models.CharField(_("依据"), max_length=200, blank=True)
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, verbose_name=_("企业"), null=True, blank=True, related_name="+"
    )
    entry = models.ForeignKey(
        RosterEntry, models.PROTECT, null=True, blank=True, related_name="lines"
    )
    state = models.CharField(_("结果"), max_length=10, choices=LineState)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = RosterLineQuerySet.as_manager()

    class Meta:
        ordering = ("number", "id")
        indexes = (models.Index(fields=("batch", "state", "number"), name="line_of_batch"),)

    def __str__(self) -> str:
        return f"第 {self.number} 行 {self.name}"
