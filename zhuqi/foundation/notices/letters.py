"""How a message reads as a letter."""

from django.conf import settings

from zhuqi.foundation.notices.links import path_to
from zhuqi.foundation.notices.models import Message


def letter_of(message: Message, *, firm: bool, body: str | None = None) -> str:
    """The text with number and address of its thing; `body`: where it reads otherwise now."""
    lines = [message.body if body is None else body]
    if message.object_type == "case":
        lines.append(f"编号：{message.object_ref}")
    path = path_to(message.object_type, message.object_ref, firm=firm)
    if settings.PUBLIC_URL and path:
        lines.append(f"{settings.PUBLIC_URL.rstrip('/')}{path}")
    return "\n\n".join(lines)
