"""What people who sign in were ever called, as the log tells it."""

from collections.abc import Collection

from zhuqi.foundation.accounts.enums import UserEvent
from zhuqi.foundation.directory.former_words import people_once

_TELLING = (
    UserEvent.CREATED.value,
    UserEvent.PHONE_PROVEN.value,
    UserEvent.PHONE_LEFT.value,
    UserEvent.EMAIL_PROVEN.value,
)


def users_once(ids: Collection[int]) -> dict[int, set[tuple[str, str]]]:
    """By user, every (name, phone or email, value) they ever had, with numbers that have gone to
    somebody else; nothing of what was erased. One query, none for nobody."""
    return people_once("user", ids, _TELLING) if ids else {}
