"""Messages, where they go, their texts and channels."""

from tests.cast import LONG_AGO
from tests.permissions.registry import Asked, Found, Room, Row, kept, page
from zhuqi.foundation.notices.models import Message


def _message(asked: Asked) -> Found:
    """A message to whoever asks, or to somebody else."""
    if asked.whose not in {"own", "stranger"}:
        return None
    to = asked.user if asked.own and asked.user else asked.town.members["stranger"].user
    message, _new = Message.objects.get_or_create(
        user=to,
        key="permissions",
        defaults={"text_code": "x", "topic": "work", "title": "消息", "created_at": LONG_AGO},
    )
    return [message.pk]


ROOM = Room(
    "notices",
    {
        f"{side}:{name}": page()
        for side in ("desk", "portal")
        for name in (
            "notices", "notices_read", "notice_wishes", "notice_email", "notice_email_code",
            "notice_phone", "notice_phone_code",
        )
    }
    # Opening a message marks it read, so it is posted.
    | {f"{side}:notice": Row(_message, fixed=True, posted=True) for side in ("desk", "portal")}
    | {
        "desk:admin_texts": page(),
        "desk:admin_text": page("account.code"),
        "desk:admin_gateways": page(),
        "desk:admin_gateway": page("sms"),
        "desk:admin_robot": kept(lambda town: town.cast.industry.pk),
    },
)  # fmt: skip
