"""Webhooks: everybody's own, and that of another system."""

from django.utils import timezone

from tests.permissions.registry import Asked, Found, Room, Row, page
from tests.permissions.rooms.tokens import service
from tests.permissions.town import Town, once
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.webhooks.models import Webhook


def _of(user: User) -> int:
    now = timezone.now()
    made, _new = Webhook.objects.get_or_create(
        user=user,
        defaults={
            "name": "同步", "url": "https://example.com/hook", "kinds": "case.*", "secret": "x",
            "made_at": now, "made_by": user,
        },
    )  # fmt: skip
    return made.pk


@once
def _systems(town: Town) -> User:
    service(town)
    return town.cast.inspector


def _found(asked: Asked) -> Found:
    systems = _systems(asked.town)
    if asked.own:
        keeps_systems = asked.user in {None, asked.town.cast.security_admin}
        return [_of(systems if keeps_systems or not asked.user else asked.user)]
    return [_of(systems)] if asked.whose == "stranger" else None


ROOM = Room("webhooks", {"desk:webhooks": page(), "desk:webhook": Row(_found, fixed=True)})
