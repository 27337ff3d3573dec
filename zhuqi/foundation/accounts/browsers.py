"""What a browser says it runs on, in words its owner knows it by. Pure."""

import ipaddress
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

# The first that fits: WeChat's browser calls itself Chrome, Chrome itself Safari, and phones Linux.
_MACHINES = (
    ("iPhone", _("苹果手机")),
    ("iPad", _("苹果平板")),
    ("OpenHarmony", _("鸿蒙手机")),
    ("HarmonyOS", _("鸿蒙手机")),
    ("Android", _("安卓手机")),
    ("Windows", _("Windows 电脑")),
    ("Macintosh", _("苹果电脑")),
    ("Linux", _("Linux 电脑")),
)
_PROGRAMS = (
    ("MicroMessenger", _("微信")),
    ("DingTalk", _("钉钉")),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
# Kept in a session that no idle hour ends: a firm's, on a phone of its own, if the person wants it.
STAYS = "stays"
# The tick under the forms that sign in, and what is remembered of it up to the second step.
STAY, WISH = "stay", "stay_wished"
_PHONES = ("iPhone", "Android", "OpenHarmony", "HarmonyOS")


@dataclass(frozen=True, slots=True)
class EndedSession:
    """A browser that was signed out because another one came."""

    device: str
    started_at: datetime


def place_of(ip: str) -> str:
    """An address without its last part, by which an owner knows their network: 203.0.113.*"""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return ""
    if address.version == 4:  # noqa: PLR2004 (the protocol's number)
        return f"{ip.rpartition('.')[0]}.*"
    return ":".join(address.exploded.split(":")[:3]) + ":*"


def device_of(user_agent: str) -> str:
    """苹果手机（微信）; "" where nothing is known by name."""
    machine = next((str(words) for sign, words in _MACHINES if sign in user_agent), "")
    program = next((str(words) for sign, words in _PROGRAMS if sign in user_agent), "")
    return f"{machine}（{program}）" if machine and program else machine or program


def is_phone(user_agent: str) -> bool:
    """True for what is carried about and belongs to one person; tablets lie on counters."""
    return "Mobile" in user_agent and any(sign in user_agent for sign in _PHONES)
