"""Tables of the event log. Nothing outside `actions` writes them; nothing ever updates an event."""

import json
from functools import cached_property
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import ActorKind
from zhuqi.foundation.audit.enums import IN_PLACE_OF

HASH_LENGTH = 64


class Event(models.Model):
    """One thing that happened to one object, chained to the event before it by hash.

    `data` and `digests` are canonical text, not JSON columns: PostgreSQL's jsonb reorders keys
    and the hash must not depend on it. Read `facts` instead.
    """

    object_type = models.CharField(_("对象类别"), max_length=40)
    object_id = models.BigIntegerField(_("对象编号"))
    seq = models.PositiveIntegerField(_("序号"))
    kind = models.CharField(_("动作"), max_length=60)
    actor_kind = models.CharField(
        _("行为人类别"), max_length=10, choices=[(kind.value, kind.value) for kind in ActorKind]
    )
    actor_id = models.BigIntegerField(_("行为人编号"))
    actor_name = models.CharField(_("行为人"), max_length=200)
    actor_unit = models.CharField(_("行为人单位"), max_length=200, blank=True)
    occurred_at = models.DateTimeField(_("发生时间"))
    recorded_at = models.DateTimeField(_("记录时间"))
    data = models.TextField(_("内容"), default="{}")
    digests = models.TextField(_("可清除内容的摘要"), default="{}")
    # Keyed digests of the columns written with this event (see `marks`); "" where none were.
    marks = models.TextField(_("记录印记"), default="", blank=True)
    # Which key the hash and the marks were made with; "" is an event of the time before keys.
    key_id = models.CharField(_("密钥标识"), max_length=16, default="", blank=True)
    prev_hash = models.CharField(_("前一条校验值"), max_length=HASH_LENGTH, blank=True)
    hash = models.CharField(_("校验值"), max_length=HASH_LENGTH)

    class Meta:
        verbose_name = _("日志条目")
        verbose_name_plural = verbose_name
        ordering: ClassVar[list[str]] = ["object_type", "object_id", "seq"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["object_type", "object_id", "seq"], name="audit_event_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["recorded_at", "id"], name="audit_event_recorded"),
            models.Index(fields=["actor_id", "recorded_at"], name="audit_event_actor"),
        ]

    def __str__(self) -> str:
        """Object, number, verb."""
        return f"{self.object_type} {self.object_id} #{self.seq} {self.kind}"

    @cached_property
    def facts(self) -> dict[str, Any]:
        """`data` as values, parsed once: don't alter them. Dates and decimals come as text."""
        facts: dict[str, Any] = json.loads(self.data)
        return facts

    @property
    def in_place_of(self) -> str:
        """The name of the absent person the actor stood in for; "" where they acted themselves."""
        absent = self.facts.get(IN_PLACE_OF)
        return str(absent["name"]) if isinstance(absent, dict) else ""

    @property
    def who(self) -> str:
        """The actor's name as pages show it: 李四, or 李四（代张三）."""
        absent = self.in_place_of
        return f"{self.actor_name}（代{absent}）" if absent else self.actor_name

    @property
    def private(self) -> dict[str, str | None]:
        """The erasable values by name, None where erased. Prefetch `erasables` for lists."""
        return {row.name: row.value for row in self.erasables.all()}


class ErasableValue(models.Model):
    """A value beside the chain, which holds only its salted digest.

    Erasing takes the salt too: a phone number could be guessed from digest and salt.
    """

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="erasables", verbose_name=_("日志条目")
    )
    name = models.CharField(_("名称"), max_length=60)
    # None is "erased", "" is an empty value that was recorded: two different things.
    value = models.TextField(_("值"), null=True)  # noqa: DJ001
    salt = models.CharField(_("盐"), max_length=32, blank=True)

    class Meta:
        verbose_name = _("可清除内容")
        verbose_name_plural = verbose_name
        ordering: ClassVar[list[str]] = ["event_id", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["event", "name"], name="audit_erasable_once"),
        ]

    def __str__(self) -> str:
        """The name only; the value is personal."""
        return f"{self.event_id}: {self.name}"


class Head(models.Model):
    """The last event of one object. Whoever appends holds its lock, so a chain never forks."""

    object_type = models.CharField(_("对象类别"), max_length=40)
    object_id = models.BigIntegerField(_("对象编号"))
    seq = models.PositiveIntegerField(_("末条序号"), default=0)
    hash = models.CharField(_("末条校验值"), max_length=HASH_LENGTH, blank=True)
    sealed_seq = models.PositiveIntegerField(_("已封存至"), default=0)

    class Meta:
        verbose_name = _("链头")
        verbose_name_plural = verbose_name
        ordering: ClassVar[list[str]] = ["object_type", "object_id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["object_type", "object_id"], name="audit_head_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["id"], condition=Q(seq__gt=F("sealed_seq")), name="audit_head_unsealed"
            ),
        ]

    def __str__(self) -> str:
        """Object and where its chain ends."""
        return f"{self.object_type} {self.object_id} @{self.seq}"


class Seal(models.Model):
    """One sealing: a digest of all heads that moved, signed with a key the database hasn't got."""

    number = models.PositiveBigIntegerField(_("封存号"), primary_key=True)
    sealed_at = models.DateTimeField(_("封存时间"))
    head_count = models.PositiveIntegerField(_("链头数"))
    digest = models.CharField(_("链头摘要"), max_length=HASH_LENGTH)
    prev_mac = models.CharField(_("前次封存值"), max_length=HASH_LENGTH, blank=True)
    mac = models.CharField(_("封存值"), max_length=HASH_LENGTH)
    key_id = models.CharField(_("密钥标识"), max_length=16)

    class Meta:
        verbose_name = _("封存")
        verbose_name_plural = verbose_name
        ordering: ClassVar[list[str]] = ["number"]

    def __str__(self) -> str:
        """The seal's number."""
        return f"第{self.number}次封存"


class SealedHead(models.Model):
    """Where one object's chain ended when it was sealed."""

    seal = models.ForeignKey(
        Seal, on_delete=models.PROTECT, related_name="heads", verbose_name=_("封存")
    )
    object_type = models.CharField(_("对象类别"), max_length=40)
    object_id = models.BigIntegerField(_("对象编号"))
    seq = models.PositiveIntegerField(_("末条序号"))
    hash = models.CharField(_("末条校验值"), max_length=HASH_LENGTH)

    class Meta:
        verbose_name = _("封存的链头")
        verbose_name_plural = verbose_name
        ordering: ClassVar[list[str]] = ["seal_id", "id"]
        # Not unique: a forged `Head.sealed_seq` must not be able to stop the sealing of all others.
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["object_type", "object_id", "seq"], name="audit_sealed_head"),
        ]

    def __str__(self) -> str:
        """Object and position."""
        return f"{self.object_type} {self.object_id} @{self.seq}"


class LogCheck(models.Model):
    """What a check of the whole log found, so that administrators see when it was last whole.

    Not itself part of the chain: it says nothing that a new check would not say again.
    """

    started_at = models.DateTimeField(_("开始"))
    ended_at = models.DateTimeField(_("结束"))
    events = models.PositiveBigIntegerField(_("核对条数"))
    findings = models.PositiveIntegerField(_("问题"))
    grave = models.PositiveIntegerField(_("严重"))
    sentences = models.JSONField(_("前几处"), default=list)

    class Meta:
        verbose_name = _("日志核对")
        verbose_name_plural = verbose_name
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        """When, and how many findings."""
        return f"{self.ended_at:%Y-%m-%d %H:%M} {self.findings}"
