"""What every channel is given, and how it says that something did not arrive."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

# Only variables made for this may go out: a page must not be able to send ZHUQI_SECRET_KEY.
VARIABLE = re.compile(r"ZHUQI_NOTICES_[A-Z0-9_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One notice on its way: `to` as the channel needs it, `id` the same at every attempt."""

    id: str
    to: str
    title: str
    text: str


class Unsent(Exception):  # noqa: N818 (an answer of the gateway, not a fault of ours)
    """It was not sent, or nobody knows. The reason holds no secret and no personal data.

    `again`: trying once more may help. `unknown`: it may have arrived after all.
    """

    def __init__(self, reason: str, *, again: bool = True, unknown: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.again = again
        self.unknown = unknown


def secret(name: str, environment: Mapping[str, str] | None = None) -> str:
    """The value of an environment variable a gateway names; "" where it is unset or not one
    of those that may be named."""
    if not VARIABLE.fullmatch(name):
        return ""
    return (os.environ if environment is None else environment).get(name, "").strip()
