"""The roles people hold in units, and the rows opened to them in person."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import ADMIN_ROLES, Role
from zhuqi.foundation.accounts.models.people import User
from zhuqi.foundation.directory.models import Unit


class RoleAssignment(models.Model):
    """A role held in a unit for a time. The firm's role is a membership, not an assignment.

    `seconded_from` (抽调): the home unit of somebody lent to this one; they still belong to it.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    role = models.CharField(
        _("角色"), max_length=16, choices=[(role.value, role.label) for role in Role]
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="role_holders")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    seconded_from = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="lent_out"
    )

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("user", "role", "unit"),
                condition=Q(until__isnull=True),
                name="role_held_once",
            ),
            # 三员分立: no one holds two of the three.
            models.UniqueConstraint(
                fields=("user",),
                condition=Q(
                    until__isnull=True, role__in=sorted(role.value for role in ADMIN_ROLES)
                ),
                name="one_of_three_administrators",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="role_period"
            ),
            # Lent for a time, and given back.
            models.CheckConstraint(
                condition=Q(seconded_from__isnull=True) | Q(until__isnull=False),
                name="secondment_has_an_end",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} {Role(self.role).label}"


class Grant(models.Model):
    """A row opened to one person for a time, with the reason; written by upper rooms."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    object_type = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=200)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="grants_given")

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("user", "object_type")),)
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="grant_period"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.object_type} {self.object_id}"
