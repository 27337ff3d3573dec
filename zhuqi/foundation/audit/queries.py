"""Reads of the log that pages share. The check of the whole log is in `verification`."""

from django.db.models import QuerySet

from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.audit.verification import Progress, verify

__all__ = ["Progress", "events_of", "verify"]


def events_of(object_type: str, object_id: int) -> QuerySet[Event]:
    """One object's events, oldest first, with their erasable values fetched."""
    return (
        Event.objects.filter(object_type=object_type, object_id=object_id)
        .order_by("seq")
        .prefetch_related("erasables")
    )
