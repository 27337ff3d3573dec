"""Where what kind of case goes, as versioned data, and which office goes by which scheme."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.schemes.models import AbstractAdoption, AbstractEdition, AbstractScheme
from zhuqi.mechanisms.meetings.routing.enums import Matter, Route


class RoutingScheme(AbstractScheme):
    """A place's way of sending cases on, as one of the sources tells it."""


class RoutingEdition(AbstractEdition):
    """One edition. `common`: with so many cases a topic counts as a common problem."""

    scheme = models.ForeignKey(RoutingScheme, models.PROTECT, related_name="versions")
    common = models.PositiveSmallIntegerField(_("共性问题满几件"), default=3)

    class Meta(AbstractEdition.Meta):
        constraints = (
            models.UniqueConstraint(fields=("scheme", "number"), name="routing_edition_number"),
        )


class RoutingRule(models.Model):
    """One kind of case, and where it goes."""

    version = models.ForeignKey(RoutingEdition, models.CASCADE, related_name="rules")
    matter = models.CharField(_("什么诉求"), max_length=10, choices=Matter)
    route = models.CharField(_("去向"), max_length=10, choices=Route)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("version", "matter"), name="one_route_a_matter"),
        )

    def __str__(self) -> str:
        return f"{self.matter} → {self.route}"


class OfficeRouting(AbstractAdoption):
    """The scheme an office has adopted; without one only what its bodies say themselves holds."""

    office = models.OneToOneField(Unit, models.CASCADE, related_name="+")
    scheme = models.ForeignKey(RoutingScheme, models.PROTECT)
