"""Who may have a webhook, where it may lead, and when a message is tried again. No database."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final, TypeAlias
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotNow, NotValid
from zhuqi.foundation.webhooks import subjects

Address: TypeAlias = IPv4Address | IPv6Address
Networks: TypeAlias = Sequence[IPv4Network | IPv6Network]

MOST: Final = 10
# How long a secret that was changed is still signed with beside the new one.
OVERLAP: Final = timedelta(hours=24)
# How long a message is tried.
PATIENCE: Final = timedelta(days=1)
_FIRST: Final = timedelta(seconds=10)
_LONGEST: Final = timedelta(hours=6)
# A fifth more or less, so that what failed together does not come back together.
JITTER: Final = 0.2
_NAT64: Final = IPv6Network("64:ff9b::/96")
GONE, THROTTLED = 410, frozenset({429, 503})


def delay_after(failures: int, jitter: float) -> timedelta:
    """10 s, 40 s, 3 min, 11 min, 43 min, 3 h, then 6 h; `jitter` from -1 to 1."""
    pause = _FIRST * (1 << 2 * min(failures - 1, 10))
    return min(pause, _LONGEST) * (1 + JITTER * jitter)


def next_try(
    begun: datetime, now: datetime, *, failures: int, jitter: float, asked: timedelta | None = None
) -> datetime | None:
    """When a message that failed is tried again, the last time when its day ends; None after it.

    `asked`: how long the other side wants to be left alone, which counts up to six hours.
    """
    end = begun + PATIENCE
    if now >= end:
        return None
    pause = max(delay_after(failures, jitter), min(asked or timedelta(0), _LONGEST))
    return min(now + pause, end)


def refuse_unfit(
    name: str, longest: int, url: str, longest_url: int, chosen: Collection[str], *, http: bool
) -> None:
    """NotValid for a webhook without a name or a choice, or one that leads nowhere."""
    errors: dict[str, str] = {}
    if not name:
        errors["name"] = _("请填写用途，以后凭它认出这个推送")
    elif len(name) > longest:
        errors["name"] = _("用途最多 %(n)s 字") % {"n": longest}
    if not chosen:
        errors["chosen"] = _("请至少选择一种动态")
    elif set(chosen) - subjects.known():
        errors["chosen"] = _("没有这种动态")
    if len(url) > longest_url:
        errors["url"] = _("地址最多 %(n)s 字") % {"n": longest_url}
    elif wrong := wrong_url(url, http=http):
        errors["url"] = wrong
    if errors:
        raise NotValid(errors)


def wrong_url(url: str, *, http: bool) -> str:
    """Why nothing can be sent there, as far as the address itself tells; "" where it will do."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return _("地址不对")
    if parts.scheme != "https" and not (http and parts.scheme == "http"):
        return _("请填写以 https:// 开头的地址")
    if not _plain(url, host, parts):
        return _("地址不对")
    return ""


def _plain(url: str, host: str, parts: SplitResult) -> bool:
    printable = url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    named = bool(host) and not host.startswith("-") and "%" not in host
    return printable and named and parts.username is None and not parts.fragment


def address_of(host: str) -> Address | None:
    """The host where it is an address itself."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def may_connect(address: Address, listed: Networks, *, plain: bool) -> bool:
    """Public addresses, and those an administrator listed; `plain` http goes to listed ones only.

    What an address of version 6 carries inside is judged as well: ::ffff:127.0.0.1 is this machine.
    """
    several = [address, *_carried(address)]
    if any(one in network for one in several for network in listed):
        return not any(one.is_multicast or one.is_unspecified for one in several)
    return not plain and all(one.is_global and not one.is_multicast for one in several)


def _carried(address: Address) -> list[IPv4Address]:
    if isinstance(address, IPv4Address):
        return []
    nat = IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None
    teredo = address.teredo[1] if address.teredo else None
    found = (address.ipv4_mapped, address.sixtofour, teredo, nat)
    return [one for one in found if one is not None]


def refuse_too_many(there: int) -> None:
    """NotNow for more than anybody looks after."""
    if there >= MOST:
        raise NotNow(_("已有 %(n)s 个推送，请先删除不用的") % {"n": there}, state=_("推送已满"))
