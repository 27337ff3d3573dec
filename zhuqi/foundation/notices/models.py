"""What people were told, what left the house, and how both are worded and sent.

Nothing outside `actions` writes these tables.
"""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.notices.enums import (
    BodyFormat,
    Channel,
    Charset,
    DeliveryState,
    Method,
    Part,
    Topic,
)


class TextVersion(models.Model):
    """A wording an administrator published; the highest number of a code's part is in force."""

    code = models.CharField(_("文字"), max_length=60)
    part = models.CharField(_("用于"), max_length=8, choices=Part)
    number = models.PositiveIntegerField(_("版本"))
    title = models.CharField(_("标题"), max_length=60, blank=True)
    body = models.TextField(_("正文"))
    published_at = models.DateTimeField(_("发布时间"))
    published_by = models.CharField(_("发布人"), max_length=200)
    # The version this one went back to, for the history; 0 is the shipped one.
    restored = models.PositiveIntegerField(_("恢复自"), null=True, blank=True)

    class Meta:
        ordering = ("code", "part", "-number")
        constraints = (
            models.UniqueConstraint(fields=("code", "part", "number"), name="text_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.part} v{self.number}"


class MessageQuerySet(models.QuerySet["Message"]):
    """Reads of inboxes start here."""

    def visible_to(self, scope: Scope) -> Self:
        """One's own; nothing for strangers."""
        return self.of(scope.user_id) if scope.user_id else self.none()

    def of(self, user: int) -> Self:
        """The inbox of one user."""
        return self.filter(user=user)


class Message(models.Model):
    """A row of somebody's inbox. `key` makes it happen once, however often it is told.

    `object_type` and `object_ref` name what it is about; `links` turns them into an address.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="messages")
    text_code = models.CharField(max_length=60)
    topic = models.CharField(max_length=10, choices=Topic)
    title = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("正文"))
    object_type = models.CharField(max_length=20, blank=True)
    object_ref = models.CharField(max_length=40, blank=True)
    urgent = models.BooleanField(default=False)
    key = models.CharField(max_length=120)
    created_at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("读过"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("user", "key"), name="told_once"),)
        indexes = (
            models.Index(fields=("user", "-id"), name="message_inbox"),
            models.Index(
                fields=("user", "-id"), condition=Q(read_at__isnull=True), name="message_unread"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.title}"


class Gateway(models.Model):
    """How one channel leaves the house; of chat, one more for each unit's group robot.

    Secrets are never here: `{secret:NAME}` and `variable` name environment variables.
    """

    channel = models.CharField(_("通道"), max_length=8, choices=Channel)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="notice_gateways"
    )
    enabled = models.BooleanField(_("启用"), default=False)
    variable = models.CharField(_("环境变量"), max_length=80, blank=True)
    method = models.CharField(_("方法"), max_length=4, choices=Method, default=Method.POST)
    url = models.CharField(_("地址"), max_length=500, blank=True)
    headers = models.TextField(_("请求头"), blank=True)
    body_format = models.CharField(
        _("正文格式"), max_length=4, choices=BodyFormat, default=BodyFormat.JSON
    )
    body = models.TextField(_("正文"), blank=True)
    charset = models.CharField(_("字符编码"), max_length=8, choices=Charset, default=Charset.UTF8)
    ok_statuses = models.CharField(_("成功的状态码"), max_length=40, default="200")
    ok_path = models.CharField(_("答复里的位置"), max_length=100, blank=True)
    ok_value = models.CharField(_("成功时的值"), max_length=100, blank=True)
    timeout = models.PositiveSmallIntegerField(_("超时（秒）"), default=10)

    class Meta:
        ordering = ("channel", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("channel",), condition=Q(unit__isnull=True), name="one_gateway_a_channel"
            ),
            models.UniqueConstraint(fields=("channel", "unit"), name="one_gateway_a_unit"),
        )

    def __str__(self) -> str:
        return str(self.get_channel_display())


class Delivery(models.Model):
    """One notice on its way by one channel. `to`, `title` and `body` are blank once it is over,
    what is left of the address by schedule (`retention`).

    `stable_id` goes along with every attempt, so that a gateway can tell a repetition.
    """

    key = models.CharField(max_length=160, unique=True)
    stable_id = models.UUIDField(default=uuid.uuid4, editable=False)
    message = models.ForeignKey(
        Message, models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    channel = models.CharField(max_length=8, choices=Channel)
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+")
    text_code = models.CharField(max_length=60)
    # What it is about, so that it can be looked at again when it leaves (`leaving`).
    object_type = models.CharField(max_length=20, blank=True)
    object_ref = models.CharField(max_length=40, blank=True)
    about = models.JSONField(default=dict, blank=True)
    address = models.CharField(_("发往"), max_length=120, blank=True)
    to = models.CharField(max_length=320, blank=True)
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    state = models.CharField(
        _("状态"), max_length=12, choices=DeliveryState, default=DeliveryState.QUEUED
    )
    reason = models.CharField(_("说明"), max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    created_at = models.DateTimeField()
    send_at = models.DateTimeField(_("最早发送"))
    expires_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("channel", "-id"), name="delivery_of_channel"),
            models.Index(
                fields=("object_type", "object_ref", "id"),
                condition=Q(state=DeliveryState.QUEUED) & ~Q(object_ref=""),
                name="delivery_waiting",
            ),
        )

    def __str__(self) -> str:
        return self.key


class NotificationPreference(models.Model):
    """Whether a person wants a topic by a channel; without a row the default of `rules` holds."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notice_wishes")
    topic = models.CharField(max_length=10, choices=Topic)
    channel = models.CharField(max_length=8, choices=Channel)
    wanted = models.BooleanField()

    class Meta:
        db_table = "notices_wish"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("user", "topic", "channel"), name="one_wish_each"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.topic} {self.channel} {self.wanted}"


class QuietHours(models.Model):
    """When a person does not want to be disturbed, by the clock of the office's zone."""

    user = models.OneToOneField(User, models.CASCADE, related_name="quiet_hours")
    begins = models.TimeField(_("免打扰从"))
    ends = models.TimeField(_("到"))

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.user_id} {self.begins:%H:%M}-{self.ends:%H:%M}"
