"""What the tables of every kind of scheme have in common.

A kind brings four tables of its own: schemes, editions (with a foreign key `scheme`, related name
`versions`), rows (a foreign key `version`, related name `rules`), and which office has adopted
which scheme (`office`, one to one, and `scheme`). An edition is never changed.
"""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class AbstractScheme(models.Model):
    """A named table of rules, such as 13710 or Xuchang 2011."""

    code = models.SlugField(unique=True)
    name = models.CharField(_("名称"), max_length=60)
    source = models.CharField(_("依据"), max_length=200)

    class Meta:
        abstract = True
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name

    if TYPE_CHECKING:
        versions: Any


class AbstractEdition(models.Model):
    """One edition of a scheme, in force from its moment until the next."""

    number = models.PositiveIntegerField()
    since = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.scheme.name} 第{self.number}版"

    if TYPE_CHECKING:
        scheme: Any
        scheme_id: int
        rules: Any


class AbstractAdoption(models.Model):
    """Which scheme an office goes by."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.office}: {self.scheme}"

    if TYPE_CHECKING:
        office: Any
        scheme: Any
