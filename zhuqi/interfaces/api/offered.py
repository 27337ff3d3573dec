"""What may be done with a row: its lifecycle's offers, with the reason for each that is not now."""

from collections.abc import Iterable
from typing import Any

from ninja import Schema
from pydantic import Field

from zhuqi.foundation.lifecycle import Offer


class Allowed(Schema):
    """A verb the person may do to this row, now or later."""

    verb: str
    label: str
    possible: bool = Field(description="现在能不能办")
    reason: str = Field(description="现在不能办的原因；能办时为空")
    href: str = Field(description="办理的地址（POST）")


def allowed(offers: Iterable[Offer[Any]], row: str) -> list[dict[str, Any]]:
    """The offers as the API tells them; `row` is the address of the row."""
    return [
        {
            "verb": offer.verb.value,
            "label": str(offer.verb.label),
            "possible": offer.possible,
            "reason": str(offer.reason),
            "href": f"{row}/{offer.verb.value}",
        }
        for offer in offers
    ]
