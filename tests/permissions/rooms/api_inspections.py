"""Inspections by the API."""

from tests.permissions.registry import Room, of, page
from tests.permissions.rooms.inspections import findings, rounds, visits
from zhuqi.interfaces.desk.inspections.verb_pages import FINDING_PAGES, ROUND_PAGES, VISIT_PAGES

ROOM = Room(
    "api_inspections",
    {
        name: page()
        for name in (
            "api:inspections",
            "api:inspection_new",
            "api:inspection_visits",
            "api:findings",
        )
    }
    | {
        "api:inspection": of(rounds),
        "api:inspection_visit": of(visits),
        "api:finding": of(findings),
    }
    | {f"api:inspection_{verb}": of(rounds) for verb in ROUND_PAGES}
    | {f"api:inspection_visit_{verb}": of(visits) for verb in VISIT_PAGES}
    | {f"api:finding_{verb}": of(findings) for verb in FINDING_PAGES},
)
