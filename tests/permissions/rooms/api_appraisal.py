"""Reviews, appeals and the register by the API."""

from tests.permissions.registry import Room, page
from tests.permissions.rooms.appraisal import appeals, merits, of, reviews, statements
from zhuqi.interfaces.desk.appraisal.verb_pages import APPEAL_PAGES, MERIT_PAGES, REVIEW_PAGES

ROOM = Room(
    "api_appraisal",
    {
        name: page()
        for name in (
            "api:appraisals", "api:appraisal_new", "api:appraisal_appeals",
            "api:appraisal_appeal_new", "api:merits", "api:merit_new", "api:appraisal_statements",
        )
    }
    | {"api:appraisal": of(reviews)}
    | {f"api:appraisal_{verb}": of(reviews) for verb in REVIEW_PAGES}
    | {"api:appraisal_statement": of(statements)}
    | {"api:appraisal_appeal": of(appeals)}
    | {f"api:appraisal_appeal_{verb}": of(appeals) for verb in APPEAL_PAGES}
    | {"api:merit": of(merits)}
    | {f"api:merit_{verb}": of(merits) for verb in MERIT_PAGES},
)  # fmt: skip
