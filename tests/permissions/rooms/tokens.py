"""Access tokens and the accounts of other systems."""

from django.utils import timezone

from tests.permissions.registry import Room, kept, page
from tests.permissions.town import Town, once
from zhuqi.foundation.tokens.models import ServiceAccount


@once
def service(town: Town) -> int:
    """A system that works for the city's office."""
    row, _new = ServiceAccount.objects.get_or_create(
        user=town.cast.inspector,
        defaults={
            "unit": town.cast.city_office,
            "system": "省平台",
            "contact": "王工",
            "opened_by": town.cast.security_admin,
            "opened_at": timezone.now(),
        },
    )
    return row.pk


ROOM = Room(
    "tokens",
    {name: page() for name in ("desk:tokens", "desk:admin_services")}
    | {"desk:admin_service": kept(service)},
)
