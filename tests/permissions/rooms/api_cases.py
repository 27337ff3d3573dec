"""Cases by the API."""

from tests.permissions.registry import Room, of_case, page
from zhuqi.interfaces.desk.cases.verb_pages import VERB_PAGES

ROOM = Room(
    "api_cases",
    {name: page() for name in ("api:cases", "api:transfers", "api:case_new")}
    | {"api:case": of_case()}
    | {f"api:case_{verb}": of_case() for verb in VERB_PAGES}
    | {f"api:case_bulk_{verb}": page() for verb, one in VERB_PAGES.items() if one.bulk},
)
