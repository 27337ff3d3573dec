"""Tables of what is owed. Nothing outside `actions` writes them."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.outbox.enums import OutboxState, Priority


class OutboxItem(models.Model):
    """A piece of work promised in the transaction that made it necessary.

    `leased_by` names one claim, not one worker: whoever marks the piece done must still hold
    that very claim, which is what makes two runs of one piece harmless.
    """

    kind = models.CharField(_("种类"), max_length=60)
    key = models.CharField(_("唯一标识"), max_length=200, unique=True)
    payload = models.JSONField(_("参数"), default=dict)
    priority = models.PositiveSmallIntegerField(
        _("优先级"), choices=Priority.choices, default=Priority.USUAL
    )
    created_at = models.DateTimeField(_("登记时间"))
    not_before = models.DateTimeField(_("最早执行时间"))
    lease_until = models.DateTimeField(_("占用至"), null=True, blank=True)
    leased_by = models.CharField(_("占用者"), max_length=120, blank=True)
    attempts = models.PositiveIntegerField(_("执行次数"), default=0)
    done_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    failed_at = models.DateTimeField(_("放弃时间"), null=True, blank=True)
    last_error = models.TextField(_("最近一次错误"), blank=True)

    class Meta:
        db_table = "outbox_owed"
        verbose_name = _("待办任务")
        verbose_name_plural = verbose_name
        ordering: ClassVar[list[str]] = ["not_before", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["priority", "not_before", "id"],
                condition=Q(done_at__isnull=True, failed_at__isnull=True, lease_until__isnull=True),
                name="outbox_owed_free",
            ),
            models.Index(
                fields=["lease_until"],
                condition=Q(done_at__isnull=True, lease_until__isnull=False),
                name="outbox_owed_leased",
            ),
            models.Index(
                fields=["failed_at"],
                condition=Q(failed_at__isnull=False),
                name="outbox_owed_failed",
            ),
            models.Index(
                fields=["done_at"], condition=Q(done_at__isnull=False), name="outbox_owed_done"
            ),
        ]

    def __str__(self) -> str:
        """The key, which says what it is for."""
        return self.key

    def state(self, now: datetime) -> OutboxState:
        """Where the piece stands at that moment."""
        if self.done_at is not None:
            return OutboxState.DONE
        if self.failed_at is not None:
            return OutboxState.FAILED
        if self.lease_until is not None:
            return OutboxState.RUNNING
        return OutboxState.LATER if self.not_before > now else OutboxState.WAITING


class ScheduledRun(models.Model):
    """A slot of a schedule that has been dealt with: the row is what makes it happen once."""

    name = models.CharField(_("日程"), max_length=60)
    slot = models.DateTimeField(_("时段"))
    created_at = models.DateTimeField(_("登记时间"))
    # The first slot ever seen only marks where the schedule begins; nothing is owed for it.
    passed_over = models.BooleanField(_("仅作起点"), default=False)

    class Meta:
        verbose_name = _("日程执行")
        verbose_name_plural = verbose_name
        ordering: ClassVar[list[str]] = ["name", "slot"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["name", "slot"], name="outbox_slot_once"),
        ]

    def __str__(self) -> str:
        """Schedule and slot."""
        return f"{self.name} {self.slot:%Y-%m-%d %H:%M}"


class WorkerBeat(models.Model):
    """When a worker was last seen alive."""

    name = models.CharField(_("工作进程"), max_length=100, unique=True)
    started_at = models.DateTimeField(_("启动时间"))
    seen_at = models.DateTimeField(_("最近一次报到"))

    class Meta:
        verbose_name = _("工作进程报到")
        verbose_name_plural = verbose_name
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        """The worker's name."""
        return self.name
