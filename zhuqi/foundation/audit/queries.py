"""Reads of the log that pages share. The check of the whole log is in `verification`."""

from django.db.models import QuerySet

from zhuqi.foundation.audit.models import Event, Head, LogCheck
from zhuqi.foundation.audit.verification import Progress, verify

__all__ = ["Progress", "events_of", "last_check", "last_seq", "verify"]


def events_of(object_type: str, object_id: int) -> QuerySet[Event]:
    """One object's events, oldest first, with their erasable values fetched."""
    return (
        Event.objects.filter(object_type=object_type, object_id=object_id)
        .order_by("seq")
        .prefetch_related("erasables")
    )


def last_seq(object_type: str, object_id: int) -> int:
    """The number of the object's last event, 0 if it has none: its version, if you like."""
    heads = Head.objects.filter(object_type=object_type, object_id=object_id).order_by()
    return heads.values_list("seq", flat=True).first() or 0


def last_check() -> LogCheck | None:
    """The newest check of the whole log that came to its end."""
    return LogCheck.objects.order_by("-pk").first()
