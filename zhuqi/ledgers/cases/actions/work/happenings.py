"""An event as the clocks see it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhuqi.ledgers.cases.clocks import Happening
from zhuqi.ledgers.cases.enums import (
    Verb,
)


def happening_of(verb: Verb, at: datetime, data: Mapping[str, Any]) -> Happening:
    """An event as the clocks see it; reads back exactly what `happen` logged."""
    changes = data.get("changes", {})

    def after(name: str) -> Any:
        return changes[name][1] if name in changes else None

    due, since = data.get("due"), data.get("since")
    return Happening(
        verb=verb,
        # What was split off is as old as what it was taken out of.
        at=datetime.fromisoformat(since) if since else at,
        sheets=tuple((int(number), str(role)) for number, role in data.get("sheets", ())),
        ended=tuple(data.get("ended", ())),
        scheme=after("scheme_version_id"),
        tier=after("tier"),
        kind=after("kind"),
        office=after("office_id"),
        lead=after("lead_unit_id"),
        superior=after("superior_id"),
        due=datetime.fromisoformat(due) if due else None,
        extra=int(data.get("extra", 0)),
        state=after("state") or "",
    )
