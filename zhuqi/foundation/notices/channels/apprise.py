"""企业微信 and everything else apprise knows, by addresses from an environment variable.

An address with {phone}, {email} or {username} reaches the person; one without is a group's
robot and belongs to a unit.
"""

import logging
import re
from collections.abc import Mapping
from urllib.parse import quote

from zhuqi.foundation.notices.channels.parcel import VARIABLE, Parcel, Unsent, secret
from zhuqi.foundation.notices.models import Gateway

_PERSONAL = re.compile(r"\{(phone|email|username)\}")

_SCHEMA = re.compile(r"[a-z][a-z0-9+.-]*://.+")

# It logs addresses, which hold keys, at its lower levels.
logging.getLogger("apprise").setLevel(logging.CRITICAL)


def addresses(gateway: Gateway, environment: Mapping[str, str] | None = None) -> list[str]:
    """The variable's addresses, one per word."""
    return secret(gateway.variable, environment).split()


def problem(gateway: Gateway, environment: Mapping[str, str] | None = None) -> str:
    """Why nothing can be sent now; "" where it can."""
    if not gateway.enabled:
        return "通道没有启用"
    if not VARIABLE.fullmatch(gateway.variable):
        return "没有写明环境变量"
    found = addresses(gateway, environment)
    if not found:
        return f"服务器上没有设置环境变量：{gateway.variable}"
    return next(filter(None, (_wrong(gateway, address) for address in found)), "")


def _wrong(gateway: Gateway, address: str) -> str:
    if not _SCHEMA.fullmatch(address):
        return f"{gateway.variable} 里有读不懂的地址"
    personal = bool(_PERSONAL.search(address))
    if gateway.unit_id and personal:
        return "单位群的地址里不能有个人占位符"
    if not gateway.unit_id and not personal:
        return f"{gateway.variable} 里的地址要有 {{phone}}、{{email}} 或 {{username}}"
    return ""


def needs(gateway: Gateway, environment: Mapping[str, str] | None = None) -> set[str]:
    """What must be known of a person to reach them."""
    return {
        found[1]
        for address in addresses(gateway, environment)
        for found in _PERSONAL.finditer(address)
    }


def send(gateway: Gateway, parcel: Parcel, person: Mapping[str, str]) -> str:
    """Send to every address. apprise says only yes or no; a repetition may reach some twice."""
    # With its plugins it takes 44 MB, which web processes that never send should not pay.
    from apprise import Apprise

    messenger = Apprise()
    for address in addresses(gateway):
        if not messenger.add(_filled(address, person)):
            raise Unsent(f"{gateway.variable} 里有读不懂的地址", again=False)
    try:
        went = messenger.notify(title=parcel.title, body=parcel.text)
    except Exception as error:  # noqa: BLE001 (a hundred plugins, each with its own faults)
        raise Unsent(f"发送程序出错：{type(error).__name__}", unknown=True) from None
    if not went:
        raise Unsent("对方没有接受，或者连不上")
    return "对方已接受"


def _filled(address: str, person: Mapping[str, str]) -> str:
    return _PERSONAL.sub(lambda found: quote(person.get(found[1], ""), safe=""), address)
