"""The files of a row, as pages draw them."""

from zhuqi.foundation.attachments.models import Attachment


def files_of(object_type: str, pk: int) -> dict[str, list[Attachment]]:
    """By the part of the row they belong to, in the order they came; what was removed is left
    out."""
    found: dict[str, list[Attachment]] = {}
    rows = Attachment.objects.filter(object_type=object_type, object_id=pk, removed_at=None)
    for one in rows.order_by("pk"):
        found.setdefault(one.purpose, []).append(one)
    return found
