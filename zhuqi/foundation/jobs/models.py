"""A job, and the rows it is about where it goes through them one by one."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.jobs.enums import UNDER_WAY, JobState, LineState


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; one's own."""
        return self.filter(user_id=scope.user_id) if scope.user_id else self.none()


class Job(models.Model):
    """Long work somebody asked for. `kind` names who does it (`kinds.KINDS`), `order` is for them.

    `done` of `total` says how far it is, `figures` what came of it, by name; `words` what it is
    about, as people read it.
    """

    kind = models.CharField(_("种类"), max_length=40)
    title = models.CharField(_("任务"), max_length=120)
    words = models.CharField(_("范围"), max_length=500, blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=JobState, default=JobState.WAITING.value
    )
    order = models.JSONField(default=dict)
    total = models.PositiveIntegerField(_("总数"), default=0)
    done = models.PositiveIntegerField(_("已办"), default=0)
    figures = models.JSONField(default=dict)
    file_name = models.CharField(_("文件"), max_length=160, blank=True)
    stored_as = models.CharField(max_length=60, blank=True)
    size = models.PositiveBigIntegerField(_("大小"), default=0)
    trouble = models.CharField(_("没有办成的原因"), max_length=300, blank=True)
    user_id = models.BigIntegerField()
    user_name = models.CharField(_("提交人"), max_length=40)
    asked_at = models.DateTimeField(_("提交时间"))
    started_at = models.DateTimeField(_("开始时间"), null=True, blank=True)
    ended_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("user_id", "-id"), name="job_of_user"),)

    def __str__(self) -> str:
        return self.title

    @property
    def is_under_way(self) -> bool:
        """True while it waits for the worker or the worker is at it."""
        return self.state in UNDER_WAY


class JobLine(models.Model):
    """One row a job is about. `seen`: its version when it was asked for; `ref` its id."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="lines")
    place = models.PositiveIntegerField(_("序号"))
    ref = models.BigIntegerField()
    label = models.CharField(_("编号"), max_length=60)
    seen = models.IntegerField(default=-1)
    after = models.IntegerField(default=-1)
    state = models.CharField(
        _("结果"), max_length=10, choices=LineState, default=LineState.WAITING.value
    )
    reason = models.CharField(_("原因"), max_length=300, blank=True)

    class Meta:
        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=("job", "ref"), name="job_line_once"),)
        indexes = (models.Index(fields=("job", "state", "place"), name="job_line_of_job"),)

    def __str__(self) -> str:
        return self.label
