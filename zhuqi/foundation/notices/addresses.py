"""How a person can be reached, and how an address is shown to those who need not know it."""

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.validators import normalise_phone
from zhuqi.foundation.directory.privacy import mask_email, mask_phone
from zhuqi.foundation.notices.enums import Channel

_MOBILE_LENGTH = 11


def mobile(phone: str) -> str:
    """The number if a text can reach it, else ""."""
    try:
        number = normalise_phone(phone)
    except NotValid:
        return ""
    return number if len(number) == _MOBILE_LENGTH and number.startswith("1") else ""


def reach_of(user: User | None) -> dict[str, str]:
    """How a person can be reached: what the account says, else what the directory says."""
    if user is None:
        return {}
    official = user.official
    return {
        "username": user.sign_in_name,
        "phone": mobile(user.phone) or (mobile(official.phone) if official else ""),
        "email": user.email or (official.email if official else ""),
    }


def masked(channel: Channel, address: str) -> str:
    """138****8000, zh***@example.com; a chat name is no secret."""
    if channel == Channel.SMS:
        return mask_phone(address)
    if channel == Channel.EMAIL:
        return mask_email(address)
    return address
