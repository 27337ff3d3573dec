"""Tokens, and the accounts of other systems."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Role
from zhuqi.foundation.accounts.models import Recovery, User
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.tokens.enums import TokenKind


def recovered_since(made: str) -> Exists:
    """Whether the account of a row was recovered after the moment in this column of it."""
    return Exists(Recovery.objects.filter(user=OuterRef("user"), used_at__gt=OuterRef(made)))


class ServiceAccount(models.Model):
    """系统账号: another system under a name of its own. Nobody signs in with it."""

    user = models.OneToOneField(User, models.PROTECT, related_name="service")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="services")
    system = models.CharField(_("系统名称"), max_length=40)
    contact = models.CharField(_("联系人和电话"), max_length=80)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="services_opened")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.system


class TokenQuerySet(models.QuerySet["ApiToken"]):
    """Tokens, and which of them open anything."""

    def visible_to(self, person: Person) -> Self:
        """One's own; for the security administrator those of systems as well."""
        mine = Q(user=person.actor.user_id)
        if person.scope.own.holds(Role.SECURITY_ADMIN):
            mine |= Q(kind=TokenKind.SYSTEM)
        return self.filter(mine)

    def live(self, now: datetime) -> Self:
        """Neither revoked nor run out, of an account in use that was not recovered since: whoever
        had to be let back in may have lost their tokens to the same thief."""
        return self.filter(
            ~recovered_since("made_at"), revoked_at=None, expires_at__gt=now, user__is_active=True
        )


class ApiToken(models.Model):
    """A token. Only its digest is kept; `prefix` is how its owner tells it from others.

    `scopes` are codes joined by blanks. `last_used_at` is written once a minute at most.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="api_tokens")
    kind = models.CharField(_("种类"), max_length=10, choices=TokenKind)
    name = models.CharField(_("用途"), max_length=40)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    # As many as the rooms offer: a bound would be met by the next one.
    scopes = models.TextField(_("权限范围"))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="api_tokens_made")
    expires_at = models.DateTimeField(_("有效期至"))
    last_used_at = models.DateTimeField(_("最近使用"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="api_token_period"
            ),
        )

    def __str__(self) -> str:
        return f"{self.prefix}… {self.name}"

    @property
    def allowed(self) -> frozenset[str]:
        """What it may be used for."""
        return frozenset(self.scopes.split())
