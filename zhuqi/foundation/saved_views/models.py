"""Views of lists that people saved."""

from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Q

from zhuqi.foundation.access import Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Unit

LONGEST_NAME = 20
# What a list's address may hold; longer ones come from nobody's choice of filters.
LONGEST_QUERY = 1000


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Views, cut down to those a person has."""

    def visible_to(self, scope: Scope) -> Self:
        """One's own and those of the units one works in; nothing for others.

        A view is a choice of filters: which rows it shows is decided for whoever looks.
        """
        return self.had_by(scope.user_id, scope.units())

    def had_by(self, user: int, units: Collection[int]) -> Self:
        """The same of a user who works in these units."""
        return self.filter(Q(owner=user) | Q(unit__in=units))


class SavedView(models.Model):
    """A list's address under a name. With a `unit`, everybody who works there has it too."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="saved_views")
    listing = models.CharField(max_length=40)
    name = models.CharField("名称", max_length=LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+")
    saved_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("owner", "listing", "name"), name="view_named_once"),
        )

    def __str__(self) -> str:
        return self.name
