"""Codes by which people join a firm without waiting."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.accounts.models.people import User
from zhuqi.foundation.directory.models import Enterprise


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations, narrowed to what one may see."""

    def visible_to(self, scope: Scope) -> Self:
        """Those of the firms one's office serves, one looks after, or one speaks for."""
        return self.filter(
            Q(enterprise__office_id__in=scope.offices)
            | Q(enterprise_id__in=scope.liaised | scope.enterprises)
        )


class Invitation(models.Model):
    """邀请码: whoever has it may speak for the firm. A digest and the last two letters stay."""

    class State(models.TextChoices):
        """Whether it can still be used."""

        OPEN = "open", _("可用")
        USED = "used", _("已用完")
        EXPIRED = "expired", _("已过期")
        REVOKED = "revoked", _("已作废")

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    tail = models.CharField(max_length=2)
    note = models.CharField(_("给谁"), max_length=40, blank=True)
    uses = models.PositiveSmallIntegerField(_("可用次数"), default=1)
    used = models.PositiveSmallIntegerField(_("已用次数"), default=0)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="invitations_made")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("有效期至"))
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=Q(used__lte=F("uses")), name="uses_as_given"),
        )

    def __str__(self) -> str:
        return f"…{self.tail} → {self.enterprise}"

    def state(self, now: datetime) -> "Invitation.State":
        """What stands in the way of using it, if anything; taken back counts before run out."""
        if self.revoked_at is not None:
            return self.State.REVOKED
        if self.used >= self.uses:
            return self.State.USED
        return self.State.EXPIRED if now >= self.expires_at else self.State.OPEN
