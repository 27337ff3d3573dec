"""Webhooks, and what was sent by them. Nothing outside `actions` writes these tables."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.tokens.models import ServiceAccount, recovered_since
from zhuqi.foundation.webhooks.enums import DeliveryState, Pause


class WebhookQuerySet(models.QuerySet["Webhook"]):
    """Webhooks, and which of them are told anything."""

    def visible_to(self, person: Person) -> Self:
        """One's own; for the security administrator those of other systems."""
        if person.scope.own.holds(Role.SECURITY_ADMIN):
            return self.filter(Exists(ServiceAccount.objects.filter(user=OuterRef("user"))))
        return self.filter(user=person.actor.user_id) if person.actor.user_id else self.none()

    def listening(self) -> Self:
        """Neither paused nor of an account that is closed or was recovered since: whoever had to
        be let back in may find one there that a thief made."""
        return self.filter(~recovered_since("made_at"), paused_at=None, user__is_active=True)


class Webhook(models.Model):
    """Where an account is told of what it may see. `kinds` are codes joined by blanks.

    Secrets are stored encrypted (`signing`). From a failure until `retry_at` nothing is tried.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="webhooks")
    name = models.CharField(_("用途"), max_length=40)
    url = models.CharField(_("地址"), max_length=500)
    # As many as the rooms offer: a bound would be met by the next one.
    kinds = models.TextField(_("推送的动态"))
    secret = models.CharField(max_length=300)
    secret_before = models.CharField(max_length=300, blank=True)
    before_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="webhooks_made")
    paused_at = models.DateTimeField(null=True, blank=True)
    pause = models.CharField(_("暂停原因"), max_length=10, choices=Pause, blank=True)
    failures = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(_("最近送达"), null=True, blank=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(paused_at=None, pause="") | Q(paused_at__isnull=False) & ~Q(pause=""),
                name="webhook_pause_has_a_reason",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def chosen(self) -> frozenset[str]:
        """What it wants to be told."""
        return frozenset(self.kinds.split())

    def secrets(self, now: datetime) -> list[str]:
        """Those valid now as they are stored, the newest first."""
        before = self.before_until is not None and now < self.before_until
        return [self.secret, self.secret_before] if before else [self.secret]


class Delivery(models.Model):
    """One message to one webhook: which event, and how it went; never what was said.

    `named` is the id the receiver knows it by, the same at every attempt. `turn` counts the pieces
    of work made for it: only the newest does anything. `begun_at`: since when it is being tried.
    """

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    named = models.UUIDField(default=uuid.uuid4, editable=False)
    event_id = models.BigIntegerField()
    kind = models.CharField(_("动态"), max_length=60)
    about = models.CharField(_("对象"), max_length=120)
    occurred_at = models.DateTimeField(_("发生时间"))
    state = models.CharField(
        _("状态"), max_length=10, choices=DeliveryState, default=DeliveryState.QUEUED
    )
    turn = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(_("次数"), default=0)
    failures = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    begun_at = models.DateTimeField()
    tried_at = models.DateTimeField(_("最近一次"), null=True, blank=True)
    next_at = models.DateTimeField(_("下次"), null=True, blank=True)
    status = models.PositiveSmallIntegerField(_("状态码"), null=True, blank=True)
    answer = models.CharField(_("答复"), max_length=300, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("webhook", "event_id"), name="webhook_told_once"),
        )
        indexes = (
            models.Index(fields=("webhook", "-id"), name="webhook_deliveries"),
            models.Index(fields=("created_at",), name="webhook_delivery_age"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"

    @property
    def message_id(self) -> str:
        """As the header names it."""
        return f"msg_{self.named.hex}"
