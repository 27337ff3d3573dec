"""Common topics by the API."""

from collections.abc import Mapping

from tests.permissions.registry import Room, of, page
from tests.permissions.town import Town, once
from zhuqi.ledgers.cases.enums import TopicVerb


@once
def _topics(town: Town) -> Mapping[str, object]:
    return {whose: row.pk for whose, row in town.topics.items()}


ROOM = Room(
    "api_topics",
    {name: page() for name in ("api:topics", "api:topic_new")}
    | {"api:topic": of(_topics)}
    | {f"api:topic_{verb}": of(_topics) for verb in TopicVerb},
)
