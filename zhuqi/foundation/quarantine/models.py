"""The keeper's table: the only place where marked text lies."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Role, Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.quarantine.enums import State
from zhuqi.foundation.quarantine.keeping import kept_by


class QuarantinedQuerySet(models.QuerySet["Quarantined"]):
    """Reads start here."""

    def visible_to(self, scope: Scope) -> Self:
        """A keeper's own office's, those of offices below without a keeper of their own, and those
        of people who belong to no office; else nothing."""
        offices = scope.units(Role.KEEPER)
        if not offices:
            return self.none()
        return self.filter(Q(office__in=kept_by(offices)) | Q(office=None))


class Quarantined(models.Model):
    """One marked text as it came in. The text goes when the keeper has decided.

    `user_id` is 0 for somebody not signed in; `place` and `field` say where it was typed.
    """

    office = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    user_id = models.BigIntegerField(default=0)
    user_name = models.CharField(_("提交人"), max_length=120)
    place = models.CharField(_("在哪里提交"), max_length=200)
    field = models.CharField(_("栏目"), max_length=80, blank=True)
    text = models.TextField(_("内容"), blank=True)
    length = models.PositiveIntegerField(_("字数"))
    digest = models.CharField(max_length=64)
    taken_at = models.DateTimeField(_("截留时间"))
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=40, blank=True)
    reason = models.CharField(_("说明"), max_length=200, blank=True)
    handed_to = models.CharField(_("移交给"), max_length=80, blank=True)
    receipt = models.CharField(_("回执编号"), max_length=60, blank=True)

    objects = QuarantinedQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("user_id", "digest"),
                condition=Q(state=State.WAITING),
                name="one_waiting_text",
            ),
        )
        indexes = (models.Index(fields=("state", "office"), name="quarantine_waiting"),)

    def __str__(self) -> str:
        """The number only."""
        return f"#{self.pk}"
